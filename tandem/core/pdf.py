"""Printed pages as PDF: a Typst template of a room, filled with text that is ready to be read.

A template `sourcing/nomination` is the file `tandem/sourcing/reports/nomination.typ`. It begins with

    #import "/core/reports/house.typ": *
    #let data = given()
    #show: page.with(data)

and shows what is in `data`: strings, numbers, lists and dictionaries. Figures, dates and labels are put into the
reader's words by whoever calls; a template never computes. docs/screens.md says what the house's elements are.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

HOUSE = Path(__file__).resolve().parents[1]
# Nothing is fetched: a template that named a package from elsewhere would fail.
NO_PACKAGES = HOUSE / "core" / "reports" / "no-packages"


def render(template: str, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """The PDF, in the present language. `data["title"]` is the document's, `data["footer"]` stands below each page."""
    room, name = template.split("/")
    chinese = (get_language() or "").startswith("zh")
    whole = {**data, "language": "zh" if chinese else "en"}
    compiler = typst.Compiler(
        HOUSE / room / "reports" / f"{name}.typ",
        root=HOUSE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(whole, ensure_ascii=False, default=str)},
        package_path=NO_PACKAGES,
        package_cache_path=NO_PACKAGES,
    )
    made = compiler.compile(format="pdf", timestamp=int(now.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError(f"{template} makes no single PDF")
    return made


def handed_out(content: bytes, file_name: str) -> HttpResponse:
    """As a download."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[settings.FONTS])
