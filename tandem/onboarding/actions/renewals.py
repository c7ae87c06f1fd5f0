"""What the calendar does to documents and approvals, once a day: renewals are asked for, lapsed documents suspend what
rests on them, renewed ones bring it back, conditions past their day are followed up, and what is over is closed.

Each of it happens once, however often a day this runs; a day that was missed is made up for.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tandem.accounts.actor import day_of
from tandem.onboarding import telling
from tandem.onboarding.actions import resting
from tandem.onboarding.actions.approvals import close_ended, suspend_approval
from tandem.onboarding.models import Approval, ApprovalCondition, Document, RenewalAsk
from tandem.onboarding.queries import documents as queries

Status = Approval.Status
HOLDING = (Status.APPROVED, Status.CONDITIONAL)


@transaction.atomic
def follow_calendar(*, now: datetime) -> None:
    """For all organisations; whoever calls it acts for everybody."""
    ask_for_renewals(now=now)
    suspend_lapsed(now=now)
    for approval in _with_ends(Approval.objects.filter(suspended_for__isnull=False)):
        resting.bring_back(approval, now=now)
    remind_of_conditions(now=now)
    follow_conditions(now=now)
    over = Approval.objects.exclude(status=Status.ENDED).filter(ends_on__lte=day_of(now))
    for approval in _with_ends(over):
        close_ended(approval, by=resting.by_itself(approval), now=now)


def ask_for_renewals(*, now: datetime) -> None:
    """60, 30 and 7 days ahead, and once more when the document has lapsed: each once, and one step a day."""
    today = day_of(now)
    soon = Document.objects.filter(valid_until__lte=today + timedelta(days=max(RenewalAsk.STEPS)))
    for document in soon.select_related("organization").prefetch_related("renewal_asks"):
        left = document.days_left(today) or 0
        step = min(step for step in RenewalAsk.STEPS if left <= step) if left >= 0 else RenewalAsk.LAPSED
        if any(ask.step <= step for ask in document.renewal_asks.all()):
            continue
        waiting = list(queries.waiting_for_renewal(document))
        if not waiting:
            continue
        RenewalAsk.objects.create(document=document, step=step, asked_at=now)
        if step == RenewalAsk.LAPSED:
            telling.documents.lapsed(document, waiting, now=now)
        else:
            customers = [review.relationship.customer for review in waiting]
            telling.documents.renewal_asked(document, customers, days=left, now=now)


def suspend_lapsed(*, now: datetime) -> None:
    """Approvals that rest on a document past its customer's days of grace."""
    today = day_of(now)
    lapsed = Approval.objects.filter(status__in=HOLDING, rests__document__valid_until__lt=today).distinct()
    for approval in _with_ends(lapsed):
        if approval.ends_on is not None and approval.ends_on <= today:
            continue
        missing = queries.no_longer_hold(approval, today)
        if missing:
            suspend_approval(
                approval, reason="", by=resting.by_itself(approval), now=now, document=missing[0]
            )


def remind_of_conditions(*, now: datetime) -> None:
    """14 and 3 days ahead: each once, and one step a day."""
    today = day_of(now)
    soon = _unmet().filter(
        due_on__gte=today, due_on__lte=today + timedelta(days=max(ApprovalCondition.STEPS))
    )
    for condition in soon:
        left = (condition.due_on - today).days
        step = min(step for step in ApprovalCondition.STEPS if left <= step)
        if condition.reminded is not None and condition.reminded <= step:
            continue
        condition.reminded = step
        condition.save(update_fields=["reminded"])
        telling.approvals.condition_due(condition, now=now)


def follow_conditions(*, now: datetime) -> None:
    """Both ends are told once of a condition whose day has passed."""
    for condition in _unmet().filter(followed_up_at=None, due_on__lt=day_of(now)):
        condition.followed_up_at = now
        condition.save(update_fields=["followed_up_at"])
        telling.approvals.condition_overdue(condition, now=now)


def _unmet() -> QuerySet[ApprovalCondition]:
    rows = ApprovalCondition.objects.filter(met_at=None, approval__relationship__merged_into=None)
    ends = ("approval__relationship__customer", "approval__relationship__supplier", "approval__category")
    return rows.exclude(approval__status=Status.ENDED).select_related(*ends, "approval__site")


def _with_ends(rows: QuerySet[Approval]) -> Iterator[Approval]:
    ends = rows.select_related("relationship__customer", "relationship__supplier", "category", "site")
    yield from ends.filter(relationship__merged_into=None)
