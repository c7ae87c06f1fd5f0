"""The list of suppliers: which ones, in which order, and what each line of it needs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Exists, F, Prefetch, QuerySet, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from tandem.accounts import identifiers
from tandem.accounts.actor import Actor
from tandem.accounts.models import Identifier, Membership, Organization, User
from tandem.accounts.roles import Capability
from tandem.core.fence import beyond_the_fence
from tandem.core.keys import is_number
from tandem.relationships.models import (
    Alias,
    Category,
    Relationship,
    Stage,
    SupplierList,
    SupplierListRow,
    SupplierNumber,
)
from tandem.relationships.models.relationships import BY_NAME, RelationshipQuerySet
from tandem.relationships.names import NameIndex

TREND = F("score") - F("previous_score")
# What `?sort=` may name. `-` before it turns it round; what has no value comes last either way.
ORDERS: dict[str, Any] = {
    "name": BY_NAME,
    "score": F("score"),
    "trend": TREND,
    "stage": Case(*(When(stage=stage, then=place) for place, stage in enumerate(Stage))),
    "segment": F("segment"),
    "owner": F("owner__name"),
    "added": F("created_at"),
}
DEFAULT_ORDER = "name"


# What `?category=` names besides a category: all those one looks after.
MINE = "mine"


@dataclass(frozen=True)
class Duties:
    """What a member looks after: every category, or these."""

    every: bool
    categories: list[Category]


def duties(membership: Membership) -> Duties:
    held = [duty.category for duty in membership.duties.select_related("category").order_by("category__code")]
    return Duties(every=None in held, categories=[category for category in held if category is not None])


@dataclass(frozen=True)
class Wanted:
    """What a person asked of the list, as its address says it; unknown values ask for nothing."""

    words: tuple[str, ...] = ()
    # Only those of the categories that the reader looks after.
    mine: bool = False
    exact: dict[str, Any] = field(default_factory=dict)
    sort: str = DEFAULT_ORDER


def wanted(parameters: Any) -> Wanted:
    """Read the address's query (`request.GET`): q, stage, segment, grade, owner, category, preferred, sort."""
    exact: dict[str, Any] = {
        name: parameters[name] for name in ("stage", "segment", "grade") if parameters.get(name)
    }
    if exact.get("grade") == "none":
        exact["grade"] = ""
    if exact.get("segment") == "none":
        exact["segment"] = ""
    if parameters.get("owner") == "none":
        exact["owner"] = None
    elif is_number(parameters.get("owner")):
        exact["owner"] = int(parameters["owner"])
    if is_number(parameters.get("category")):
        exact["categories"] = int(parameters["category"])
    if parameters.get("preferred") in ("yes", "no"):
        exact["preferred"] = parameters["preferred"] == "yes"
    sort = parameters.get("sort", "")
    return Wanted(
        mine=parameters.get("category") == MINE,
        words=tuple(parameters.get("q", "").lower().split()),
        exact=exact,
        sort=sort if sort.removeprefix("-") in ORDERS else DEFAULT_ORDER,
    )


def matching(actor: Actor, want: Wanted) -> RelationshipQuerySet:
    """The actor's relationships that fit, unsorted. Every word must be found, in whichever script."""
    rows = Relationship.objects.visible_to(actor).filter(**want.exact)
    if want.mine:
        rows = within_reach(rows, actor, Capability.MANAGE_RELATIONSHIPS)
    for word in want.words:
        rows = rows.filter(search_text__contains=word)
    return rows


def within_reach(rows: RelationshipQuerySet, actor: Actor, capability: Capability) -> RelationshipQuerySet:
    """Those for which the actor holds the capability: of a buyer's, the ones in the buyer's categories."""
    within = actor.reach(capability)
    if within is None:
        return rows
    # Found apart, so that a supplier of two of them is one line.
    links = Relationship.categories.through.objects.filter(category__in=within)
    return rows.filter(pk__in=links.values("relationship"))


def in_order(rows: RelationshipQuerySet, want: Wanted) -> RelationshipQuerySet:
    key = ORDERS[want.sort.removeprefix("-")]
    descending = want.sort.startswith("-")
    first = OrderBy(key, descending=descending, nulls_last=None if key is BY_NAME else True)
    return rows.order_by(first, "pk")


def lines(some: QuerySet[Relationship, int], want: Wanted) -> list[Relationship]:
    """Some relationships (by primary key) with what a line of the list shows, in a fixed number of queries.

    Only these few are joined with their suppliers and owners: joining all before sorting made the list 3 × slower.
    """
    rows = in_order(Relationship.objects.filter(pk__in=some), want)
    return list(rows.select_related("supplier", "owner").prefetch_related("categories").defer("search_text"))


