from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rest import ApiRequest, served
from tandem.relationships.models import Relationship
from tandem.relationships.models.relationships import BY_NAME
from tandem.scorecards.models import Card

RELATIONSHIP = (
    "slug", "supplier__slug", "supplier__name", "supplier__name_local", "supplier__country", "stage", "segment",
    "preferred", "owner__name", "grade", "score", "previous_grade", "previous_score", "graded_period", "created_at",
)  # fmt: skip
CARD = (
    "id", "run_id", "run__period", "run__template__name", "run__status", "run__customer__slug",
    "relationship__supplier__slug", "relationship__slug", "site", "outcome", "score", "lower", "grade", "rank",
    "coverage", "sample",
)  # fmt: skip


def reference(request: ActorRequest) -> HttpResponse:
    """Signed in, one primary-key query, the base template: the least a page of Tandem can cost."""
    organization = Organization.objects.get(pk=request.actor.organization_id)
    return render(request, "bench/reference.html", {"organization": organization})


@served
def relationships(request: ApiRequest) -> HttpResponse:
    """What the API lists, written out by hand: the same rows in the same order, which an index has."""
    rows = Relationship.objects.visible_to(request.actor).order_by(BY_NAME, "pk")
    found: list[dict[str, Any]] = list(rows.values("pk", *RELATIONSHIP)[:50])
    links = Relationship.categories.through.objects.filter(relationship__in=[row["pk"] for row in found])
    codes: dict[int, list[str]] = {}
    for key, code in links.values_list("relationship_id", "category__code"):
        codes.setdefault(key, []).append(code)
    for row in found:
        row["categories"] = codes.get(row["pk"], [])
    return JsonResponse({"items": found})


@served
def card(request: ApiRequest, pk: int) -> HttpResponse:
    return JsonResponse(Card.objects.visible_to(request.actor).values(*CARD).get(pk=pk))


@served
def bare(request: ApiRequest) -> HttpResponse:
    """The least an answer of the API can cost: the token, one primary-key query, one word."""
    return JsonResponse({"slug": Organization.objects.get(pk=request.actor.organization_id).slug})


urlpatterns = [
    path("bench/bare", bare, name="bare"),
    path("bench/reference", reference, name="reference"),
    path("bench/relationships", relationships, name="relationships"),
    path("bench/cards/<int:pk>", card, name="card"),
    path("", include("tandem.config.urls")),
]
