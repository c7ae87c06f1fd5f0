"""Selections: one decided with a split volume, one with a judgement that contradicts itself; one of Lanting's."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Site
from tandem.demonstration.customers import BRUECKWALD, LANTING
from tandem.demonstration.staging.companies import member
from tandem.demonstration.world import World
from tandem.relationships.models import Category, Relationship
from tandem.sourcing import actions
from tandem.sourcing.models import Candidate, Criterion, Selection

KATRIN, JONAS, WEI, PETRA = (
    f"{name}@brueckwald.example" for name in ("katrin.hauff", "jonas.reuter", "wei.lin", "petra.dvorakova")
)
# Who countersigns, and for which function.
SIGNERS = (
    ("quality", "markus.ebner@brueckwald.example"),
    ("logistics", "birgit.amsel@brueckwald.example"),
    ("finance", "rolf.kern@brueckwald.example"),
)
# Name, source, KPI, unit, direction, knock-out limit.
CRITERIA = (
    ("Total cost", "total_cost", "", "money", "lower", None),
    ("Scorecard", "score", "", "points", "higher", Decimal(40)),
    ("On time", "kpi", "on_time_lines", "share", "higher", None),
    ("References", "references", "", "points", "higher", None),
)


def choose_suppliers(world: World) -> None:
    """What stands already is left as it is."""
    for slug, stage in ((BRUECKWALD, _brueckwald), (LANTING, _lanting)):
        if not Selection.objects.filter(customer__slug=slug).exists():
            with transaction.atomic():
                stage(world)


def _brueckwald(world: World) -> None:
    jonas = member(JONAS, BRUECKWALD)
    wheels = _begun(
        world, member(WEI, BRUECKWALD), "Ring gears for the K series", "machined", 40000, days_ago=40,
        offers={"ruiheng": "21.40", "zehntbauer": "24.90", "kovotrisk": "20.10"},
        references={"ruiheng": 84, "zehntbauer": 92, "kovotrisk": None},
    )  # fmt: skip
    judged = {WEI: (3, 4, 5, 2, 3, 2), JONAS: (2, 3, 5, 2, 4, 2)}
    _judge(wheels, judged, BRUECKWALD, _at(world, 30))
    _decide(world, wheels, jonas)
    castings = _begun(
        world, member(PETRA, BRUECKWALD), "Gearbox housings, second source", "castings", 12000, days_ago=12,
        offers={"lirui": "88.00", "doubrava": "96.50", "moravolit": "101.00"},
        references={"lirui": 60, "doubrava": 78, "moravolit": None},
    )  # fmt: skip
    # Cost over scorecard, scorecard over delivery, and yet delivery far over cost.
    _judge(castings, {PETRA: (3, -5, 2, 4, 2, 2)}, BRUECKWALD, _at(world, 5))
    _invite(castings, JONAS, BRUECKWALD, member(PETRA, BRUECKWALD), _at(world, 5))


def _lanting(world: World) -> None:
    buyer = member("jiayi.lu@lanting.example", LANTING)
    selection = _begun(
        world, buyer, "输液泵外壳", "mouldings", 90000, days_ago=9,
        offers={"wolan": "6.35", "hongshuo": "5.60", "tanjung": "6.10"},
        references={"wolan": 88, "hongshuo": 55, "tanjung": None},
        currency="CNY",
    )  # fmt: skip
    _judge(selection, {"jiayi.lu@lanting.example": (2, 3, 4, 2, 3, 2)}, LANTING, _at(world, 4))


def _decide(world: World, selection: Selection, decider: Actor) -> None:
    """Proposed by who prepared it, countersigned by all three, decided by the manager."""
    wei, now = member(WEI, BRUECKWALD), _at(world, 22)
    candidates = {
        each.relationship.slug: each for each in selection.candidates.select_related("relationship")
    }
    actions.propose(
        selection,
        {candidates["ruiheng"]: Decimal(60), candidates["zehntbauer"]: Decimal(40)},
        reasons="Ruiheng delivers best and costs little more than the cheapest; Zehntbauer is close to Ulm.",
        why_not_others="Kovotrisk is the cheapest by price, and its scorecard shows what that costs in scrap.",
        by=wei,
        now=now,
    )
    for function, email in SIGNERS:
        by = member(email, BRUECKWALD)
        actions.countersign(selection, function, agrees=True, remark="", by=by, now=now + timedelta(days=2))
    actions.write_minutes(
        selection,
        held_on=(now - timedelta(days=1)).date(),
        present="Wei Lin, Jonas Reuter",
        text="Two sources wanted, one of them in Europe. Kovotrisk may come back after four good months.",
        by=wei,
        now=now,
    )
    actions.decide(
        selection, remark="Agreed, to be looked at again in a year.", by=decider, now=now + timedelta(days=4)
    )


def _begun(
    world: World,
    by: Actor,
    title: str,
    category: str,
    volume: int,
    *,
    days_ago: int,
    offers: dict[str, str],
    references: dict[str, int | None],
    currency: str = "EUR",
) -> Selection:
    """Prepared until its evidence is closed."""
    now = _at(world, days_ago)
    need: dict[str, Any] = {
        "title": title,
        "category": Category.objects.visible_to(by).get(code=category),
        "site": Site.objects.filter(organization=by.organization_id).order_by("pk").first(),
        "volume": Decimal(volume),
        "begins_on": date(world.ends_on.year + 1, 1, 1),
        "ends_on": date(world.ends_on.year + 3, 1, 1),
        "decide_by": world.ends_on + timedelta(days=20),
        "currency": currency,
        "defect_cost": Decimal(60),
        "lateness_cost": Decimal(3),
        "most_share": Decimal(70),
    }
    selection = actions.start_selection(need, by=by, now=now)
    suppliers = list(Relationship.objects.visible_to(by).filter(slug__in=offers).select_related("supplier"))
    actions.add_candidates(selection, suppliers, by=by, now=now)
    actions.collect_evidence(selection, by=by)
    criteria = {
        name: actions.save_criterion(
            Criterion(
                selection=selection,
                name=name,
                source=source,
                code=code,
                unit=unit,
                direction=direction,
                limit=limit,
            ),
            by=by,
        )
        for name, source, code, unit, direction, limit in CRITERIA
    }
    for candidate in selection.candidates.select_related("relationship__supplier", "selection"):
        _know(candidate, criteria["References"], offers, references, currency, by, now)
    actions.draw_values(selection, by=by, now=now)
    return selection


def _know(
    candidate: Candidate,
    asked: Criterion,
    offers: dict[str, str],
    references: dict[str, int | None],
    currency: str,
    by: Actor,
    now: datetime,
) -> None:
    slug = candidate.relationship.slug
    offer = {
        "price": Decimal(offers[slug]),
        "currency": currency,
        "freight": Decimal("0.85"),
        "incoterm": "DAP",
        "payment_days": 60,
        "offered_on": now.date() - timedelta(days=3),
        "valid_until": now.date() + timedelta(days=120),
    }
    actions.enter_offer(candidate, offer, by=by, now=now)
    points = references[slug]
    known = (
        actions.Known(missing="Nobody has answered yet.")
        if points is None
        else actions.Known(Decimal(points), Decimal(points), note="Three customers were called.")
    )
    actions.enter_value(candidate, asked, known, by=by, now=now)


def _judge(selection: Selection, judged: Mapping[str, tuple[int, ...]], customer: str, now: datetime) -> None:
    preparer = Membership.objects.select_related("user", "organization").get(
        user=selection.made_by_id, organization=selection.customer_id
    )
    by = Actor.member(preparer)
    judges = [(_invite(selection, email, customer, by, now), email) for email in judged]
    actions.begin_judging(selection, by=by, now=now)
    criteria = list(selection.criteria.all())
    pairs = [(one, other) for place, one in enumerate(criteria) for other in criteria[place + 1 :]]
    for judge, email in judges:
        judge.selection = selection
        for (first, second), scale in zip(pairs, judged[email], strict=True):
            actions.judge_pair(judge, first, second, scale, by=member(email, customer))
        actions.hand_in(judge, by=member(email, customer), now=now)


def _invite(selection: Selection, email: str, customer: str, by: Actor, now: datetime) -> Any:
    membership = Membership.objects.select_related("user").get(user__email=email, organization__slug=customer)
    return actions.invite_judge(selection, membership, by=by, now=now)


def _at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
