"""Finding what an address names, or 404."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from tandem.accounts.requests import ActorRequest
from tandem.assessments.models import Assessment
from tandem.assessments.queries import questionnaires as queries


def asked_by_us(request: ActorRequest, pk: int) -> Assessment:
    """One of the actor's organisation's own, as a customer."""
    return get_object_or_404(_rows(Assessment.objects.asked_by(request.actor), request), pk=pk)


def asked_of_us(request: ActorRequest, pk: int) -> Assessment:
    """One that a customer asked of the actor's organisation, or published to it."""
    return get_object_or_404(_rows(Assessment.objects.asked_of(request.actor), request), pk=pk)


def _rows(rows: QuerySet[Assessment], request: ActorRequest) -> QuerySet[Assessment]:
    return queries.with_ends(rows).prefetch_related("assessors", "relationship__categories")
