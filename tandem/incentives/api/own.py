"""Rewards and penalties as the supplier sees them: what was announced to it, and its word on it."""

from typing import Annotated

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from tandem.accounts.rest import ApiRequest, Body, PageOf, answer, asks
from tandem.accounts.scopes import Scope
from tandem.incentives import actions
from tandem.incentives.api.consequences import (
    ConsequenceOut,
    ConsequencePaging,
    Course,
    Marked,
    course,
    listed_consequences,
    with_ends,
)
from tandem.incentives.api.routing import router
from tandem.incentives.models import Consequence


class NewObjection(Body):
    """To the whole, or to the lines that are named."""

    text: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
    lines: Annotated[list[Marked], Field(max_length=1000)] = []


@router.get(
    "/received-consequences",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        _("Rewards and penalties that customers announced to one, the newest first"),
        PageOf[ConsequenceOut],
    ),
)
def received_consequences(request: ApiRequest, asked: Query[ConsequencePaging]) -> HttpResponse:
    rows = Consequence.objects.announced_to(request.actor)
    if asked.relationship:
        rows = rows.filter(relationship__customer__slug=asked.relationship)
    return listed_consequences(request, rows, asked)


@router.get(
    "/received-consequences/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One of these, with the order lines it rests on"), Course),
)
def received_consequence(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(course(_find(request, pk)))


@router.post(
    "/received-consequences/{int:pk}/acceptance",
    tags=["customers"],
    **asks(Scope.ANSWER_INCENTIVES, _("Accept a penalty: it comes into force at once"), Course),
)
def accept_consequence(request: ApiRequest, pk: int) -> HttpResponse:
    actions.accept(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(course(_find(request, pk)))


@router.post(
    "/received-consequences/{int:pk}/appeal",
    tags=["customers"],
    **asks(Scope.ANSWER_INCENTIVES, _("Appeal: against the whole, or single lines"), Course),
)
def appeal_consequence(request: ApiRequest, pk: int, new: NewObjection) -> HttpResponse:
    disputed = {each.line: each.why for each in new.lines}
    actions.appeal(_find(request, pk), text=new.text, disputed=disputed, by=request.actor, now=timezone.now())
    return answer(course(_find(request, pk)))


def _find(request: ApiRequest, pk: int) -> Consequence:
    return get_object_or_404(with_ends(Consequence.objects.announced_to(request.actor)), pk=pk)