def for_export(rows: RelationshipQuerySet) -> Iterator[Relationship]:
    """With what a row of the workbook shows, fetched in portions."""
    full = rows.select_related("supplier", "owner").prefetch_related(
        "categories",
        "sites",
        Prefetch("numbers", SupplierNumber.objects.in_force()),
        "supplier__identifiers",
    )
    return full.iterator(chunk_size=2000)


def owners(actor: Actor) -> QuerySet[User]:
    """Who may own a relationship: the organisation's members."""
    return User.objects.filter(memberships__organization=actor.organization_id).order_by("name")


def categories(actor: Actor) -> list[Category]:
    return list(Category.objects.visible_to(actor))


def grades(actor: Actor) -> list[str]:
    """The grades that occur."""
    rows = Relationship.objects.visible_to(actor).exclude(grade="")
    return sorted(rows.order_by().values_list("grade", flat=True).distinct())


def sides(actor: Actor) -> tuple[bool, bool]:
    """Whether the actor's organisation buys in Tandem, and whether it sells. One query."""
    own = Relationship.objects.current().order_by()
    buys = own.filter(customer=actor.organization_id).values("pk")[:1]
    sells = own.filter(supplier=actor.organization_id).values("pk")[:1]
    found = Organization.objects.filter(pk=actor.organization_id).values_list(Exists(buys), Exists(sells))
    return found.first() or (False, False)


def has_any(actor: Actor) -> bool:
    return Relationship.objects.visible_to(actor).exists()


def bearer(scheme: str, value: str, country: str) -> Organization | None:
    """Who bears this checked number, of all organisations: whoever knows the number may work with its bearer."""
    held = Identifier.objects.filter(
        scheme=scheme, value=value, country=identifiers.scope(scheme, country)
    ).select_related("organization")
    with beyond_the_fence():
        first = held.first()
    return first.organization if first else None


def counterparts(
    actor: Actor, relationship: Relationship, words: str, *, limit: int = 20
) -> list[Relationship]:
    """Which of the actor's suppliers `relationship` may be the same as: those the words find, else those of similar
    names."""
    if words:
        found = in_order(matching(actor, Wanted(words=tuple(words.lower().split()))), Wanted())
        return list(found.exclude(pk=relationship.pk).select_related("supplier")[:limit])
    supplier = relationship.supplier
    alike = similar(actor, supplier.name, supplier.name_local)
    return [one for one in alike if one != relationship][:limit]


def suppliers(actor: Actor) -> dict[int, int]:
    """organisation → relationship, of all the actor's suppliers; one merged into another means that other."""
    rows = Relationship.objects.filter(customer=actor.organization_id).order_by()
    return dict(rows.values_list("supplier_id", Coalesce("merged_into_id", "pk")))


def known_names(actor: Actor) -> Iterator[tuple[int, str]]:
    """(relationship, name) of every name that the actor's own suppliers are known by."""
    rows = Relationship.objects.visible_to(actor).order_by()
    for pk, name, local in rows.values_list("pk", "supplier__name", "supplier__name_local"):
        yield pk, name
        if local:
            yield pk, local
    yield from Alias.objects.filter(customer=actor.organization_id).values_list("relationship_id", "name")


def similar(actor: Actor, *written: str) -> list[Relationship]:
    """The actor's suppliers whose names are like one of those written, the most alike first."""
    index = NameIndex(known_names(actor))
    found = [match for name in written if name for match in index.alike(name)]
    found.sort(key=lambda match: -match.likeness)
    rows = Relationship.objects.visible_to(actor).select_related("supplier")
    by_key = rows.in_bulk([match.key for match in found])
    return list({match.key: by_key[match.key] for match in found}.values())


def sources(actor: Actor) -> list[str]:
    """The source systems whose numbers are in use."""
    rows = SupplierNumber.objects.visible_to(actor).in_force().order_by("source")
    return list(rows.values_list("source", flat=True).distinct())


def list_rows(supplier_list: SupplierList, outcome: str = "") -> QuerySet[SupplierListRow]:
    """The rows of a list with what the preview shows of them; of one outcome, or all, or those that failed."""
    rows = supplier_list.rows.select_related("relationship__supplier", "organization", "result__supplier")
    if outcome == "failed":
        return rows.exclude(failure="")
    return rows.filter(outcome=outcome) if outcome else rows
