"""Claims and reconciliation statements as the supplier sees them."""

from typing import Annotated

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Query
from ninja.files import UploadedFile as SentFile
from pydantic import Field

from tandem.accounts.rest import ApiRequest, Body, PageOf, answer, asks
from tandem.accounts.scopes import Scope
from tandem.incentives import actions
from tandem.incentives.api.claims import (
    ClaimOut,
    ClaimPaging,
    ClaimWhole,
    Offer,
    amounts,
    attach,
    listed_claims,
    whole,
    with_ends,
)
from tandem.incentives.api.routing import Because, router
from tandem.incentives.api.statements import (
    ReconciliationOut,
    ReconciliationWhole,
    StatementPaging,
    listed_statements,
    told,
    with_lines,
)
from tandem.incentives.models import Claim, Statement


class Signature(Body):
    """`digest` is that of the lines that were read: others are not signed."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@router.get(
    "/received-claims",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("Claims that customers sent to one, the newest first"), PageOf[ClaimOut]),
)
def received_claims(request: ApiRequest, asked: Query[ClaimPaging]) -> HttpResponse:
    rows = Claim.objects.sent_to(request.actor)
    if asked.relationship:
        rows = rows.filter(relationship__customer__slug=asked.relationship)
    return listed_claims(request, rows, asked)


@router.get(
    "/received-claims/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One of these claims with its items and evidence"), ClaimWhole),
)
def received_claim(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(whole(_find(request, pk)))


@router.post(
    "/received-claims/{int:pk}/evidence",
    tags=["customers"],
    **asks(Scope.ANSWER_INCENTIVES, _("Attach evidence against a claim"), ClaimWhole),
)
def attach_to_received_claim(request: ApiRequest, pk: int, file: File[SentFile]) -> HttpResponse:
    attach(request, _find(request, pk), file)
    return answer(whole(_find(request, pk)))


@router.post(
    "/received-claims/{int:pk}/agreement",
    tags=["customers"],
    **asks(Scope.ANSWER_INCENTIVES, _("Agree to what the customer claims or offered last"), ClaimWhole),
)
def agree_to_received_claim(request: ApiRequest, pk: int) -> HttpResponse:
    actions.agree(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.post(
    "/received-claims/{int:pk}/offer",
    tags=["customers"],
    **asks(Scope.ANSWER_INCENTIVES, _("Offer the customer other amounts"), ClaimWhole),
)
def offer_on_received_claim(request: ApiRequest, pk: int, offer: Offer) -> HttpResponse:
    actions.offer(_find(request, pk), amounts(offer), by=request.actor, now=timezone.now())
    return answer(whole(_find(request, pk)))


@router.get(
    "/received-reconciliation-statements",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        _("Reconciliation statements that customers sent to one, the newest first"),
        PageOf[ReconciliationOut],
    ),
)
def received_statements(request: ApiRequest, asked: Query[StatementPaging]) -> HttpResponse:
    rows = Statement.objects.sent_to(request.actor)
    if asked.relationship:
        rows = rows.filter(relationship__customer__slug=asked.relationship)
    return listed_statements(request, rows, asked)


@router.get(
    "/received-reconciliation-statements/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One of these statements with its lines"), ReconciliationWhole),
)
def received_statement(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(told(_find_statement(request, pk)))


@router.post(
    "/received-reconciliation-statements/{int:pk}/signature",
    tags=["customers"],
    **asks(Scope.ANSWER_INCENTIVES, _("Sign the lines that were read"), ReconciliationWhole),
)
def agree_to_statement(request: ApiRequest, pk: int, signature: Signature) -> HttpResponse:
    found = _find_statement(request, pk)
    actions.agree_to_statement(found, signature.digest, by=request.actor, now=timezone.now())
    return answer(told(_find_statement(request, pk)))


@router.post(
    "/received-reconciliation-statements/{int:pk}/return",
    tags=["customers"],
    **asks(Scope.ANSWER_INCENTIVES, _("Return a statement unsigned"), ReconciliationWhole),
)
def return_statement(request: ApiRequest, pk: int, because: Because) -> HttpResponse:
    found = _find_statement(request, pk)
    actions.return_statement(found, reason=because.reason, by=request.actor, now=timezone.now())
    return answer(told(_find_statement(request, pk)))


def _find(request: ApiRequest, pk: int) -> Claim:
    return get_object_or_404(with_ends(Claim.objects.sent_to(request.actor)), pk=pk)


def _find_statement(request: ApiRequest, pk: int) -> Statement:
    return get_object_or_404(with_lines(Statement.objects.sent_to(request.actor)), pk=pk)
