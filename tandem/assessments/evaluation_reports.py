"""Evaluations as PDF and as a workbook, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.assessments import scales
from tandem.assessments.evidence import Figure
from tandem.assessments.queries.evaluation import Dimension, Evaluation, Scored
from tandem.core import formats, pdf

DIGITS = {"count": 0, "points": 1}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Shown:
    """A number for a cell, with the name of its format."""

    value: float | None
    look: str


LOOKS = {
    "plain": "0.00", "points": "0.0", "share": "0.0%", "days": "0.0", "count": "0", "day": "yyyy-mm-dd",
}  # fmt: skip


def value_text(figure: Figure) -> str:
    """As people read it; the reason where there is no value."""
    language = get_language() or "en"
    if figure.value is None:
        return _("no data") + (f" ({figure.reason})" if figure.reason else "")
    if figure.unit == "share":
        return formats.percent(figure.value, language)
    number = formats.number(figure.value, language, DIGITS.get(figure.unit, 2))
    return _("%(number)s days") % {"number": number} if figure.unit == "days" else number


def report(found: Sequence[Evaluation], *, now: datetime) -> bytes:
    language = get_language() or "en"
    on = formats.day(found[0].on, language)
    names = [str(each.relationship) for each in found]
    data = {
        "title": _("Evaluation of suppliers") if len(found) > 1 else _("Evaluation: %(name)s") % {"name": names[0]},
        "footer": f"{found[0].relationship.customer.display_name} · {on}",
        "note": _("Points from 0 to 100. What is missing counts nowhere; beside them stands on how much they rest."),
        "names": names,
        "summary_header": [_("Dimension"), *names],
        "summary": [
            [
                found[0].dimensions[place].label,
                *(_points_text(each.dimensions[place]) for each in found),
            ]
            for place in range(len(found[0].dimensions))
        ],
        "radars": _radars(found),
        "header": [_("Figure"), _("Value of the figure"), _("Score"), _("As of"), _("Source")],
        "suppliers": [
            {
                "name": str(each.relationship),
                "dimensions": [
                    {
                        "label": dimension.label,
                        "points": _points_text(dimension),
                        "share": (dimension.points or 0) / 100,
                        "known": dimension.points is not None,
                        "refusal": dimension.refusal,
                        "rows": [_row(scored, language) for scored in dimension.figures],
                    }
                    for dimension in each.dimensions
                ],
            }
            for each in found
        ],
    }  # fmt: skip
    return pdf.render("assessments/evaluation", data, now=now)


def workbook(found: Sequence[Evaluation], file_name: str) -> FileResponse:
    """One row a figure; text is written as text, so that what begins with `=` is no formula."""
    file = TemporaryFile()  # noqa: SIM115  # the response closes it once it has been sent
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    looks = {name: book.add_format({"num_format": pattern}) for name, pattern in LOOKS.items()}
    summary = book.add_worksheet(_("Dimensions")[:31])
    heads = [_("Supplier"), _("Dimension"), _("Score"), _("Rests on, share of the weight"), _("As of")]
    _write(summary, 0, heads, bold)
    rows = [
        [
            str(each.relationship),
            dimension.label,
            Shown(dimension.points, "points"),
            Shown(dimension.judged.rests_on, "share"),
            each.on,
        ]
        for each in found
        for dimension in each.dimensions
    ]
    for place, row in enumerate(rows, start=1):
        _write(summary, place, row, None, looks)
    sheet = book.add_worksheet(_("Figures")[:31])
    _write(
        sheet, 0,
        [_("Supplier"), _("Dimension"), _("Figure"), _("Value of the figure"), _("Unit"), _("Score"), _("Weight"),
         _("As of"), _("Source"), _("Remark")],
        bold,
    )  # fmt: skip
    place = 1
    for each in found:
        for dimension in each.dimensions:
            for scored in dimension.figures:
                figure = scored.figure
                remark = figure.note if figure.value is not None else figure.reason or _("no data")
                _write(
                    sheet, place,
                    [str(each.relationship), dimension.label, str(figure.label),
                     Shown(figure.value, figure.unit or "plain"),
                     _units().get(figure.unit, ""), Shown(scored.points, "points"), scored.weight or None, figure.on,
                     str(figure.source_label), str(remark)],
                    None, looks,
                )  # fmt: skip
                place += 1
    for each_sheet, width in ((summary, 5), (sheet, 10)):
        each_sheet.set_column(0, width - 1, 20)
        each_sheet.freeze_panes(1, 1)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name, content_type=EXCEL)


def _units() -> dict[str, str]:
    return {"share": _("share of one"), "days": _("days"), "points": _("points"), "count": _("count")}


def _points_text(dimension: Dimension) -> str:
    language, points = get_language() or "en", dimension.points
    if points is None:
        return _("no data")
    return _("%(points)s (rests on %(share)s)") % {
        "points": formats.number(points, language, 1),
        "share": formats.percent(dimension.judged.rests_on, language, 0),
    }


def _row(scored: Scored, language: str) -> list[str]:
    figure = scored.figure
    points = "–" if scored.points is None else formats.number(scored.points, language, 1)
    on = formats.day(figure.on, language) if figure.on else "–"
    value = value_text(figure) + (f" · {figure.note}" if figure.note and figure.value is not None else "")
    return [
        str(figure.label),
        value,
        points,
        on,
        str(figure.source_label) if figure.value is not None else "–",
    ]


def _radars(found: Sequence[Evaluation]) -> list[dict[str, Any]]:
    """The corners of each supplier's shape on a unit circle; none unless all four are known of everybody."""
    if len(scales.complete([each.points for each in found])) < len(found[0].dimensions):
        return []
    ways = ((0, -1), (1, 0), (0, 1), (-1, 0))
    return [
        {
            "name": str(each.relationship),
            "corners": [
                [round(1 + x * (points or 0) / 100, 4), round(1 + y * (points or 0) / 100, 4)]
                for (x, y), points in zip(ways, each.points, strict=True)
            ],
            "labels": [dimension.label for dimension in each.dimensions],
        }
        for each in found
    ]


def _write(
    sheet: Any, row: int, values: Sequence[Any], bold: Any, looks: Mapping[str, Any] | None = None
) -> None:
    """Numbers stand there whole; how many of their digits are shown is the cell's format."""
    known = looks or {}
    for column, given in enumerate(values):
        value, look = (given.value, given.look) if isinstance(given, Shown) else (given, "")
        if value is None or value == "":
            continue
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()), known.get("day"))
        elif look:
            sheet.write_number(row, column, value, known.get(look))
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, str(value), bold)
