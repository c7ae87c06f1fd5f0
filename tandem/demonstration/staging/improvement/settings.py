"""What opens cases by itself, who hears of delay, and a form of the customer's own."""

from decimal import Decimal
from io import BytesIO

import xlsxwriter

from tandem.demonstration.customers import BRUECKWALD, LANTING
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.improvement.working import at, customer, user
from tandem.demonstration.world import World
from tandem.improvement import actions
from tandem.improvement.actions import report_forms
from tandem.improvement.models import OpeningRule, Rung


def at_brueckwald(world: World) -> None:
    quality = holder(world, customer(world, BRUECKWALD), "quality_engineer")
    report_forms.keep_form("Brückwald QF-8D-02", _own_form(), "QF-8D-02.xlsx", by=quality, now=at(world, 30))
    for rule in (
        OpeningRule(event="grade", grades="D", kind="process", severity="major", owner=user(quality)),
        OpeningRule(
            event="kpi",
            kpi="lot_acceptance",
            limit=Decimal("0.9"),
            kind="product",
            severity="major",
            owner=user(quality),
        ),
        OpeningRule(event="finding", least="major", kind="process", severity="major", owner=user(quality)),
    ):
        actions.save_rule(rule, by=quality, now=at(world, 30))


def at_lanting(world: World) -> None:
    quality = holder(world, customer(world, LANTING), "purchasing_manager")
    for days, whom in ((0, "supplier"), (0, "owner"), (2, "supplier_admin"), (2, "admin")):
        actions.save_rung(Rung(after_days=days, whom=whom), by=quality)


def _own_form() -> bytes:
    """A customer's form as it might have made it itself, its fields between double braces."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("QF-8D-02")
    title = book.add_format({"bold": True, "font_size": 16, "font_color": "#7A1F1F"})
    head, text = (
        book.add_format({"bold": True, "bg_color": "#F3E3E3", "border": 1}),
        book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
    )
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 34)
    sheet.write(0, 0, "Brückwald Antriebe · 8D", title)
    rows = [
        ("Report", "{{case.number}} {{case.title}}"),
        ("Supplier / Lieferant", "{{case.supplier}}"),
        ("Part / Teil", "{{case.item}}"),
        ("D0 Immediate measure", "{{d0.response}}"),
        ("D0 on", "{{d0.taken_on}}"),
        ("D2 Problem", "{{d2.problem}}"),
        ("D4 Cause of occurrence", "{{d4.occurrence}}"),
        ("D4 Cause of escape", "{{d4.escape}}"),
        ("D6 Validation", "{{d6.validation}}"),
        ("D8 Learnt", "{{d8.learnt}}"),
    ]
    for line, (name, field) in enumerate(rows, start=2):
        sheet.write(line, 0, name, head)
        sheet.merge_range(line, 1, line, 3, field, text)
        sheet.set_row(line, 34)
    line = len(rows) + 3
    for name, table, columns in (
        ("D1 Team", "d1.team", ("name", "function", "part")),
        ("D3 Containment", "d3.containment", ("action", "where", "since")),
        ("D5 Actions", "d5.actions", ("action", "owner", "due_on")),
    ):
        sheet.write(line, 0, name, head)
        for row in range(1, 4):
            for place, column in enumerate(columns, start=1):
                sheet.write(line + row - 1, place, f"{{{{{table}.{row}.{column}}}}}", text)
        line += 4
    book.close()
    return out.getvalue()
