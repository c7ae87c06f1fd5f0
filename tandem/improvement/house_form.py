"""The form that Tandem ships: one sheet, in the present language, with a placeholder for each field."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from tandem.improvement.disciplines import DISCIPLINES

ROWS = 5


def house_form() -> bytes:
    """An XLSX whose cells hold {{field}} where the field belongs."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("8D")
    head = book.add_format({"bold": True, "font_size": 14, "font_color": "#FFFFFF", "bg_color": "#0B6460"})
    section = book.add_format({"bold": True, "bg_color": "#DCEBEA", "border": 1})
    label = book.add_format({"border": 1, "font_color": "#555555", "text_wrap": True, "valign": "top"})
    column = book.add_format({"border": 1, "bold": True, "bg_color": "#F2F5F4", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 5, 26)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.merge_range(0, 0, 0, 5, f"8D · {_('8D report')} · {{{{case.number}}}}", head)
    line = 1
    for name, code in (
        (_("Problem"), "case.title"), (_("Customer"), "case.customer"), (_("Supplier"), "case.supplier"),
        (_("Item"), "case.item"), (_("Opened on"), "case.opened"), (_("Severity"), "case.severity"),
        (_("What was found"), "case.description"),
    ):  # fmt: skip
        sheet.write(line, 0, name, label)
        sheet.merge_range(line, 1, line, 5, f"{{{{{code}}}}}", cell)
        line += 1
    for step in DISCIPLINES:
        key = step.code.lower()
        sheet.merge_range(line, 0, line, 5, f"{step.code} {step.name}", section)
        line += 1
        for field in step.fields:
            sheet.write(line, 0, str(field.label), label)
            sheet.merge_range(line, 1, line, 5, f"{{{{{key}.{field.code}}}}}", cell)
            sheet.set_row(line, 32)
            line += 1
        for table in step.tables:
            sheet.write(line, 0, str(table.label), label)
            for place, each in enumerate(table.columns, start=1):
                sheet.write(line, place, str(each.label), column)
            line += 1
            for row in range(1, ROWS + 1):
                sheet.write(line, 0, row, label)
                for place, each in enumerate(table.columns, start=1):
                    sheet.write(line, place, f"{{{{{key}.{table.code}.{row}.{each.code}}}}}", cell)
                line += 1
    book.close()
    return out.getvalue()
