"""The approved supplier list as a workbook: one row a line, and a second sheet with the history of each."""

from collections.abc import Iterable
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.onboarding.models import Approval

WIDTHS = (34, 30, 22, 26, 22, 12, 24, 13, 13, 44, 44, 44, 24, 13)
HISTORY_WIDTHS = (34, 26, 22, 20, 24, 60, 24)


def headings() -> list[str]:
    return [
        _("Supplier"),
        _("Supplier in Chinese script"),
        _("Short name"),
        _("Category"),
        _("Category code"),
        _("Site"),
        _("Status"),
        _("From"),
        _("Until"),
        _("Open conditions"),
        _("Rests on"),
        _("Last reason"),
        _("Decided by"),
        _("Decided on"),
    ]


def write(file: IO[bytes], approvals: Iterable[Approval]) -> None:
    """Text is always written as text: a reason that begins with `=` is no formula."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = _sheet(book, _("Approved suppliers"), headings(), WIDTHS, bold)
    history = _sheet(
        book,
        _("History"),
        [_("Supplier"), _("Category"), _("Site"), _("On"), _("Status"), _("Reason"), _("By")],
        HISTORY_WIDTHS,
        bold,
    )
    last = told = 0
    for last, approval in enumerate(approvals, start=1):
        _row(sheet, last, cells(approval), day)
        for change in approval.changes.all():
            told += 1
            named = (approval.relationship.supplier.name, str(approval.category), approval.site_label)
            when = timezone.localtime(change.at)
            _row(
                history,
                told,
                (*named, when, str(change.get_status_display()), change.told, change.by_name),
                day,
            )
    sheet.autofilter(0, 0, last, len(WIDTHS) - 1)
    history.autofilter(0, 0, told, len(HISTORY_WIDTHS) - 1)
    book.close()


def cells(approval: Approval) -> tuple[Any, ...]:
    supplier = approval.relationship.supplier
    changes = list(approval.changes.all())
    waiting = [f"{each.text} ({each.due_on})" for each in approval.conditions.all() if not each.met_at]
    return (
        supplier.name,
        supplier.name_local,
        approval.relationship.slug,
        str(approval.category),
        approval.category.code,
        approval.site_label,
        str(approval.get_status_display()),
        approval.starts_on,
        approval.ends_on,
        "; ".join(waiting),
        "; ".join(str(rest.document) for rest in approval.rests.all()),
        changes[-1].told if changes else approval.reason,
        approval.decided_by_name,
        timezone.localtime(approval.decided_at),
    )


def _sheet(book: Any, name: str, columns: list[str], widths: tuple[int, ...], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    for column, (heading, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    return sheet


def _row(sheet: Any, row: int, values: tuple[Any, ...], day: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(row, column, date(value.year, value.month, value.day), day)
        elif value not in (None, ""):
            sheet.write_string(row, column, str(value))
