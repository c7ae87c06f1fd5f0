"""The list of suppliers as a workbook."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from tandem.relationships.models import Relationship

WIDTHS = (34, 30, 22, 8, 14, 14, 10, 8, 9, 9, 12, 22, 28, 28, 30, 40)


def headings() -> list[str]:
    return [
        _("Legal name"),
        _("Legal name in Chinese script"),
        _("Short name"),
        _("Country"),
        _("Stage"),
        _("Segment"),
        _("Preferred"),
        _("Grade"),
        _("Score"),
        _("Previous score"),
        _("Period"),
        _("Owner"),
        _("Categories"),
        _("Sites served"),
        _("Supplier numbers"),
        _("Identifiers"),
    ]


def write(file: IO[bytes], relationships: Iterable[Relationship]) -> None:
    """Write one row a relationship; memory stays the same for any number of them.

    Text is always written as text: a name that begins with `=` is no formula.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(_("Suppliers"))
    sheet.freeze_panes(1, 1)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for column, heading in enumerate(headings()):
        sheet.write_string(0, column, heading, bold)
    last = 0
    for last, relationship in enumerate(relationships, start=1):
        _write_row(sheet, last, cells(relationship))
    sheet.autofilter(0, 0, last, len(WIDTHS) - 1)
    book.close()


def cells(relationship: Relationship) -> Sequence[Any]:
    supplier = relationship.supplier
    return (
        supplier.name,
        supplier.name_local,
        relationship.slug,
        supplier.country,
        relationship.stage_label,
        relationship.segment_label,
        _("yes") if relationship.preferred else "",
        relationship.grade,
        relationship.score,
        relationship.previous_score,
        relationship.graded_period,
        str(relationship.owner or ""),
        "; ".join(str(category) for category in relationship.categories.all()),
        "; ".join(str(site) for site in relationship.sites.all()),
        "; ".join(str(number) for number in relationship.numbers.all()),
        "; ".join(str(identifier) for identifier in supplier.identifiers.all()),
    )


def _write_row(sheet: Any, row: int, values: Sequence[Any]) -> None:
    for column, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value)
