"""Rewards and penalties of Brückwald: two policies in use and a draft, and cases at every point of their course."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.core.errors import Refused
from tandem.demonstration.customers import BRUECKWALD, LANTING
from tandem.demonstration.scorecard import TEMPLATE_NAMES
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import member
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.incentives import actions
from tandem.incentives.models import Consequence, Kind, Policy
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Run

KATRIN, JONAS, MARKUS = (
    f"{name}@brueckwald.example" for name in ("katrin.hauff", "jonas.reuter", "markus.ebner")
)
AGREEMENT = {
    "agreement": "Frame agreement on series supplies 2024",
    "clause": "12.3",
    "clause_text": "For each day of delay, half a per cent of the value of the delayed goods; of one delivery at most"
    " five per cent, in one quarter at most two per cent of its value.",
}
LATE: dict[str, Any] = {
    "name": "Deduction for late lines", "name_local": "逾期订单行违约金", "kind": "penalty", "when": "grade",
    "grades": ["C", "D"], "effect": "deduction", "base": "lines", "lines_of": "on_time_lines",
    "rate": Decimal("0.5"), "per": "day", "line_most": Decimal(5), "cap_rate": Decimal(2), **AGREEMENT,
}  # fmt: skip
RISEN: dict[str, Any] = {
    "name": "Most improved", "name_local": "进步之星", "kind": "reward", "when": "trend", "periods": 2,
    "change": Decimal(4), "effect": "commendation",
}  # fmt: skip
LOYAL: dict[str, Any] = {
    "name": "Rebate for two good quarters", "name_local": "连续两季优良返利", "kind": "reward", "when": "streak",
    "grades": ["A"], "periods": 2, "effect": "rebate", "base": "period", "lines_of": "on_time_lines",
    "rate": Decimal("0.25"), "cap_amount": Decimal(5000), "currency": "EUR",
    "agreement": "Frame agreement on series supplies 2024", "clause": "14.1",
}  # fmt: skip
ASIDE = 2  # cases that are left as they were proposed


def reward_and_punish(world: World) -> None:
    """What stands already is left as it is."""
    if not Policy.objects.filter(customer__slug=BRUECKWALD, name=LATE["name"]).exists():
        with transaction.atomic():
            _brueckwald(world)
    if not Policy.objects.filter(customer__slug=LANTING).exists():
        with transaction.atomic():
            _lanting(world)


def _brueckwald(world: World) -> None:
    markus, jonas, katrin = (member(each, BRUECKWALD) for each in (MARKUS, JONAS, KATRIN))
    written = moment(world, 2.0)
    for values in (LATE, RISEN):
        policy = actions.save_policy(
            {"scorecard": TEMPLATE_NAMES[BRUECKWALD].en, **values}, by=markus, now=written
        )
        actions.activate(policy, by=jonas, now=written + timedelta(days=2))
    actions.save_policy(LOYAL, by=markus, now=moment(world, 2.95))
    run = _last_published(BRUECKWALD)
    if run is None or run.published_at is None:
        return
    now = run.published_at + timedelta(hours=2)
    proposed = actions.apply_policies(run, by=jonas, now=now)
    _on_their_way([each for each in proposed if each.kind == Kind.PENALTY], jonas, katrin, now)
    for case in [each for each in proposed if each.kind == Kind.REWARD][:1]:
        actions.approve(case, by=jonas, now=now + timedelta(days=1))
        actions.announce(case, by=jonas, now=now + timedelta(days=1))
    _award(jonas, katrin, now)
    _claim(jonas, katrin, now)
    _settle(katrin, now + timedelta(days=12))


def _on_their_way(cases: list[Consequence], jonas: Actor, katrin: Actor, now: datetime) -> None:
    """The first few announced: accepted, appealed and still open; the others wait for their approval."""
    cases.sort(key=lambda case: (case.relationship.slug != "ruiheng", -(case.amount or 0)))
    answers = (_appealed, _accepted, _decided, _unanswered)
    for case, answer in zip(cases[: max(len(cases) - ASIDE, 1)], answers, strict=False):
        sold = Actor.system(
            case.relationship.supplier, "Xiaowen Pan" if case.relationship.slug == "ruiheng" else "Sales"
        )
        actions.approve(
            case,
            conduct_answer="The moves made the dates later, never earlier.",
            by=jonas,
            now=now + timedelta(days=1),
        )
        actions.announce(case, by=jonas, now=now + timedelta(days=1))
        answer(case, sold, katrin, now + timedelta(days=3))


def _appealed(case: Consequence, sold: Actor, katrin: Actor, now: datetime) -> None:
    marked = {line.pk: "The truck stood at your gate for a day." for line in case.lines.all()[:1]}
    text = "The first line was at your gate in time; the others we accept."
    actions.appeal(case, text=text, disputed=marked, by=sold, now=now)


def _accepted(case: Consequence, sold: Actor, katrin: Actor, now: datetime) -> None:
    actions.accept(case, by=sold, now=now)


def _decided(case: Consequence, sold: Actor, katrin: Actor, now: datetime) -> None:
    _appealed(case, sold, katrin, now)
    lines = {line.pk: "The gate's log shows the arrival." for line in case.lines.all()[:1]}
    decision = "The gate's log bears you out for one line. The others stand."
    actions.decide_appeal(
        case, granted="lines", set_aside=lines, decision=decision, by=katrin, now=now + timedelta(days=2)
    )


def _unanswered(case: Consequence, sold: Actor, katrin: Actor, now: datetime) -> None:
    """Nobody has answered yet."""


def _award(jonas: Actor, katrin: Actor, now: datetime) -> None:
    relationship = Relationship.objects.visible_to(jonas).filter(slug="bergquell").first()
    if relationship is None:
        return
    words = actions.Words(
        "reward", "award", "Three years without a line stop, and the castings of the new series a month early.",
        title="Supplier of the year", title_local="年度优秀供应商",
    )  # fmt: skip
    case = actions.propose(relationship, words, by=jonas, now=now)
    actions.approve(case, by=katrin, now=now + timedelta(days=2))
    actions.announce(case, by=jonas, now=now + timedelta(days=2))
    actions.note_document(case, document="", by=katrin, now=now + timedelta(days=9))


def _claim(jonas: Actor, katrin: Actor, now: datetime) -> None:
    """One that is argued, and one agreed to."""
    markus = member(MARKUS, BRUECKWALD)
    for slug, title, items, agreed in (
        ("ruiheng", "Sorting of 400 ring gears", (("One shift", "640.00"), ("Express freight", "1250.50")), False),
        ("bergquell", "Rework of 35 housings", (("Milling, 12 hours", "1080.00"),), True),
    ):  # fmt: skip
        relationship = Relationship.objects.visible_to(jonas).filter(slug=slug).first()
        if relationship is None:
            continue
        told = actions.Told(
            title,
            "rework" if agreed else "sorting",
            "Found at the incoming inspection; the photographs show it.",
            (now - timedelta(days=6)).date(),
            "EUR",
        )
        damages = [actions.Damage(what, Decimal(amount)) for what, amount in items]
        claim = actions.write_claim(relationship, told, damages, by=markus, now=now)
        actions.attach(
            claim,
            certificate_page("Time sheet", "Brueckwald", title),
            name="time-sheet.pdf",
            by=markus,
            now=now,
        )
        actions.hand_in(claim, by=markus, now=now)
        actions.send(claim, by=jonas, now=now + timedelta(days=1))
        sold = Actor.system(relationship.supplier, "Sales")
        if agreed:
            actions.agree(claim, by=sold, now=now + timedelta(days=4))
        else:
            first = claim.items.all()[0]
            offer = {first.pk: (Decimal("320.00"), "One person would have done.")}
            actions.offer(claim, offer, by=sold, now=now + timedelta(days=4))


def _settle(katrin: Actor, now: datetime) -> None:
    """Of what is due: one statement settled, one to be signed by the supplier, the others still to be made out."""
    due = [
        relationship
        for relationship in Relationship.objects.visible_to(katrin).order_by("slug")
        if actions.due(relationship, "EUR")
    ]
    for place, relationship in enumerate(due[:2]):
        statement = actions.make_statement(relationship, "EUR", by=katrin, now=now)
        try:
            with transaction.atomic():
                actions.sign_and_send(statement, by=katrin, now=now)
        except Refused:  # its payments are held: the draft waits
            continue
        if place:
            continue
        sold = Actor.system(relationship.supplier, "Accounts")
        signed = now + timedelta(days=2)
        actions.agree_to_statement(statement, statement.customer_digest, by=sold, now=signed)
        actions.settle_statement(statement, document="1900004711", by=katrin, now=signed + timedelta(days=1))


def _lanting(world: World) -> None:
    jing = member("jing.shen@lanting.example", LANTING)
    clause = {
        "agreement": "年度采购框架协议",
        "clause": "9.2",
        "clause_text": "考核为 D 级的，书面通报批评。",
    }
    values = {
        "name": "Reprimand for D", "name_local": "D级通报批评", "kind": "penalty", "when": "grade", "grades": ["D"],
        "effect": "reprimand", **clause,
    }  # fmt: skip
    actions.save_policy(values, by=jing, now=moment(world, 2.9))


def _last_published(slug: str) -> Run | None:
    rows = Run.objects.filter(
        customer__slug=slug, status=Run.Status.PUBLISHED, template__name=TEMPLATE_NAMES[slug].en
    )
    return rows.select_related("template", "customer").order_by("-starts").first()
