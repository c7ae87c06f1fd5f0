"""What a supplier improved in a stretch of time: what its next review counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from tandem.improvement.models import Case, Project, Step


@dataclass(frozen=True)
class Record:
    """Of one relationship, from `since` up to and not including `until`. `on_time` of `handed_in` first hand-ins came
    before they were due; `saved` is by currency."""

    opened: int
    closed: int
    improved: int
    no_change: int
    reopened: int
    handed_in: int
    on_time: int
    projects: int
    saved: dict[str, Decimal]

    @property
    def is_empty(self) -> bool:
        counts = (self.opened, self.closed, self.reopened, self.handed_in, self.projects)
        return not any(counts)

    @property
    def punctuality(self) -> float | None:
        return self.on_time / self.handed_in if self.handed_in else None


def improved_between(
    customer_id: int, since: date, until: date, *, chosen: Collection[int] | None = None
) -> dict[int, list[tuple[str, int]]]:
    """By relationship, the cases that the facts showed to have improved from `since` up to and not including `until`:
    (the KPI, the case's id)."""
    rows = Case.objects.filter(
        customer=customer_id,
        status=Case.Status.CLOSED,
        verdict=Case.Verdict.IMPROVED,
        closed_at__date__gte=since,
        closed_at__date__lt=until,
    )
    if chosen is not None:
        rows = rows.filter(relationship__in=chosen)
    found: dict[int, list[tuple[str, int]]] = {}
    for relationship, kpi, pk in rows.order_by("pk").values_list("relationship", "kpi", "pk"):
        found.setdefault(relationship, []).append((kpi, pk))
    return found


def record_of(relationship_id: int, since: date, until: date) -> Record:
    """Call it as somebody who may see the relationship: the second fence shows nothing to others."""
    cases = Case.objects.filter(relationship=relationship_id)
    closed = Q(status=Case.Status.CLOSED, closed_at__date__gte=since, closed_at__date__lt=until)
    found = cases.order_by().aggregate(
        opened=Count("pk", filter=Q(opened_at__date__gte=since, opened_at__date__lt=until)),
        closed=Count("pk", filter=closed),
        improved=Count("pk", filter=closed & Q(verdict=Case.Verdict.IMPROVED)),
        no_change=Count("pk", filter=closed & Q(verdict=Case.Verdict.NO_CHANGE)),
        reopened=Count("pk", filter=Q(reopened_at__date__gte=since, reopened_at__date__lt=until)),
    )
    first = Q(
        hand_ins__version=1, hand_ins__handed_in_at__date__gte=since, hand_ins__handed_in_at__date__lt=until
    )
    steps = Step.objects.filter(case__relationship=relationship_id).order_by()
    handed = steps.aggregate(
        handed_in=Count("pk", filter=first),
        on_time=Count("pk", filter=first & Q(hand_ins__handed_in_at__lte=F("due_at"))),
    )
    done = Project.objects.filter(
        relationship=relationship_id,
        status=Project.Status.DONE,
        ended_at__date__gte=since,
        ended_at__date__lt=until,
    ).order_by()
    saved = done.exclude(saved=None).values_list("currency").annotate(Sum("saved"))
    return Record(**found, **handed, projects=done.count(), saved=dict(saved))
