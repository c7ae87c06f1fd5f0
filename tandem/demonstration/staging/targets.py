"""Brückwald's targets: one for a single supplier, agreed half-way; one for a category, which each supplier answers for
itself; one of a project, and one for a segment that nobody has answered yet."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import Role
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import member
from tandem.demonstration.staging.scorecards import quarters
from tandem.demonstration.world import World
from tandem.relationships.models import Category, Relationship, Segment
from tandem.scorecards import actions
from tandem.scorecards.models import Target, TargetAgreement

MARKUS = "markus.ebner@brueckwald.example"
QUALITY: dict[str, Any] = {
    "source": "Quality agreement 2026",
    "clause": "§4.2",
    "clause_text": "At least 97 per cent of order lines arrive within the agreed dates.",
    "document": "QSV-2026-014",
}
PPM: dict[str, Any] = {"source": "Delivery standard BN 400", "clause": "7.1"}
Scope = Target.Scope
ANSWERED_AFTER = timedelta(days=4)


def agree_on_targets(world: World) -> None:
    """Before the runs that measure by them; what stands already is left as it is."""
    if Target.objects.filter(customer__slug=BRUECKWALD).exists():
        return
    with transaction.atomic():
        _brueckwald(world)


def _brueckwald(world: World) -> None:
    markus, now = member(MARKUS, BRUECKWALD), moment(world, 2.2)
    starts = _first_day(world, back=2)
    ruiheng = _supplier("ruiheng")
    one = actions.Asked(
        "on_time_lines", Decimal("0.97"), Scope.RELATIONSHIP, starts, suppliers=[ruiheng], **QUALITY
    )
    agreement = actions.propose_target(one, by=markus, now=now).agreements.get()
    _counter(agreement, "0.93", "贵司预测周期太短，93% 以上我们无法承诺。", now=now + ANSWERED_AFTER)
    actions.propose_again(
        agreement,
        Decimal("0.95"),
        reason="We send you the forecast two weeks earlier from April on.",
        by=markus,
        now=now + 2 * ANSWERED_AFTER,
    )
    _accept(agreement, now=now + 3 * ANSWERED_AFTER)

    fasteners = Category.objects.visible_to(markus).get(code="fasteners")
    many = actions.Asked("defect_ppm", Decimal(300), Scope.CATEGORY, starts, category=fasteners, **PPM)
    asked = actions.propose_target(many, by=markus, now=now)
    boli, lenninger = (asked.agreements.get(relationship__slug=slug) for slug in ("boli", "lenninger"))
    _accept(boli, now=now + ANSWERED_AFTER)
    reason = "Coating of M4 is not under control before the new line runs in January."
    _counter(lenninger, "500", reason, now=moment(world, 2.97))

    project = actions.Asked(
        "lot_acceptance",
        Decimal("0.985"),
        Scope.PROJECT,
        starts,
        ends=date(starts.year + 1, 12, 31),
        project="Pump series P7",
        suppliers=[_supplier("bergquell"), ruiheng],
        source="Project handbook P7",
    )
    for each in actions.propose_target(project, by=markus, now=now).agreements.filter(relationship=ruiheng):
        _accept(each, now=now + ANSWERED_AFTER)
    next_year = date(world.ends_on.year + 1, 1, 1)
    open_one = actions.Asked(
        "invoice_accuracy",
        Decimal("0.99"),
        Scope.SEGMENT,
        next_year,
        segment=Segment.LEVERAGE,
        source="Purchasing conditions 2027",
        clause="11",
    )
    actions.propose_target(open_one, by=markus, now=moment(world, 2.98))


def _first_day(world: World, *, back: int) -> date:
    """The first day of the whole quarter so many before the end."""
    _name, after = quarters(world.ends_on)[-back - 1]
    return after


def _supplier(slug: str) -> Relationship:
    rows = Relationship.objects.select_related("supplier", "customer")
    return rows.get(customer__slug=BRUECKWALD, slug=slug)


def _accept(agreement: TargetAgreement, *, now: datetime) -> None:
    actions.accept_target(agreement, agreement.version, by=_seller(agreement), now=now)


def _counter(agreement: TargetAgreement, value: str, reason: str, *, now: datetime) -> None:
    actions.counter_target(
        agreement, Decimal(value), version=agreement.version, reason=reason, by=_seller(agreement), now=now
    )


def _seller(agreement: TargetAgreement) -> Actor:
    supplier = agreement.relationship.supplier
    sellers = Membership.objects.filter(organization=supplier, roles__contains=[Role.SALES])
    found = sellers.select_related("user", "organization").order_by("pk").first()
    return Actor.member(found) if found else Actor.system(supplier, supplier.name)
