"""What improved is rewarded at Brückwald: the facts closed a case of Doubrava's, and that quarter's review led to a
rebate and an award, settled on a statement that both sides signed. Penalties and claims ask for improvement."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import User
from tandem.core.errors import Refused
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import member
from tandem.demonstration.staging.incentives import AGREEMENT, JONAS, KATRIN, MARKUS
from tandem.demonstration.world import World
from tandem.improvement import actions as improvement
from tandem.improvement.models import Case, OpeningRule
from tandem.incentives import actions
from tandem.incentives.models import Consequence, Policy
from tandem.scorecards.models import Run

SUPPLIER = "doubrava"
REBATE: dict[str, Any] = {
    "name": "Rebate for what improved", "name_local": "改善返利", "kind": "reward", "when": "improved",
    "kpi": "on_time_lines", "effect": "rebate", "base": "period", "lines_of": "on_time_lines",
    "rate": Decimal("0.25"), "cap_amount": Decimal(2500), "currency": "EUR",
    "agreement": AGREEMENT["agreement"], "clause": "14.2",
    "clause_text": "What the customer's own figures show to have improved is rewarded with a quarter of a per cent"
    " of the quarter's value, at most 2,500 euros.",
}  # fmt: skip
AWARD: dict[str, Any] = {
    "name": "Solved for good", "name_local": "彻底解决奖", "kind": "reward", "when": "improved", "effect": "award",
}  # fmt: skip


def reward_what_improved(world: World) -> None:
    """What stands already is left as it is."""
    if Policy.objects.filter(customer__slug=BRUECKWALD, name=REBATE["name"]).exists():
        return
    with transaction.atomic():
        markus, jonas, katrin = (member(each, BRUECKWALD) for each in (MARKUS, JONAS, KATRIN))
        case = (
            Case.objects.of_customer(markus)
            .filter(relationship__slug=SUPPLIER, verdict=Case.Verdict.IMPROVED)
            .exclude(closed_at=None)
            .first()
        )
        run = _run_of(case) if case is not None else None
        if case is None or run is None or run.published_at is None:
            return
        written = run.published_at - timedelta(days=60)
        for values in (REBATE, AWARD):
            policy = actions.save_policy(values, by=markus, now=written)
            actions.activate(policy, by=jonas, now=written + timedelta(days=1))
        now = run.published_at + timedelta(hours=1)
        for reward in actions.apply_policies(run, by=jonas, now=now, chosen={case.relationship_id}):
            actions.approve(reward, by=jonas, now=now + timedelta(days=1))
            actions.announce(reward, by=jonas, now=now + timedelta(days=1))
        _settle(case, katrin, now + timedelta(days=9))


def ask_for_improvement(world: World) -> None:
    """Rules for penalties and claims, made the day before yesterday; of an older deduction Markus has asked himself."""
    markus = member(MARKUS, BRUECKWALD)
    if OpeningRule.objects.filter(customer__slug=BRUECKWALD, event="penalty").exists():
        return
    now = datetime.combine(world.ends_on - timedelta(days=2), time(9), UTC)
    owner = User.objects.get(pk=markus.user_id or 0)
    with transaction.atomic():
        for event in ("penalty", "claim"):
            improvement.save_rule(OpeningRule(event=event, owner=owner), by=markus, now=now)
        accepted = Consequence.objects.of_customer(markus).filter(kind="penalty", status="in_force")
        for deduction in accepted.select_related("policy", "card__run", "relationship__customer")[:1]:
            actions.ask_to_improve(deduction, by=markus, now=now)


def _run_of(case: Case) -> Run | None:
    """The published run in whose period the facts closed the case."""
    closed = case.closed_at.date() if case.closed_at else None
    rows = Run.objects.filter(
        customer=case.customer_id, status=Run.Status.PUBLISHED, starts__lte=closed, ends__gt=closed
    )
    return rows.select_related("template", "customer").order_by("pk").first()


def _settle(case: Case, katrin: Actor, now: datetime) -> None:
    relationship = case.relationship
    if not actions.due(relationship, "EUR"):
        return
    statement = actions.make_statement(relationship, "EUR", by=katrin, now=now)
    try:
        with transaction.atomic():
            actions.sign_and_send(statement, by=katrin, now=now)
    except Refused:  # its payments are held: the draft waits
        return
    sold = Actor.system(relationship.supplier, "Jana Doubravová")
    signed = now + timedelta(days=3)
    actions.agree_to_statement(statement, statement.customer_digest, by=sold, now=signed)
    actions.settle_statement(statement, document="1900004207", by=katrin, now=signed + timedelta(days=1))
