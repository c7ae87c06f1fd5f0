"""The approved supplier list as its readers see it: by category, site, status and name; and from the supplier's end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from tandem.accounts.actor import Actor
from tandem.accounts.models import Site
from tandem.accounts.roles import Capability
from tandem.core.fence import beyond_the_fence
from tandem.onboarding.models import Approval, ApprovalCondition, ApprovalRest
from tandem.relationships.models import Category, Relationship

Status = Approval.Status
# Within so many days an approval is said to end soon.
SOON = 60
ORDERS: dict[str, Any] = {
    "supplier": F("relationship__supplier__name"),
    "category": F("category__code"),
    "site": F("site__code"),
    "status": Case(*(When(status=status, then=Value(place)) for place, status in enumerate(Status))),
    "from": F("starts_on"),
    "until": F("ends_on"),
}
DEFAULT_ORDER = "supplier"


@dataclass(frozen=True)
class Wanted:
    """What the address asks of the list; what is unknown asks for nothing."""

    words: tuple[str, ...] = ()
    category: int | None = None
    # 0: lines of every site.
    site: int | None = None
    status: str = ""
    sort: str = DEFAULT_ORDER


def wanted(parameters: Any) -> Wanted:
    def number(name: str) -> int | None:
        text = parameters.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 18 else None

    sort = parameters.get("sort", "")
    return Wanted(
        words=tuple(parameters.get("q", "").lower().split()),
        category=number("category"),
        site=number("site"),
        status=parameters.get("status", ""),
        sort=sort if sort.removeprefix("-") in ORDERS else DEFAULT_ORDER,
    )


def lines(actor: Actor) -> QuerySet[Approval]:
    """Every line of the actor's list, with what a row of it shows."""
    late = ApprovalCondition.objects.filter(approval=OuterRef("pk"), met_at=None)
    rows = Approval.objects.visible_to(actor).annotate(has_open_condition=Exists(late))
    rows = rows.select_related("relationship__supplier", "relationship__customer", "category", "site")
    if actor.reach(Capability.APPROVE_SUPPLIERS) is not None:
        rows = rows.prefetch_related("relationship__categories")  # which rules ask about
    return rows


def matching(actor: Actor, want: Wanted, today: date) -> QuerySet[Approval]:
    rows = lines(actor)
    if want.category is not None:
        rows = rows.filter(category=want.category)
    if want.site is not None:
        rows = rows.filter(Q(site=want.site) | Q(site__isnull=True)) if want.site else rows.filter(site=None)
    for word in want.words:
        rows = rows.filter(relationship__search_text__contains=word)
    rows = of_status(rows, want.status, today)
    key = ORDERS[want.sort.removeprefix("-")]
    first = key.desc(nulls_last=True) if want.sort.startswith("-") else key.asc(nulls_last=True)
    return rows.order_by(first, "relationship__supplier__name", "category__code", "pk")


def of_status(rows: QuerySet[Approval], status: str, today: date) -> QuerySet[Approval]:
    """By what holds today: one whose last day has passed is over, whatever was last written down."""
    over = Q(status=Status.ENDED) | Q(ends_on__lte=today)
    match status:
        case "ended":
            return rows.filter(over)
        case "all":
            return rows
        case "ending":
            return rows.exclude(over).filter(ends_on__lte=today + timedelta(days=SOON))
        case "overdue":
            late = ApprovalCondition.objects.filter(approval=OuterRef("pk"), met_at=None, due_on__lt=today)
            return rows.exclude(over).filter(Exists(late))
        case Status.APPROVED | Status.CONDITIONAL | Status.SUSPENDED:
            return rows.exclude(over).filter(status=status)
        case _:
            return rows.exclude(over)


def counts(actor: Actor, today: date) -> dict[str, int]:
    rows = of_status(Approval.objects.visible_to(actor), "", today).order_by()
    late = ApprovalCondition.objects.filter(approval__in=rows, met_at=None, due_on__lt=today)
    found = rows.aggregate(
        approved=Count("pk", filter=Q(status=Status.APPROVED)),
        conditional=Count("pk", filter=Q(status=Status.CONDITIONAL)),
        suspended=Count("pk", filter=Q(status=Status.SUSPENDED)),
        ending=Count("pk", filter=Q(ends_on__lte=today + timedelta(days=SOON))),
        suppliers=Count("relationship", distinct=True),
    )
    return {**found, "overdue": late.values("approval").distinct().count()}


def categories(actor: Actor) -> list[Category]:
    """Those that occur in the list."""
    used = Approval.objects.visible_to(actor).values("category")
    return list(Category.objects.filter(pk__in=used))


def sites(actor: Actor) -> list[Site]:
    used = Approval.objects.visible_to(actor).values("site")
    return list(Site.objects.filter(pk__in=used))


def of_relationship(actor: Actor, relationship: Relationship) -> list[Approval]:
    """One supplier's lines, those that hold first; for a part of its page."""
    rows = lines(actor).filter(relationship=relationship)
    over = Case(When(status=Status.ENDED, then=Value(1)), default=Value(0))
    return list(rows.order_by(over, "category__code", "site__code", "-starts_on"))


def served(actor: Actor) -> list[Approval]:
    """What the actor's organisation is approved for, by customer; the categories' names are told with it."""
    rows = Approval.objects.served_by(actor)
    rows = rows.select_related("relationship__customer", "relationship__supplier", "category", "site")
    rows = rows.prefetch_related(
        "conditions", "changes__document", Prefetch("rests", ApprovalRest.objects.select_related("document"))
    )
    over = Case(When(status=Status.ENDED, then=Value(1)), default=Value(0))
    with beyond_the_fence():
        return list(rows.order_by("relationship__customer__name", over, "category__code", "-starts_on"))


def for_export(rows: QuerySet[Approval]) -> Iterator[Approval]:
    full = rows.prefetch_related(
        "conditions", "changes__document", Prefetch("rests", ApprovalRest.objects.select_related("document"))
    )
    return full.iterator(chunk_size=2000)
