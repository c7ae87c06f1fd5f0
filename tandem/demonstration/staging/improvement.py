# ruff: noqa: E501 - a table reads best one row a line
"""8D cases at every stage, watched and judged by the facts; projects; the rules that open cases and who hears of delay."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import User
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.staging.companies import holder, member
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.improvement import actions
from tandem.improvement.actions import elsewhere, report_forms
from tandem.improvement.models import Case, OpeningRule, Project, ProjectStep, Rung
from tandem.relationships.models import Relationship

RUIHENG_QUALITY, BERGQUELL_SALES = "kai.zheng@ruiheng.example", "anselm.bergner@bergquell.example"
PALMETTO_SALES = "loretta.gaines@palmetto.example"
Report = Mapping[str, Mapping[str, Any]]

# Steps as the suppliers wrote them. `{days}` in a date counts from the opening.
BORE: Report = {
    "D0": {
        "response": "立即停止 4 号、7 号机床的发货，在库 1,240 件全部隔离；已通知乌尔姆与苏州工厂。",
        "taken_on": "{0}",
        "affected": "批次 2611-A 至 2611-D，在途 360 件",
    },
    "D1": {
        "team": [
            {"name": "郑凯 Kai Zheng", "function": "质量", "part": "组长"},
            {"name": "孙磊", "function": "机加工"},
            {"name": "吴静", "function": "工艺"},
        ]
    },
    "D2": {
        "problem": "GH-220-A 轴承孔 Ø72 超上差 3–7 µm，装配时轴承外圈松动。",
        "facts": [
            {"asked": "what", "is": "轴承孔 Ø72 偏大", "is_not": "端面平面度、中心距合格"},
            {"asked": "where", "is": "4 号与 7 号加工中心", "is_not": "其余 5 台机床"},
            {"asked": "when", "is": "换刀后第 3 班起", "is_not": "换刀后前两班"},
            {"asked": "extent", "is": "抽检 125 件中 9 件", "is_not": "GH-310-B 无异常"},
        ],
    },
}
VALVES: Report = {
    "D0": {
        "response": "All blocks in stock are blocked; 40 were deburred by hand and sent to Ulm the same evening.",
        "taken_on": "{0}",
        "affected": "Lots 26-118 to 26-124, 320 valve blocks",
    },
    "D1": {
        "team": [
            {"name": "Anselm Bergner", "function": "Sales", "part": "leader"},
            {"name": "Ute Maier", "function": "Deburring"},
            {"name": "Jörg Seitz", "function": "Quality"},
        ]
    },
    "D2": {
        "problem": "Burrs at the cross bores of VB-40 come loose and block the pilot valve.",
        "facts": [
            {"asked": "what", "is": "VB-40 and VB-52", "is_not": "Pumps, cylinders"},
            {"asked": "where", "is": "Cross bore 3, at the exit", "is_not": "Spool bore, ports"},
            {"asked": "when", "is": "Since the new drill was released", "is_not": "Before June"},
            {"asked": "extent", "is": "Six of 120 blocks looked at", "is_not": "Blocks deburred by flow"},
        ],
    },
    "D3": {
        "clean_from": "Lot 26-125",
        "containment": [
            {
                "action": "Endoscope at every cross bore",
                "where": "Reutlingen, outgoing",
                "checked": "320",
                "found": "17",
                "since": "{3}",
            },
            {
                "action": "Blocks in Ulm looked at by our own people",
                "where": "Ulm, stores",
                "checked": "96",
                "found": "4",
                "since": "{5}",
            },
        ],
    },
    "D4": {
        "occurrence": "The deburring programme still uses the length of the old drill, so its brush ends before the exit of the bore.",
        "escape": "Outgoing inspection looks at the ports, not into the cross bores.",
        "proof": "Ten blocks with the old and ten with the new programme: five with burrs against none.",
        "why_occurred": [
            {"why": "A burr stays at the exit of the cross bore."},
            {"why": "The brush does not reach the exit."},
            {"why": "The programme has the length of the old drill."},
            {"why": "The new drill was released without its programme."},
            {"why": "Nothing in the release of a tool asks which programmes use it."},
        ],
        "why_escaped": [
            {"why": "The burr is not seen before shipping."},
            {"why": "The cross bores are not part of the inspection plan."},
            {"why": "The plan was written for blocks that are deburred by flow."},
        ],
        "causes": [
            {"branch": "people", "cause": "New operator at deburring", "verified": "no"},
            {"branch": "machine", "cause": "Brush worn", "verified": "no"},
            {"branch": "machine", "cause": "Drill 0.8 mm longer", "verified": "yes"},
            {"branch": "material", "cause": "Softer bar stock", "verified": "no"},
            {"branch": "method", "cause": "Programme not changed", "verified": "yes"},
            {"branch": "method", "cause": "Release without programme", "verified": "yes"},
            {"branch": "measurement", "cause": "Cross bores not in the plan", "verified": "yes"},
            {"branch": "environment", "cause": "Coolant too warm in July", "verified": "open"},
        ],
    },
}
VALVES_D5 = {
    "proof": "Two hundred blocks by the new programme without a burr.",
    "actions": [
        {
            "action": "Programmes hang on the tool’s release",
            "against": "occurrence",
            "owner": "Ute Maier",
            "due_on": "{40}",
        },
        {
            "action": "Cross bores in the inspection plan, with endoscope",
            "against": "escape",
            "owner": "Jörg Seitz",
            "due_on": "{30}",
        },
    ],
}


def _whole(problem: str, cause: str, escape: str, action: str, check: str, who: str, clean: str) -> Report:
    """A report short and whole, for cases that are past."""
    return {
        "D0": {"response": f"Stock blocked, deliveries stopped: {problem}", "taken_on": "{0}"},
        "D1": {"team": [{"name": who, "function": "Quality", "part": "leader"}]},
        "D2": {"problem": problem, "facts": [{"asked": "what", "is": problem, "is_not": "Other parts of the family"}]},
        "D3": {"clean_from": clean, "containment": [{"action": "Everything sorted before shipping", "where": "Outgoing", "checked": "1,480", "found": "37", "since": "{2}"}]},
        "D4": {"occurrence": cause, "escape": escape, "proof": "Switched on and off three times.", "why_occurred": [{"why": problem}, {"why": "The process drifted between two checks."}, {"why": cause}], "why_escaped": [{"why": "It was not seen before it left."}, {"why": escape}], "causes": [{"branch": "machine", "cause": cause, "verified": "yes"}, {"branch": "material", "cause": "Another batch of material", "verified": "no"}, {"branch": "measurement", "cause": escape, "verified": "yes"}]},
        "D5": {"proof": "Trial over two weeks without a single repetition.", "actions": [{"action": action, "against": "occurrence", "owner": who, "due_on": "{30}"}, {"action": check, "against": "escape", "owner": who, "due_on": "{25}"}]},
        "D6": {"validation": "Charts of the first four weeks are stable.", "containment_ended_on": "{34}"},
        "D7": {"elsewhere": "Sister line of the same make: changed too.", "changed": [{"what": "FMEA", "change": "Cause and detection rated anew", "on": "{36}"}, {"what": "Control plan", "change": check, "on": "{36}"}]},
        "D8": {"learnt": "Ask what a setting rests on before it is copied to the next machine.", "thanks": f"{who} and the second shift"},
    }  # fmt: skip


FURNACE = _whole(
    "Castings delivered late after the furnace stop", "Lining worn out beyond its planned life", "Furnace stops are not in the delivery plan",
    "Furnace relined, life counted by melts", "Stops are planned with the customers’ orders", "Jana Doubravová", "Week 12",
)  # fmt: skip
POROSITY = _whole(
    "Gas porosity in pump covers at incoming inspection", "Degassing shortened to keep the takt", "X-ray of the first piece of a shift only",
    "Degassing time locked in the controller", "X-ray of one piece an hour", "宋伟 Wei Song", "Lot 0917",
)  # fmt: skip
SCRATCHES = _whole(
    "Scratched sealing faces at incoming inspection", "Castings stacked without layers between", "Outgoing check looks at dimensions alone",
    "Trays with a place for each piece", "Faces looked at under slanting light", "郑凯 Kai Zheng", "批次 2610-C",
)  # fmt: skip
INVOICES = _whole(
    "Invoices do not match the order price", "Price list of last year still loaded at billing", "Nobody compares invoice and order before sending",
    "Price list loaded with the yearly agreement", "Three-way match before an invoice is sent", "Loretta Gaines", "Invoice 88120",
)  # fmt: skip


def improve(world: World) -> None:
    """Where cases stand already, nothing is opened anew."""
    if Case.objects.of_customer(holder(world, _customer(world, BRUECKWALD), "quality_engineer")).exists():
        return
    with transaction.atomic():
        _brueckwald(world)
        _lanting(world)
        _cedar_ridge(world)


def _brueckwald(world: World) -> None:
    quality = holder(world, _customer(world, BRUECKWALD), "quality_engineer")
    kai, anselm = member(RUIHENG_QUALITY, "ruiheng"), member(BERGQUELL_SALES, "bergquell")
    bore = _open(
        world,
        quality,
        "ruiheng",
        9,
        title="Bearing bore Ø72 of GH-220-A too large",
        item="GH-220-A",
        kind="product",
        severity="critical",
        site="Suzhou",
        defect="DIM-01",
        description="Three housings of lot 2611-B have bearing bores 3 to 7 µm beyond the upper limit; the outer ring turns. Line 2 in Suzhou was stopped for 40 minutes.",
    )
    _work(world, bore, BORE, kai, quality, 9)
    d3 = bore.steps.get(code="D3")
    actions.save_draft(
        d3,
        {
            "containment": [
                {
                    "action": "全检在库轴承孔，三坐标 100 %",
                    "where": "锐衡仓库",
                    "checked": "860",
                    "found": "31",
                }
            ]
        },
        by=kai,
        now=_at(world, 4),
    )
    actions.attach(
        d3,
        certificate_page("SORTING REPORT", "GH-220-A", "2611-B"),
        name="sorting-2611-B.pdf",
        by=kai,
        now=_at(world, 4),
    )
    valves = _open(
        world,
        quality,
        "bergquell",
        19,
        title="Burrs at the cross bores of VB-40",
        item="VB-40",
        kind="product",
        severity="major",
        site="Ulm",
        kpi="lot_acceptance",
        description="Two gearboxes stopped on the test bench: a burr from a cross bore had blocked the pilot valve. Four of 96 blocks in stores show the same.",
    )
    d1 = valves.steps.get(code="D1")
    actions.hand_in(d1, {"team": [{"name": "Anselm Bergner"}]}, by=anselm, now=_at(world, 18))
    actions.return_step(
        d1, reason="A team of one? Deburring and quality belong to it.", by=quality, now=_at(world, 18)
    )
    _work(world, valves, VALVES, anselm, quality, 19)
    actions.save_draft(
        valves.steps.get(code="D5"), _dated(VALVES_D5, world, 19), by=anselm, now=_at(world, 1)
    )
    furnace = _open(
        world,
        quality,
        "doubrava",
        470,
        title="Castings late after the furnace stop",
        kind="process",
        severity="major",
        kpi="on_time_lines",
        description="On time fell to six lines in ten since the furnace was stopped; assembly in Brno waits every week.",
    )
    _work(
        world, furnace, FURNACE, Actor.system(furnace.relationship.supplier, "Jana Doubravová"), quality, 470
    )
    actions.check_effect(furnace, now=_at(world, 290))
    porosity = _open(
        world,
        quality,
        "lirui",
        400,
        title="Gas porosity in pump covers",
        kind="product",
        severity="major",
        item="PC-118",
        kpi="lot_acceptance",
        defect="POR-02",
        description="Lots rejected at incoming inspection for porosity beyond class 2; three in six weeks.",
    )
    _solve(world, porosity, POROSITY, quality, 400, "Ten lots in a row were accepted.")
    actions.reopen_case(
        porosity,
        reason="Porosity is back: two lots of the last month were rejected for the same defect.",
        by=quality,
        now=_at(world, 1),
    )
    own = actions.open_case(
        _tie(kai, "ruiheng", BRUECKWALD),
        {"kind": "service", "severity": "minor", "title": "图纸版本更新未同步到供应商平台", "description": "GH-310-B 的 C 版图纸比生产晚到一周，我们按 B 版加工了 40 件，已自行隔离。建议一起改进图纸发放流程。", "item": "GH-310-B"},
        by=kai, now=_at(world, 3),
    )  # fmt: skip
    actions.hand_over(own, _user(quality), by=quality, now=_at(world, 2))
    actions.hand_in(
        own.steps.get(code="D0"),
        _dated({"response": "40 件 B 版零件已隔离并标识，未发货。", "taken_on": "{0}"}, world, 3),
        by=kai,
        now=_at(world, 2),
    )
    _projects(world, quality, kai, anselm)
    _elsewhere(world, valves, quality)
    report_forms.keep_form("Brückwald QF-8D-02", _own_form(), "QF-8D-02.xlsx", by=quality, now=_at(world, 30))
    for rule in (
        OpeningRule(event="grade", grades="D", kind="process", severity="major", owner=_user(quality)),
        OpeningRule(
            event="kpi",
            kpi="lot_acceptance",
            limit=Decimal("0.9"),
            kind="product",
            severity="major",
            owner=_user(quality),
        ),
        OpeningRule(event="finding", least="major", kind="process", severity="major", owner=_user(quality)),
    ):
        actions.save_rule(rule, by=quality, now=_at(world, 30))


def _projects(world: World, quality: Actor, kai: Actor, anselm: Actor) -> None:
    """One running with Ruiheng, one finished with Bergquell."""
    lighter = actions.propose_project(
        _tie(kai, "ruiheng", BRUECKWALD),
        {"title": "GH-220-A 毛坯减重 Lighter blank of GH-220-A", "why": "法兰根部壁厚可由 9 mm 减为 7 mm；仿真与台架试验由双方共同完成。\nThe flange root can go from 9 to 7 mm; simulation and bench test are done together.", "unit": "kg", "baseline": Decimal("11.8"), "goal": Decimal("10.9"), "due_on": _day(world, -90), "saving": Decimal(64000), "currency": "EUR", "supplier_share": Decimal(40)},
        by=kai, now=_at(world, 60),
    )  # fmt: skip
    actions.agree_to_project(lighter, by=quality, now=_at(world, 55))
    steps = _plan(lighter, kai, _at(world, 54), (
        ("plan", "Simulation of the flange root 法兰根部仿真", "customer", "Markus Ebner", _day(world, 30)),
        ("do", "Pattern changed, 50 castings 改模并试制 50 件", "supplier", "郑凯 Kai Zheng", _day(world, 5)),
        ("check", "Bench test, 300 hours 台架试验 300 小时", "customer", "", _day(world, -30)),
        ("act", "Drawing released 图纸发布", "customer", "", _day(world, -70)),
    ))  # fmt: skip
    actions.finish_project_step(
        steps[0],
        done_on=_day(world, 28),
        result="Stress 14 % below the limit",
        by=quality,
        now=_at(world, 28),
    )
    packing = actions.propose_project(
        Relationship.objects.visible_to(quality).get(supplier__slug="bergquell"),
        {"title": "Returnable racks instead of cartons", "why": "Cartons cost 21 € a delivery and are thrown away in Ulm.", "unit": "€ a delivery", "baseline": Decimal(21), "goal": Decimal(8), "due_on": _day(world, 40), "saving": Decimal(26000), "supplier_share": Decimal(50)},
        by=quality, now=_at(world, 260),
    )  # fmt: skip
    actions.agree_to_project(packing, by=anselm, now=_at(world, 250))
    for step in _plan(
        packing,
        anselm,
        _at(world, 249),
        (
            ("plan", "Rack for 12 blocks drawn", "supplier", "Ute Maier", _day(world, 220)),
            ("do", "40 racks in the loop", "supplier", "Ute Maier", _day(world, 160)),
            ("check", "Damage and turnover counted for three months", "customer", "", _day(world, 60)),
        ),
    ):
        actions.finish_project_step(step, done_on=_day(world, 62), result="", by=anselm, now=_at(world, 60))
    actions.finish_project(
        packing,
        remark="Nine racks were lost in three months; the rest pays for itself.",
        reached=Decimal("9.50"),
        saved=Decimal(23500),
        by=quality,
        now=_at(world, 45),
    )


def _elsewhere(world: World, valves: Case, quality: Actor) -> None:
    """Where else a programme may not have followed its tool: one supplier is asked, one place is dismissed."""
    proposals = elsewhere.look_elsewhere(valves, by=quality, now=_at(world, 3))
    others = [each for each in proposals if each.where == "supplier"]
    if others:
        elsewhere.take_up(
            others[0], title="Are your deburring programmes released with the tool?",
            description="Please show how a new drill or cutter reaches the programmes that deburr after it.", by=quality, now=_at(world, 2),
        )  # fmt: skip
    sites = [each for each in proposals if each.where == "site"]
    if sites:
        elsewhere.dismiss(
            sites[0],
            reason="This site gets the same blocks; solved with this case.",
            by=quality,
            now=_at(world, 2),
        )


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


def _plan(
    project: Project, by: Actor, now: datetime, rows: tuple[tuple[str, str, str, str, date], ...]
) -> list[ProjectStep]:
    return [
        actions.plan_step(
            project, ProjectStep(phase=phase, text=text, side=side, owner=owner, due_on=due), by=by, now=now
        )
        for phase, text, side, owner, due in rows
    ]


def _day(world: World, days_ago: int) -> date:
    return world.ends_on - timedelta(days=days_ago)


def _lanting(world: World) -> None:
    quality = holder(world, _customer(world, LANTING), "purchasing_manager")
    kai = member(RUIHENG_QUALITY, "ruiheng")
    scratches = _open(
        world,
        quality,
        "ruiheng",
        50,
        title="密封面划伤",
        kind="product",
        severity="major",
        item="BT-77",
        kpi="lot_acceptance",
        defect="SUR-04",
        description="来料检验发现密封面划伤，近两个月有三批被拒收。",
    )
    _work(world, scratches, SCRATCHES, kai, quality, 50)
    actions.check_effect(scratches, now=_at(world, 0))
    asked = actions.propose_project(
        scratches.relationship,
        {"title": "包装改为可循环周转箱", "why": "纸箱每年耗费约 18 万元，并且是划伤的来源之一。", "goal_text": "全部 BT 系列改用周转箱", "due_on": _day(world, -120), "saving": Decimal(180000), "supplier_share": Decimal(50)},
        by=quality, now=_at(world, 2),
    )  # fmt: skip
    _plan(
        asked,
        quality,
        _at(world, 2),
        (
            ("plan", "确定箱体尺寸与数量", "customer", "", _day(world, -14)),
            ("do", "试用两个批次", "supplier", "郑凯", _day(world, -45)),
        ),
    )
    for days, whom in ((0, "supplier"), (0, "owner"), (2, "supplier_admin"), (2, "admin")):
        actions.save_rung(Rung(after_days=days, whom=whom), by=quality)


def _cedar_ridge(world: World) -> None:
    manager = holder(world, _customer(world, CEDAR_RIDGE), "purchasing_manager")
    loretta = member(PALMETTO_SALES, "palmetto")
    invoices = _open(
        world,
        manager,
        "palmetto",
        14,
        title="Invoices do not match the order price",
        kind="service",
        severity="minor",
        kpi="invoice_accuracy",
        description="One invoice in five carries last year’s price. Accounts payable holds them until they are corrected.",
    )
    _work(world, invoices, {code: INVOICES[code] for code in ("D0", "D1", "D2", "D3")}, loretta, manager, 14)
    actions.hand_in(
        invoices.steps.get(code="D4"), _dated(INVOICES["D4"], world, 14), by=loretta, now=_at(world, 2)
    )


def _open(world: World, by: Actor, slug: str, days_ago: int, **values: str) -> Case:
    relationship = Relationship.objects.visible_to(by).get(supplier__slug=slug)
    return actions.open_case(relationship, values, by=by, now=_at(world, days_ago))


def _work(world: World, case: Case, report: Report, supplier: Actor, customer: Actor, days_ago: int) -> None:
    """Each step handed in and accepted, a little later each."""
    for place, (code, content) in enumerate(report.items()):
        step = case.steps.select_related("case").get(code=code)
        day = max(days_ago - 1 - place * 2, 1)
        if code in ("D7", "D8"):
            day = min(day, max(days_ago - 31, 1))
        if code == "D6":
            for action in case.actions.all():
                day = max(days_ago - 30, 1)
                actions.finish_action(
                    action, done_on=_at(world, day).date(), by=supplier, now=_at(world, day)
                )
        actions.hand_in(
            step, _dated(content, world, days_ago), by=supplier, now=_at(world, min(day, days_ago - 1))
        )
        actions.accept_step(step, by=customer, now=_at(world, min(day, days_ago - 1)))
    case.refresh_from_db()


def _solve(
    world: World,
    case: Case,
    report: Report,
    customer: Actor,
    days_ago: int,
    remark: str,
    by: Actor | None = None,
) -> None:
    supplier = by or Actor.system(case.relationship.supplier, case.relationship.supplier.name)
    _work(world, case, report, supplier, customer, days_ago)
    actions.close_case(case, remark=remark, by=customer, now=_at(world, days_ago - 32))


def _dated(content: Any, world: World, days_ago: int) -> Any:
    """Texts such as `{12}` are the day twelve days after the opening."""
    if isinstance(content, Mapping):
        return {key: _dated(value, world, days_ago) for key, value in content.items()}
    if isinstance(content, list):
        return [_dated(value, world, days_ago) for value in content]
    if content.startswith("{") and content.endswith("}") and content[1:-1].isdecimal():
        return (_at(world, days_ago).date() + timedelta(days=int(content[1:-1]))).isoformat()
    return content


def _tie(by: Actor, supplier: str, customer: str) -> Relationship:
    return Relationship.objects.served_by(by).get(supplier__slug=supplier, customer__slug=customer)


def _user(by: Actor) -> User:
    return User.objects.get(pk=by.user_id or 0)


def _customer(world: World, slug: str) -> Any:
    return next(each for each in world.customers if each.slug == slug)


def _at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
