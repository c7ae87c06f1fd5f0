"""Scorecards that customers published about the organisation they judge."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.relationships.api import find_customer
from tandem.relationships.models import Relationship
from tandem.scorecards import plain
from tandem.scorecards.api.cards import BY_PERIOD, Explanation, explained_card, whole_cards
from tandem.scorecards.api.routing import router
from tandem.scorecards.models import Card


class ReceivedCard(TypedDict):
    """A card that a customer published to its supplier. Its rank among the others stays the customer's own."""

    id: int
    customer: str
    period: str
    template: str
    site: str | None
    published_at: datetime | None
    outcome: str
    score: float | None
    lower: float | None
    grade: str | None
    coverage: float
    n: int


@router.get(
    "/customers/{slug:slug}/cards",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        _("What a customer published about one's organisation, the newest period first"),
        PageOf[ReceivedCard],
    ),
)
def customer_cards(request: ApiRequest, slug: str, paging: Query[Paging]) -> HttpResponse:
    rows = received_cards(request).filter(relationship=find_customer(request, slug), site="")
    rows = rows.select_related("run__template", "run__customer").defer("lines", "notes")
    return listed(request, rows, _received, orders=BY_PERIOD, sort="-period", paging=paging)


@router.get(
    "/received-cards/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One published scorecard about one's organisation"), ReceivedCard),
)
def received_card(request: ApiRequest, pk: int) -> HttpResponse:
    rows = received_cards(request).select_related("run__template", "run__customer")
    return answer(_received(get_object_or_404(rows, pk=pk)))


@router.get(
    "/received-cards/{int:pk}/explanation",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("Why the customer gave this grade"), Explanation),
)
def received_explanation(request: ApiRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(whole_cards(received_cards(request)), pk=pk)
    told = explained_card(found, to_supplier=True)
    told["rank"] = None
    return answer(told)


def received_cards(request: ApiRequest) -> QuerySet[Card]:
    served = Relationship.objects.served_by(request.actor).values("pk")
    return Card.objects.visible_to(request.actor).filter(relationship__in=served)


def _received(found: Card) -> ReceivedCard:
    return ReceivedCard(
        id=found.pk,
        customer=found.run.customer.slug,
        period=found.run.period,
        template=found.run.template.name,
        site=found.site or None,
        published_at=found.run.published_at,
        outcome=found.outcome,
        score=plain.number(found.score),
        lower=plain.number(found.lower),
        grade=found.grade or None,
        coverage=float(found.coverage),
        n=found.sample,
    )
