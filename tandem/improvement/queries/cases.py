"""Reads of cases that more than one place needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from tandem.accounts.delegated import able_members
from tandem.accounts.models import User
from tandem.accounts.roles import Capability
from tandem.improvement.models import WAITING, Case, Step
from tandem.improvement.rules.cases import unmet

OVERDUE, TO_DECIDE = "overdue", "to_decide"


def with_steps(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With how many steps are accepted, and when the next one is due."""
    return rows.with_ends().annotate(  # type: ignore[attr-defined,no-any-return]  # the room's own query set
        accepted=Count("steps", filter=Q(steps__status=Step.Status.ACCEPTED)),
        to_decide=Count("steps", filter=Q(steps__status=Step.Status.HANDED_IN)),
        next_due=Min("steps__due_at", filter=Q(steps__status__in=WAITING)),
    )


def narrowed(
    rows: QuerySet[Case], *, status: str = "", kind: str = "", words: str = "", now: datetime
) -> QuerySet[Case]:
    """By what the list's filters say. `status` may be one of the case's, OVERDUE or TO_DECIDE."""
    late, handed_in = _steps(now)
    if status == OVERDUE:
        rows = rows.filter(late, status=Case.Status.OPEN)
    elif status == TO_DECIDE:
        rows = rows.filter(handed_in, status=Case.Status.OPEN)
    elif status in Case.Status.values:
        rows = rows.filter(status=status)
    if kind in Case.Kind.values:
        rows = rows.filter(kind=kind)
    for word in words.split():
        number = word.upper().removeprefix("8D-")
        found = (
            Q(title__icontains=word)
            | Q(item__icontains=word)
            | Q(relationship__supplier__name__icontains=word)
            | Q(relationship__supplier__name_local__icontains=word)
            | Q(relationship__customer__name__icontains=word)
            | Q(relationship__customer__name_local__icontains=word)
        )
        rows = rows.filter(found | Q(number=int(number)) if number.isdecimal() and len(number) < 9 else found)
    return rows


def counts(rows: QuerySet[Case], now: datetime) -> dict[str, int]:
    late, handed_in = _steps(now)
    is_open = Q(status=Case.Status.OPEN)
    found: dict[str, Any] = rows.order_by().aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & late),
        to_decide=Count("pk", filter=is_open & handed_in),
        watched=Count("pk", filter=Q(status=Case.Status.WATCHED)),
        closed=Count("pk", filter=Q(status=Case.Status.CLOSED)),
    )
    return found


def _steps(now: datetime) -> tuple[Q, Q]:
    of_case = Step.objects.filter(case=OuterRef("pk"))
    late = Q(Exists(of_case.filter(status__in=WAITING, due_at__lt=now)))
    return late, Q(Exists(of_case.filter(status=Step.Status.HANDED_IN)))


@dataclass(frozen=True)
class Standing:
    """One step as the case's page lists it."""

    step: Step
    overdue: bool
    locked: bool
    version: int


def standings(case: Case, now: datetime) -> list[Standing]:
    steps = {each.code: each for each in case.steps.annotate(versions=Count("hand_ins"))}
    for each in steps.values():
        each.case = case
    is_open = case.status == Case.Status.OPEN
    return [
        Standing(
            each,
            is_open and each.is_overdue(now),
            each.is_waiting and bool(unmet(each, steps)),
            each.versions,
        )
        for each in steps.values()
    ]


def owners(customer_id: int, now: datetime) -> QuerySet[User]:
    """The customer's people whose role lets them manage cases."""
    able = able_members([customer_id], now)[customer_id]
    return User.objects.filter(
        pk__in=[pk for pk, can in able.items() if Capability.MANAGE_IMPROVEMENT in can]
    ).order_by("name")
