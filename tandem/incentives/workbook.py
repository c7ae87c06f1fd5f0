"""The order lines that an amount rests on, as an Excel file."""

from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from tandem.incentives.models import Consequence

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 18


def answer(consequence: Consequence) -> FileResponse:
    """To download. Text is written as text: what begins with `=` is no formula."""
    file = TemporaryFile()  # noqa: SIM115  # the response closes it once it has been sent
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(_("Order lines"))
    bold = book.add_format({"bold": True})
    for column, heading in enumerate(_headings(consequence.currency)):
        sheet.write(0, column, heading, bold)
    for number, row in enumerate(_rows(consequence), start=1):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    sheet.set_column(0, 20, WIDTH)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    name = f"order-lines-{consequence.number}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=EXCEL)


def _headings(currency: str) -> list[str]:
    return [
        _("Source"), _("Order"), _("Line number"), _("Schedule line"), _("Item"), _("Due date"), _("Delivered on"),
        _("Days late"),
        _("Value (%(currency)s)") % {"currency": currency}, _("By the rate (%(currency)s)") % {"currency": currency},
        _("After the cap (%(currency)s)") % {"currency": currency}, _("Requested date moved by the customer"),
        _("Counts"), _("The supplier says"), _("Set aside because"),
    ]  # fmt: skip


def _rows(consequence: Consequence) -> list[list[Any]]:
    return [
        [
            line.source, line.document, line.line, line.schedule_line, line.item, line.due_date, line.delivered_date,
            line.days_late, line.value, line.uncapped, line.amount, line.moved_by_customer,
            _("yes") if line.stands else _("no"), line.disputed, line.set_aside_because,
        ]
        for line in consequence.lines.all()
    ]  # fmt: skip
