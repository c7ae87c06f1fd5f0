"""Suppliers as their customer keeps them, categories; and from the other end, the customers one serves."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.api import OrganisationBrief, brief
from tandem.accounts.models import Site, User
from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.core.errors import Refused
from tandem.relationships import actions, queries
from tandem.relationships.models import Category, Relationship
from tandem.relationships.models.relationships import BY_NAME

router = Router(tags=["relationships"])
ORDERS = {
    name: Order(key, never_null=key is BY_NAME) for name, key in queries.ORDERS.items() if name != "owner"
}
Sort = Literal[
    "name", "-name", "score", "-score", "trend", "-trend", "stage", "-stage", "segment", "-segment", "added",
    "-added",
]  # fmt: skip
StageName = Literal[
    "potential", "registered", "qualified", "approved", "probation", "suspended", "phased_out", "blacklisted"
]
SegmentName = Literal["strategic", "leverage", "bottleneck", "routine"]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class RelationshipOut(TypedDict):
    """One supplier. `grade` and `score` are those last published; null where none has been."""

    slug: str
    supplier: OrganisationBrief
    stage: str
    segment: str | None
    preferred: bool
    owner: str | None
    categories: list[str]
    grade: str | None
    score: float | None
    previous_grade: str | None
    previous_score: float | None
    graded_period: str | None
    created_at: datetime


class NumberOut(TypedDict):
    source: str
    number: str


class StageChangeOut(TypedDict):
    at: datetime
    old: str | None
    new: str
    by: str
    reason: str


class RelationshipWhole(RelationshipOut):
    sites: list[str]
    numbers: list[NumberOut]
    next_stages: list[str]
    stage_changes: list[StageChangeOut]


class CategoryOut(TypedDict):
    code: str
    name: str
    name_local: str


class CustomerOut(TypedDict):
    """A customer that one serves, and the grade it last published; its own stage and segment stay its own."""

    customer: OrganisationBrief
    grade: str | None
    score: float | None
    previous_grade: str | None
    previous_score: float | None
    graded_period: str | None
    since: datetime


class RelationshipPaging(Paging):
    q: Text = ""
    stage: StageName | None = None
    segment: SegmentName | Literal["none"] | None = None
    grade: Text = ""
    category: Text = ""
    preferred: Literal["yes", "no"] | None = None
    sort: Sort = "name"


class NewRelationship(Body):
    """A company new to Tandem, as one's supplier. Identifiers are checked, and refused where another bears them."""

    name: Word
    name_local: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    country: Country
    currency: Currency
    stage: StageName = "potential"
    identifiers: Annotated[list["NewIdentifier"], Field(max_length=5)] = []


class NewIdentifier(Body):
    scheme: Literal["uscc", "vat", "lei", "duns", "tax"]
    value: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class RelationshipChange(Body):
    """What is left out stays as it is. `owner` is a member's e-mail address; null takes the owner away."""

    segment: SegmentName | None = None
    preferred: bool | None = None
    owner: Annotated[str, Field(max_length=250, pattern=r"^[^\x00]*$")] | None = None
    categories: Annotated[list[Word], Field(max_length=200)] | None = None
    sites: Annotated[list[Word], Field(max_length=200)] | None = None


class StageMove(Body):
    stage: StageName
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


@router.get(
    "/relationships",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("The organisation's suppliers"),
        PageOf[RelationshipOut],
    ),
)
def relationships(request: ApiRequest, asked: Query[RelationshipPaging]) -> HttpResponse:
    parameters = {name: value for name, value in asked if isinstance(value, str)}
    category = parameters.pop("category")
    rows = queries.matching(request.actor, queries.wanted(parameters))
    if category:
        rows = rows.filter(categories__code=category)
    return listed(request, rows, told, orders=ORDERS, sort=asked.sort, paging=asked, load=_with_lines)


@router.post(
    "/relationships",
    **asks(Scope.WRITE_RELATIONSHIPS, gettext_lazy("Add a supplier"), RelationshipWhole, status=201),
)
def add_relationship(request: ApiRequest, new: NewRelationship) -> HttpResponse:
    added = actions.add_supplier(
        new.name,
        by=request.actor,
        now=timezone.now(),
        country=new.country,
        currency=new.currency,
        name_local=new.name_local,
        stage=new.stage,
        identifiers=[(each.scheme, each.value) for each in new.identifiers],
    )
    return answer(whole(added), status=201, location=f"/api/v1/relationships/{added.slug}")


@router.get(
    "/relationships/{slug:slug}",
    **asks(Scope.READ_RELATIONSHIPS, gettext_lazy("One supplier"), RelationshipWhole),
)
def relationship(request: ApiRequest, slug: str) -> HttpResponse:
    return answer(whole(find(request, slug)))


