"""The rows of a supplier list that were not loaded, as a workbook: row, column, value, reason."""

from collections.abc import Iterator
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tandem.relationships.models import Decision, SupplierList


def write(file: IO[bytes], supplier_list: SupplierList) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Rows not loaded"))
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, (heading, width) in enumerate(
        [
            (_("Row"), 8),
            (_("Company"), 34),
            (_("Column"), 22),
            (pgettext("of a cell", "Value"), 34),
            (_("Reason"), 80),
        ]
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    for line, cells in enumerate(lines(supplier_list), start=1):
        sheet.write_number(line, 0, cells[0])
        for column, text in enumerate(cells[1:], start=1):
            if text:
                sheet.write_string(line, column, text)
    book.close()


def lines(supplier_list: SupplierList) -> Iterator[tuple[int, str, str, str, str]]:
    """(row, company, column, value, reason), one for each problem."""
    for row in supplier_list.rows.all().iterator(chunk_size=2000):
        name = str(row.values.get("name", ""))
        for problem in row.problems:
            yield row.number, name, problem["column"], problem["value"], problem["message"]
        if row.failure:
            yield row.number, name, "", "", row.failure
        if row.decision == Decision.LEAVE:
            yield row.number, name, "", "", _("Left out by decision.")
