# ruff: noqa: E501 - a table reads best one row a line
"""Improvement projects: one running, one finished, one proposed."""

from datetime import date, datetime
from decimal import Decimal

from tandem.accounts.actor import Actor
from tandem.demonstration.customers import BRUECKWALD, LANTING
from tandem.demonstration.staging.companies import holder, member
from tandem.demonstration.staging.improvement.working import (
    BERGQUELL_SALES,
    RUIHENG_QUALITY,
    at,
    customer,
    day,
    tie,
)
from tandem.demonstration.world import World
from tandem.improvement import actions
from tandem.improvement.models import Project, ProjectStep
from tandem.relationships.models import Relationship


def at_brueckwald(world: World) -> None:
    """One running with Ruiheng, one finished with Bergquell."""
    quality = holder(world, customer(world, BRUECKWALD), "quality_engineer")
    _lighter(world, quality, member(RUIHENG_QUALITY, "ruiheng"))
    _packing(world, quality, member(BERGQUELL_SALES, "bergquell"))


def _lighter(world: World, quality: Actor, kai: Actor) -> None:
    lighter = actions.propose_project(
        tie(kai, "ruiheng", BRUECKWALD),
        {"title": "GH-220-A 毛坯减重 Lighter blank of GH-220-A", "why": "法兰根部壁厚可由 9 mm 减为 7 mm；仿真与台架试验由双方共同完成。\nThe flange root can go from 9 to 7 mm; simulation and bench test are done together.", "unit": "kg", "baseline": Decimal("11.8"), "goal": Decimal("10.9"), "due_on": day(world, -90), "saving": Decimal(64000), "currency": "EUR", "supplier_share": Decimal(40)},
        by=kai, now=at(world, 60),
    )  # fmt: skip
    actions.agree_to_project(lighter, by=quality, now=at(world, 55))
    steps = _plan(lighter, kai, at(world, 54), (
        ("plan", "Simulation of the flange root 法兰根部仿真", "customer", "Markus Ebner", day(world, 30)),
        ("do", "Pattern changed, 50 castings 改模并试制 50 件", "supplier", "郑凯 Kai Zheng", day(world, 5)),
        ("check", "Bench test, 300 hours 台架试验 300 小时", "customer", "", day(world, -30)),
        ("act", "Drawing released 图纸发布", "customer", "", day(world, -70)),
    ))  # fmt: skip
    actions.finish_project_step(
        steps[0],
        done_on=day(world, 28),
        result="Stress 14 % below the limit",
        by=quality,
        now=at(world, 28),
    )


def _packing(world: World, quality: Actor, anselm: Actor) -> None:
    packing = actions.propose_project(
        Relationship.objects.visible_to(quality).get(supplier__slug="bergquell"),
        {"title": "Returnable racks instead of cartons", "why": "Cartons cost 21 € a delivery and are thrown away in Ulm.", "unit": "€ a delivery", "baseline": Decimal(21), "goal": Decimal(8), "due_on": day(world, 40), "saving": Decimal(26000), "supplier_share": Decimal(50)},
        by=quality, now=at(world, 260),
    )  # fmt: skip
    actions.agree_to_project(packing, by=anselm, now=at(world, 250))
    for step in _plan(
        packing,
        anselm,
        at(world, 249),
        (
            ("plan", "Rack for 12 blocks drawn", "supplier", "Ute Maier", day(world, 220)),
            ("do", "40 racks in the loop", "supplier", "Ute Maier", day(world, 160)),
            ("check", "Damage and turnover counted for three months", "customer", "", day(world, 60)),
        ),
    ):
        actions.finish_project_step(step, done_on=day(world, 62), result="", by=anselm, now=at(world, 60))
    actions.finish_project(
        packing,
        remark="Nine racks were lost in three months; the rest pays for itself.",
        reached=Decimal("9.50"),
        saved=Decimal(23500),
        by=quality,
        now=at(world, 45),
    )


def at_lanting(world: World) -> None:
    """One that waits for the supplier's word."""
    quality = holder(world, customer(world, LANTING), "purchasing_manager")
    asked = actions.propose_project(
        Relationship.objects.visible_to(quality).get(supplier__slug="ruiheng"),
        {"title": "包装改为可循环周转箱", "why": "纸箱每年耗费约 18 万元，并且是划伤的来源之一。", "goal_text": "全部 BT 系列改用周转箱", "due_on": day(world, -120), "saving": Decimal(180000), "supplier_share": Decimal(50)},
        by=quality, now=at(world, 2),
    )  # fmt: skip
    _plan(
        asked,
        quality,
        at(world, 2),
        (
            ("plan", "确定箱体尺寸与数量", "customer", "", day(world, -14)),
            ("do", "试用两个批次", "supplier", "郑凯", day(world, -45)),
        ),
    )


def _plan(
    project: Project, by: Actor, now: datetime, rows: tuple[tuple[str, str, str, str, date], ...]
) -> list[ProjectStep]:
    return [
        actions.plan_step(
            project, ProjectStep(phase=phase, text=text, side=side, owner=owner, due_on=due), by=by, now=now
        )
        for phase, text, side, owner, due in rows
    ]
