"""Suppliers on their way to being approved: half way, waiting for a decision, and decided with conditions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Site
from tandem.accounts.roles import Role
from tandem.demonstration.customers import BRUECKWALD, LANTING
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.onboarding import shipped
from tandem.onboarding.actions import qualification as actions
from tandem.onboarding.actions import qualification_decisions as decisions
from tandem.onboarding.actions import qualification_items as items
from tandem.onboarding.actions import requirements
from tandem.onboarding.actions.documents import About
from tandem.onboarding.actions.qualification_items import Upload
from tandem.onboarding.actions.requirements import Head
from tandem.onboarding.models import (
    ItemKind,
    Qualification,
    QualificationItem,
    RequirementSet,
    Risk,
    StageKind,
)
from tandem.onboarding.requirement_data import Item, Stage
from tandem.relationships.models import Category, Relationship

POROSITY = Item(
    ItemKind.CHECK,
    "X-ray report of the first castings",
    "首批铸件 X 射线报告",
    "Porosity by ASTM E505, level 2 or better.",
    "气孔按 ASTM E505，2 级或更好。",
    by_supplier=True,
)
BORE = {"quantity": "5", "characteristic": "Bore diameter", "lower": "24.97", "upper": "25.03", "unit": "mm"}


def qualify_suppliers(world: World) -> None:
    """A customer that has begun already is left alone."""
    for customer in world.customers:
        staged = _STAGED.get(customer.slug)
        manager = holder(world, customer, "purchasing_manager")
        if staged is None or RequirementSet.objects.visible_to(manager).exists():
            continue
        with transaction.atomic():
            requirements.take_over_shipped(by=manager, now=at(world, 300))
            staged(world, customer, manager)


def _brueckwald(world: World, customer: Any, manager: Actor) -> None:
    _requirements_of_castings(world, manager)
    chief, quality = holder(world, customer, "administrator"), holder(world, customer, "quality_engineer")
    machined, castings = category_of(manager, "machined"), category_of(manager, "castings")
    hydraulics = category_of(manager, "hydraulics")

    ruiheng = supplier_of(manager, "ruiheng")
    decided = begin(
        world,
        ruiheng,
        castings,
        ("SZH",),
        Risk.MEDIUM,
        "Machined castings from their new cell.",
        quality,
        150,
    )
    _pass_medium(world, decided, quality, manager, 140)
    proposal = decisions.propose(
        decided,
        "conditional",
        reason="All stages passed. The new cell has one measuring machine only, so two points stay to be mended.",
        conditions=[
            ("Second coordinate measuring machine in use", world.ends_on - timedelta(days=6)),
            ("Reaction plan for tool breakage, trained on all shifts", world.ends_on + timedelta(days=40)),
        ],
        starts_on=at(world, 80).date(),
        ends_on=at(world, 80).date() + timedelta(days=730),
        by=quality,
        now=at(world, 82),
    )
    decisions.agree(proposal, by=manager, now=at(world, 80))

    bergquell = supplier_of(manager, "bergquell")
    waiting = begin(
        world,
        bergquell,
        machined,
        ("ULM", "BRN"),
        Risk.MEDIUM,
        "A new process at a known supplier.",
        quality,
        70,
    )
    _pass_medium(world, waiting, quality, manager, 60)
    decisions.propose(
        waiting,
        "approved",
        reason="Samples within half of the tolerance, audit of last year still good, price 4 % under today’s.",
        starts_on=world.ends_on,
        ends_on=world.ends_on + timedelta(days=730),
        by=quality,
        now=at(world, 3),
    )

    lirui = supplier_of(manager, "lirui")
    running = begin(
        world,
        lirui,
        castings,
        ("ULM",),
        Risk.HIGH,
        "Housings of the new gearbox: no second source yet.",
        quality,
        52,
    )
    for title in ("Business licence", "ISO 9001 certificate", "Signed code of conduct"):
        accepted_document(world, running, title, quality, 46)
    accepted_document(world, running, "Proof of product liability insurance", quality, 44)
    for title, found in (
        ("Debarment and sanctions lists", "Screened by hand against the lists of the day: nothing found."),
        ("Two references called", "Both speak well of the castings; one had waited five weeks for a tool."),
    ):
        asked = item_of(running, title)
        if asked.kind == ItemKind.SCREENING:
            items.waive(asked, reason=found, by=chief, now=at(world, 43))
        else:
            items.record_result(asked, passed=True, text=found, by=quality, now=at(world, 43))
    _answer(world, running, "Supplier self-assessment", "自评表见附件；第 4 章的改进计划正在执行。", 30)
    items.record_result(
        item_of(running, "Supplier self-assessment"),
        passed=True,
        text="Honest answers. Look at melt control during the audit.",
        figures={"score": "78"},
        by=quality,
        now=at(world, 27),
    )
    items.record_result(
        item_of(running, "Process audit on site"),
        passed=False,
        text="P6.3 and P6.4: no verification of pyrometers, sand tests not recorded on night shift.",
        figures={"score": "76"},
        reason="Pyrometers are not verified, and sand tests of the night shift are missing.",
        upload=Upload(
            "audit-report.pdf", certificate_page("AUDIT REPORT", "Kunshan Lirui Foundry", "A-26-117")
        ),
        by=quality,
        now=at(world, 9),
    )

    begun = begin(
        world,
        bergquell,
        hydraulics,
        ("SZH",),
        Risk.LOW,
        "The same unit that Ulm has bought for years.",
        manager,
        6,
    )
    _hand_in(world, begun, "Business licence", 2)


def _lanting(world: World, customer: Any, manager: Actor) -> None:
    quality = holder(world, customer, "quality_engineer")
    machined = category_of(manager, "machined")
    ruiheng = supplier_of(manager, "ruiheng")
    running = begin(
        world, ruiheng, machined, ("PEN",), Risk.MEDIUM, "观察期内，扩大到槟城工厂需重新准入。", quality, 40
    )
    for title in ("Business licence", "ISO 9001 certificate", "Signed code of conduct"):
        accepted_document(world, running, title, quality, 33)
    items.waive(
        item_of(running, "Debarment and sanctions lists"),
        reason="同一法人，苏州工厂上月已完成筛查。",
        by=manager,
        now=at(world, 31),
    )
    _answer(world, running, "Supplier self-assessment", "已填写，见附件。", 22)
    items.return_item(
        item_of(running, "Supplier self-assessment"),
        reason="缺少第 3 章“产能”，请补充槟城项目所需设备清单。",
        by=quality,
        now=at(world, 20),
    )


_STAGED = {BRUECKWALD: _brueckwald, LANTING: _lanting}


def _requirements_of_castings(world: World, manager: Actor) -> None:
    """The high-risk set with an X-ray report, for castings alone; and a draft of what comes next."""
    stages = [_with_x_ray(stage) for stage in shipped.SETS[-1][3]]
    head = Head(
        "Castings, high risk", "铸件，高风险", category=category_of(manager, "castings"), risk=Risk.HIGH
    )
    made = requirements.save_requirements(None, head, stages, by=manager)
    requirements.put_in_force(made, by=manager, now=at(world, 290))
    requirements.new_version(made, by=manager)


def _with_x_ray(stage: Stage) -> Stage:
    if stage.kind != StageKind.SAMPLE:
        return stage
    first, measured = stage.items
    return replace(stage, items=(first, POROSITY, replace(measured, spec=BORE)))


def _pass_medium(world: World, found: Qualification, quality: Actor, manager: Actor, days_ago: int) -> None:
    """Document review, survey and sample approval, one after the other."""
    for title in ("Business licence", "ISO 9001 certificate", "Signed code of conduct"):
        accepted_document(world, found, title, quality, days_ago)
    items.waive(
        item_of(found, "Debarment and sanctions lists"),
        reason="Screened with the whole supplier base in the spring.",
        by=manager,
        now=at(world, days_ago - 2),
    )
    _answer(world, found, "Supplier self-assessment", "See the file.", days_ago - 15)
    items.record_result(
        item_of(found, "Supplier self-assessment"),
        passed=True,
        text="Complete and plausible.",
        figures={"score": "86"},
        by=quality,
        now=at(world, days_ago - 18),
    )
    _answer(world, found, "First sample report", "All dimensions within tolerance.", days_ago - 35)
    items.accept_item(item_of(found, "First sample report"), by=quality, now=at(world, days_ago - 38))
    items.record_result(
        item_of(found, "Samples measured by us"),
        passed=True,
        text="Measured at 20 °C on the Zeiss.",
        figures={"values": ["24.99", "25.00", "25.01", "25.00", "24.98"]},
        by=quality,
        now=at(world, days_ago - 41),
    )


def begin(
    world: World,
    relationship: Relationship,
    category: Category,
    sites: Sequence[str],
    risk: str,
    reason: str,
    by: Actor,
    days_ago: int,
) -> Qualification:
    places = list(Site.objects.filter(organization=by.organization_id, code__in=sites))
    return actions.start(
        relationship,
        category=category,
        sites=places,
        risk=risk,
        risk_reason=reason,
        by=by,
        now=at(world, days_ago),
    )


def accepted_document(world: World, found: Qualification, title: str, by: Actor, days_ago: int) -> None:
    _hand_in(world, found, title, days_ago + 1)
    items.accept_item(item_of(found, title), by=by, now=at(world, days_ago))


def _hand_in(world: World, found: Qualification, title: str, days_ago: int) -> None:
    asked, supplier = item_of(found, title), found.relationship.supplier
    kind = asked.spec["document_kind"]
    number = f"{kind[:3].upper()}-{found.pk:03d}-{asked.pk:04d}"
    issued = at(world, days_ago + 200).date()
    about = About(
        kind=kind,
        number=number,
        issuer=_ISSUERS.get(kind, supplier.name),
        valid_from=issued,
        valid_until=issued + timedelta(days=1095) if kind in ("iso_9001", "insurance") else None,
        language="zh" if supplier.country == "CN" else "en",
    )
    page = certificate_page(asked.title, supplier.name, number)
    items.hand_in_document(
        asked, about, Upload(f"{kind}.pdf", page), by=_seller(found), now=at(world, days_ago)
    )


_ISSUERS = {"iso_9001": "TÜV SÜD", "insurance": "Allianz", "licence": "Registry of companies"}


def _answer(world: World, found: Qualification, title: str, text: str, days_ago: int) -> None:
    page = certificate_page(title, found.relationship.supplier.name, str(found.pk))
    items.hand_in(
        item_of(found, title),
        text=text,
        upload=Upload(f"{title}.pdf", page),
        by=_seller(found),
        now=at(world, days_ago),
    )


def item_of(found: Qualification, title: str) -> QualificationItem:
    rows = QualificationItem.objects.select_related(
        "stage__qualification__relationship__customer", "stage__qualification__relationship__supplier"
    )
    return rows.get(stage__qualification=found, title=title)


def _seller(found: Qualification) -> Actor:
    """The supplier's own person in sales, or somebody there whom nobody knows by name."""
    supplier = found.relationship.supplier
    sellers = Membership.objects.filter(organization=supplier, roles__contains=[Role.SALES])
    member = sellers.select_related("user", "organization").order_by("pk").first()
    return Actor.member(member) if member else Actor.system(supplier, supplier.name)


def supplier_of(by: Actor, slug: str) -> Relationship:
    rows = Relationship.objects.visible_to(by).select_related("customer", "supplier")
    return rows.get(slug=slug)


def category_of(by: Actor, code: str) -> Category:
    return Category.objects.visible_to(by).get(code=code)


def at(world: World, days_ago: int) -> datetime:
    day: date = world.ends_on - timedelta(days=days_ago)
    return datetime.combine(day, time(9), UTC)
