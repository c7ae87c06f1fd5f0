"""The workbook to fill in: one row a line, one column a year; it is read back by its own names."""

from collections.abc import Sequence
from decimal import Decimal
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.assessments.actions.statements import Given
from tandem.assessments.statement_lines import LINES, PARTS, Line

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS = 5


def answer(currency: str, year: int) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115  # the response closes it once it has been sent
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    part_format, amount = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet(_("Statements")[:31])
    chinese = (get_language() or "").startswith("zh")
    sheet.write_string(
        0, 0, f"单位：千元 币种：{currency}" if chinese else f"Unit: thousand, currency: {currency}"
    )
    sheet.write_string(1, 0, _("Line"), bold)
    for place in range(YEARS):
        sheet.write_string(1, 1 + place, f"{year - 1 - place}-12-31", bold)
    row = 2
    for part, label in PARTS.items():
        sheet.write_string(row, 0, str(label), part_format)
        row += 1
        for line in LINES:
            if line.part == part:
                sheet.write_string(row, 0, str(line.label))
                row += 1
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, YEARS, 16, amount)
    sheet.freeze_panes(2, 1)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="statements.xlsx", content_type=EXCEL)


def rows_of(years: Sequence[Given]) -> list[tuple[Line, list[tuple[Decimal | None, str]]]]:
    """The lines that any of the years has: (line, [(amount, cell)])."""
    return [
        (line, [(each.lines.get(line.code), each.places.get(line.code, "")) for each in years])
        for line in LINES
        if any(line.code in each.lines for each in years)
    ]
