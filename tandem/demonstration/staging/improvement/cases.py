# ruff: noqa: E501 - a table reads best one row a line
"""Cases at every stage, watched and judged by the facts."""

from tandem.accounts.actor import Actor
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.staging.companies import holder, member
from tandem.demonstration.staging.improvement.reports import (
    BORE,
    FURNACE,
    INVOICES,
    POROSITY,
    SCRATCHES,
    VALVES,
    VALVES_D5,
)
from tandem.demonstration.staging.improvement.working import (
    BERGQUELL_SALES,
    PALMETTO_SALES,
    RUIHENG_QUALITY,
    at,
    customer,
    dated,
    open_case,
    solve,
    tie,
    user,
    work,
)
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.improvement import actions
from tandem.improvement.actions import elsewhere
from tandem.improvement.models import Case


def at_brueckwald(world: World) -> None:
    quality = holder(world, customer(world, BRUECKWALD), "quality_engineer")
    kai, anselm = member(RUIHENG_QUALITY, "ruiheng"), member(BERGQUELL_SALES, "bergquell")
    _bore(world, quality, kai)
    _valves(world, quality, anselm)
    _furnace(world, quality)
    _porosity(world, quality)
    _drawings(world, quality, kai)


def _bore(world: World, quality: Actor, kai: Actor) -> None:
    """At its containment, with a day to go."""
    bore = open_case(
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
    work(world, bore, BORE, kai, quality, 9)
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
        now=at(world, 4),
    )
    actions.attach(
        d3,
        certificate_page("SORTING REPORT", "GH-220-A", "2611-B"),
        name="sorting-2611-B.pdf",
        by=kai,
        now=at(world, 4),
    )


def _valves(world: World, quality: Actor, anselm: Actor) -> None:
    """Sent back once, understood, and looked for elsewhere."""
    valves = open_case(
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
    actions.hand_in(d1, {"team": [{"name": "Anselm Bergner"}]}, by=anselm, now=at(world, 18))
    actions.return_step(
        d1, reason="A team of one? Deburring and quality belong to it.", by=quality, now=at(world, 18)
    )
    work(world, valves, VALVES, anselm, quality, 19)
    actions.save_draft(valves.steps.get(code="D5"), dated(VALVES_D5, world, 19), by=anselm, now=at(world, 1))
    _elsewhere(world, valves, quality)


def _furnace(world: World, quality: Actor) -> None:
    """Done, and judged by the deliveries since."""
    furnace = open_case(
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
    work(
        world, furnace, FURNACE, Actor.system(furnace.relationship.supplier, "Jana Doubravová"), quality, 470
    )
    actions.check_effect(furnace, now=at(world, 290))


def _porosity(world: World, quality: Actor) -> None:
    """Closed, and come back."""
    porosity = open_case(
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
    solve(world, porosity, POROSITY, quality, 400, "Ten lots in a row were accepted.")
    actions.reopen_case(
        porosity,
        reason="Porosity is back: two lots of the last month were rejected for the same defect.",
        by=quality,
        now=at(world, 1),
    )


def _drawings(world: World, quality: Actor, kai: Actor) -> None:
    """Opened by the supplier, who suffers from it."""
    own = actions.open_case(
        tie(kai, "ruiheng", BRUECKWALD),
        {"kind": "service", "severity": "minor", "title": "图纸版本更新未同步到供应商平台", "description": "GH-310-B 的 C 版图纸比生产晚到一周，我们按 B 版加工了 40 件，已自行隔离。建议一起改进图纸发放流程。", "item": "GH-310-B"},
        by=kai, now=at(world, 3),
    )  # fmt: skip
    actions.hand_over(own, user(quality), by=quality, now=at(world, 2))
    actions.hand_in(
        own.steps.get(code="D0"),
        dated({"response": "40 件 B 版零件已隔离并标识，未发货。", "taken_on": "{0}"}, world, 3),
        by=kai,
        now=at(world, 2),
    )


def at_lanting(world: World) -> None:
    quality = holder(world, customer(world, LANTING), "purchasing_manager")
    kai = member(RUIHENG_QUALITY, "ruiheng")
    scratches = open_case(
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
    work(world, scratches, SCRATCHES, kai, quality, 50)
    actions.check_effect(scratches, now=at(world, 0))


def at_cedar_ridge(world: World) -> None:
    manager = holder(world, customer(world, CEDAR_RIDGE), "purchasing_manager")
    loretta = member(PALMETTO_SALES, "palmetto")
    invoices = open_case(
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
    work(world, invoices, {code: INVOICES[code] for code in ("D0", "D1", "D2", "D3")}, loretta, manager, 14)
    actions.hand_in(
        invoices.steps.get(code="D4"), dated(INVOICES["D4"], world, 14), by=loretta, now=at(world, 2)
    )


def _elsewhere(world: World, valves: Case, quality: Actor) -> None:
    """Where else a programme may not have followed its tool: one supplier is asked, one place is dismissed."""
    proposals = elsewhere.look_elsewhere(valves, by=quality, now=at(world, 3))
    others = [each for each in proposals if each.where == "supplier"]
    if others:
        elsewhere.take_up(
            others[0], title="Are your deburring programmes released with the tool?",
            description="Please show how a new drill or cutter reaches the programmes that deburr after it.", by=quality, now=at(world, 2),
        )  # fmt: skip
    sites = [each for each in proposals if each.where == "site"]
    if sites:
        elsewhere.dismiss(
            sites[0],
            reason="This site gets the same blocks; solved with this case.",
            by=quality,
            now=at(world, 2),
        )
