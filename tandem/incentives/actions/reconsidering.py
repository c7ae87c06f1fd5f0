"""What becomes of cases whose scorecard was computed again: on an appeal, or by a run that replaced it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.incentives import reckoning, telling
from tandem.incentives.actions import course
from tandem.incentives.actions.proposing import cards_of, speaking
from tandem.incentives.models import OVER, Consequence, Statement
from tandem.scorecards.models import Card, Run
from tandem.scorecards.queries import pinned_kpis

Status = Consequence.Status
UNHEARD = (Status.PROPOSED, Status.APPROVED)
SIGNED = (Statement.Status.SENT, Statement.Status.AGREED, Statement.Status.SETTLED)


@transaction.atomic
def reconsider(run: Run, *, now: datetime, chosen: Collection[int] | None = None) -> None:
    """Cases that rest on a published run's cards, or on those it replaced, by what these say now; of `chosen`
    relationships alone where given.

    What the supplier has not heard of follows its card by itself (`reckoning_again`); of a replaced run it is dropped,
    and proposed anew by whoever applies the policies next. Of what it has heard of, order lines that no longer fail
    count no more, unless a signed statement holds them; and where a person has to decide, those who approve are told.
    """
    rows = _resting_on(run).exclude(status__in=OVER)
    cases = list(rows if chosen is None else rows.filter(relationship__in=chosen))
    cards = cards_of(run, {case.relationship_id for case in cases})
    by = Actor.system(run.customer, "Tandem")
    with override("zh-hans" if run.customer.country == "CN" else "en"):
        for case in cases:
            course.hold(case)
            if case.status not in OVER:
                _follow(case, run, cards.get(case.relationship_id), by=by, now=now)


def _resting_on(run: Run) -> QuerySet[Consequence]:
    replaced = Q(
        card__run__status=Run.Status.SUPERSEDED,
        card__run__customer=run.customer_id,
        card__run__template__name=run.template.name,
        period=run.period,
    )
    rows = Consequence.objects.filter(Q(card__run=run) | replaced, policy__isnull=False)
    return rows.select_related("policy", "card").order_by("pk")


def _follow(case: Consequence, run: Run, card: Card | None, *, by: Actor, now: datetime) -> None:
    if case.status in UNHEARD:
        if card is None or case.card_id != card.pk:
            _drop(case, by=by, now=now)
        return
    policies = [case.policy] if case.policy else []
    called = any(True for _found in speaking(run, policies, chosen=[case.relationship_id]))
    gone = _no_longer_failing(case, card, by) if card is not None else []
    if card is not None and case.card_id != card.pk:
        case.card = card
        case.save(update_fields=["card"])
    signed = case.statement_lines.filter(statement__status__in=SIGNED).exists()
    if gone and not signed:
        _count_no_more(case, gone, by=by, now=now)
        gone = []
    if case.status not in OVER and (gone or not called):
        case.finding = {**case.finding, "since": {"called": called, "lines": len(gone)}}
        case.save(update_fields=["finding"])
        telling.to_reconsider(case, now=now)


def _no_longer_failing(case: Consequence, card: Card, by: Actor) -> list[int]:
    """Of its lines those that the card's KPI does not count as failed any more."""
    lines = {
        (line.source, line.document, line.line, line.schedule_line): line.pk
        for line in case.lines.filter(stands=True)
    }
    lines_of = case.policy.lines_of if case.policy else ""
    kpi = next((kpi for kpi in pinned_kpis(card.run).values() if kpi.code == lines_of), None)
    if not lines or kpi is None:
        return []
    failing = reckoning.failing(by, card, kpi)
    return [pk for key, pk in lines.items() if key not in failing]


def _drop(case: Consequence, *, by: Actor, now: datetime) -> None:
    case.over_because = _("Its scorecard was computed again before the supplier heard of this.")
    case.finding = {**case.finding, "dropped": True}
    audit.move(case, Status.REFUSED, by=by, reason=case.over_because)
    course.release(case)
    telling.dropped(case, now=now)


def _count_no_more(case: Consequence, gone: list[int], *, by: Actor, now: datetime) -> None:
    before = case.amount
    why = _("Set aside on the scorecard, which was computed again.")
    course.take_off_statement(case)
    course.set_aside(case, dict.fromkeys(gone, why))
    if not case.amount:
        case.over_because = why
        course.move(case, Status.REVERSED, by=by, reason=why)
        course.release(case)
        telling.reversed_(case, by=by, now=now)
        return
    case.save()
    supplier = case.relationship.supplier_id
    audit.record(
        case, "reckoned_again", by=by, changes={"amount": [before, case.amount]}, reason=why, counterpart=supplier,
        shared=True,
    )  # fmt: skip
    telling.reckoned_again(case, now=now)
