"""A selection as an Excel file: the result, the evidence, the weights."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from tandem.sourcing import wording
from tandem.sourcing.models import Allocation
from tandem.sourcing.queries.argument import Argument

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 22
SHARE, MONEY = "0.0%", "#,##0.00##"
# By the unit of a criterion; shares are in per cent already.
LOOKS = {"points": "0.0", "share": "0.0", "money": MONEY, "days": "0.0", "ppm": "#,##0.#", "count": "#,##0.#"}


@dataclass(frozen=True)
class Shown:
    """A number for a cell, with its format."""

    value: float | Decimal | None
    look: str


def answer(found: Argument) -> FileResponse:
    """To download. Text is written as text: what begins with `=` is no formula."""
    file = TemporaryFile()  # noqa: SIM115  # the response closes it once it has been sent
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    for title, headings, rows in (
        (_("The result"), *_result(found)),
        (_("Evidence"), *_evidence(found)),
        (_("Weights"), *_weights(found)),
    ):
        _sheet(book, title, headings, rows)
    book.close()
    file.seek(0)
    name = f"selection-{found.selection.number}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)


def _result(found: Argument) -> tuple[list[str], list[list[Any]]]:
    headings = [
        _("Supplier"), _("Short name"), _("Rank"), _("Best rank"), _("Worst rank"), _("Score"), _("Lowest score"),
        _("Highest score"), _("Knocked out by"), _("Left out because"), _("Total cost, lowest"),
        _("Total cost, highest"), _("Currency"), _("Share in per cent"),
    ]  # fmt: skip
    shares = dict(
        Allocation.objects.filter(candidate__selection=found.selection).values_list("candidate", "share")
    )
    rows: list[list[Any]] = [
        [
            str(line.candidate),
            line.candidate.relationship.slug,
            line.rank,
            line.rank_best,
            line.rank_worst,
            Shown(line.score, SHARE),
            Shown(line.low, SHARE),
            Shown(line.high, SHARE),
            ", ".join(each.criterion.name for each in line.knock_outs if each.surely),
            "",
            Shown(line.cost.low, MONEY),
            Shown(line.cost.high, MONEY),
            found.selection.currency,
            shares.get(line.candidate.pk),
        ]
        for line in found.lines
    ]
    rows += [
        [str(each), each.relationship.slug, *[None] * 7, each.left_out_because] for each in found.left_out
    ]
    return headings, rows


def _evidence(found: Argument) -> tuple[list[str], list[list[Any]]]:
    headings = [
        _("Supplier"), _("Criterion"), _("Unit"), _("At least"), _("At most"), _("Why missing"), _("As of"),
        _("Where it stands"), _("Evidence in words"), _("Entered by"),
    ]  # fmt: skip
    rows: list[list[Any]] = []
    for line in found.lines:
        for criterion, value in zip(found.criteria, line.cells, strict=True):
            start = [str(line.candidate), criterion.name, criterion.get_unit_display()]
            if value is None:
                rows.append([*start, None, None, _("not entered yet")])
                continue
            why = wording.reason(value.missing) if value.missing else ""
            rows.append(
                [
                    *start,
                    Shown(value.low, LOOKS.get(criterion.unit, "")),
                    Shown(value.high, LOOKS.get(criterion.unit, "")),
                    why,
                    value.as_of,
                    value.reference or value.url,
                    value.note,
                    value.entered_by_name,
                ]
            )
    return headings, rows


def _weights(found: Argument) -> tuple[list[str], list[list[Any]]]:
    said = [each for each in found.weights.said if each.weights]
    headings = [_("Criterion"), _("Direction"), _("Weight"), *(each.judge.name for each in said)]
    rows: list[list[Any]] = [
        [
            criterion.name,
            criterion.get_direction_display(),
            Shown(found.weights.weights[place], SHARE) if found.weights.weights else None,
            *(Shown(each.weights[place], SHARE) for each in said if each.weights),
        ]
        for place, criterion in enumerate(found.criteria)
    ]
    if any(each.consistency_ratio is not None for each in said):
        rows.append(
            [
                _("Consistency ratio"),
                "",
                Shown(found.weights.consistency_ratio, "0.00"),
                *(Shown(each.consistency_ratio, "0.00") for each in said),
            ]
        )
    return headings, rows


def _sheet(book: Any, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Numbers stand there whole; how many of their digits are shown is the cell's format."""
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    looks = {look: book.add_format({"num_format": look}) for look in (SHARE, MONEY, *LOOKS.values(), "0.00")}
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(headings) - 1, WIDTH)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for place, row in enumerate(rows, start=1):
        for column, given in enumerate(row):
            value, look = (given.value, looks.get(given.look)) if isinstance(given, Shown) else (given, None)
            if value is None or value == "":
                continue
            if isinstance(value, date):
                sheet.write_datetime(place, column, value, day)
            elif isinstance(value, int | float | Decimal):
                sheet.write_number(place, column, value, look)
            else:
                sheet.write_string(place, column, str(value))