@router.patch(
    "/relationships/{slug:slug}",
    **asks(
        Scope.WRITE_RELATIONSHIPS,
        gettext_lazy("Change segment, preference, owner, categories or sites of a supplier"),
        RelationshipWhole,
    ),
)
def change_relationship(request: ApiRequest, slug: str, change: RelationshipChange) -> HttpResponse:
    found = find(request, slug)
    given = change.model_fields_set
    values: dict[str, Any] = {}
    if "segment" in given:
        values["segment"] = change.segment or ""
    if change.preferred is not None:
        values["preferred"] = change.preferred
    if "owner" in given:
        values["owner"] = _owner(request, change.owner) if change.owner else None
    categories = sites = None
    if change.categories is not None:
        own = Category.objects.visible_to(request.actor)
        categories = _named(own.filter(code__in=change.categories), change.categories)
    if change.sites is not None:
        places = Site.objects.filter(organization=request.actor.organization_id)
        sites = _named(places.filter(code__in=change.sites), change.sites)
    actions.change_relationship(found, by=request.actor, values=values, categories=categories, sites=sites)
    return answer(whole(found))


@router.post(
    "/relationships/{slug:slug}/stage",
    **asks(
        Scope.WRITE_RELATIONSHIPS,
        gettext_lazy("Move a supplier to another stage, with the reason"),
        RelationshipWhole,
    ),
)
def move_stage(request: ApiRequest, slug: str, move: StageMove) -> HttpResponse:
    found = find(request, slug)
    actions.move_stage(found, move.stage, by=request.actor, now=timezone.now(), reason=move.reason)
    return answer(whole(found))


@router.get(
    "/categories",
    **asks(Scope.READ_RELATIONSHIPS, gettext_lazy("What the organisation buys"), PageOf[CategoryOut]),
)
def categories(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Category.objects.visible_to(request.actor)
    return listed(
        request, rows, _category, orders={"code": Order("code", never_null=True)}, sort="code", paging=paging
    )


@router.get(
    "/customers",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        gettext_lazy("The customers that the organisation serves"),
        PageOf[CustomerOut],
    ),
)
def customers(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Relationship.objects.served_by(request.actor).select_related("customer")
    orders = {"name": Order(F("customer__name"), never_null=True)}
    return listed(request, rows, _customer, orders=orders, sort="name", paging=paging)


@router.get(
    "/customers/{slug:slug}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, gettext_lazy("One customer"), CustomerOut),
)
def customer(request: ApiRequest, slug: str) -> HttpResponse:
    return answer(_customer(find_customer(request, slug)))


def find(request: ApiRequest, slug: str) -> Relationship:
    rows = Relationship.objects.visible_to(request.actor).select_related("supplier", "customer", "owner")
    return get_object_or_404(rows, slug=slug)


def find_customer(request: ApiRequest, slug: str) -> Relationship:
    rows = Relationship.objects.served_by(request.actor).select_related("customer")
    return get_object_or_404(rows, customer__slug=slug)


def told(found: Relationship) -> RelationshipOut:
    return RelationshipOut(
        slug=found.slug,
        supplier=brief(found.supplier),
        stage=found.stage,
        segment=found.segment or None,
        preferred=found.preferred,
        owner=found.owner.name if found.owner else None,
        categories=[category.code for category in found.categories.all()],
        grade=found.grade or None,
        score=number(found.score),
        previous_grade=found.previous_grade or None,
        previous_score=number(found.previous_score),
        graded_period=found.graded_period or None,
        created_at=found.created_at,
    )


def whole(found: Relationship) -> RelationshipWhole:
    return RelationshipWhole(
        **told(found),
        sites=[site.code for site in found.sites.all()],
        numbers=[NumberOut(source=each.source, number=each.key) for each in found.numbers.in_force()],
        next_stages=[stage for stage, _label in found.next_stages],
        stage_changes=[
            StageChangeOut(
                at=each.at, old=each.old or None, new=each.new, by=each.by_name, reason=each.reason
            )
            for each in found.stage_changes.all()
        ],
    )


def number(value: Decimal | None) -> float | None:
    """Scores, weights and measured values have nine digits at most, which a JSON number holds exactly enough."""
    return None if value is None else float(value)


def _customer(found: Relationship) -> CustomerOut:
    return CustomerOut(
        customer=brief(found.customer),
        grade=found.grade or None,
        score=number(found.score),
        previous_grade=found.previous_grade or None,
        previous_score=number(found.previous_score),
        graded_period=found.graded_period or None,
        since=found.created_at,
    )


def _category(category: Category) -> CategoryOut:
    return CategoryOut(code=category.code, name=category.name, name_local=category.name_local)


def _with_lines(some: QuerySet[Relationship]) -> Sequence[Relationship]:
    rows = some.select_related("supplier", "owner").prefetch_related("categories")
    return list(rows.defer("search_text"))


def _owner(request: ApiRequest, email: str) -> User:
    found = queries.owners(request.actor).filter(email=email.lower()).first()
    if found is None:
        raise Refused(_("%(email)s is no member of your organisation.") % {"email": email})
    return found


def _named(rows: QuerySet[Any], codes: Sequence[str]) -> list[Any]:
    """The records of these codes. Raises Refused for a code that none bears."""
    found = list(rows)
    missing = sorted(set(codes) - {row.code for row in found})
    if missing:
        raise Refused(_("There is no “%(code)s”.") % {"code": missing[0]})
    return found
