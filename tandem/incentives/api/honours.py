"""Honours at both ends, and what a certificate's code says to anybody."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.incentives import verifying
from tandem.incentives.api.routing import router
from tandem.incentives.models import Honour

BY_DAY = {"given": Order("given_on", never_null=True)}


class HonourOut(TypedDict):
    """`effect` is award, certificate or commendation; `code` is what anybody verifies it by."""

    id: int
    customer: str
    supplier: str
    effect: str
    title: str
    year: int
    given_on: date
    code: str


class Verified(TypedDict):
    """Who gave what to whom; `holds` is false once it was taken back."""

    code: str
    title: str
    customer: str
    supplier: str
    year: int
    given_on: date
    holds: bool
    revoked_on: date | None


class Code(BaseModel):
    """However it was typed: small letters, without dashes."""

    code: Word


@router.get(
    "/honours",
    **asks(Scope.READ_INCENTIVES, _("Honours the organisation gave, the newest first"), PageOf[HonourOut]),
)
def honours(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    return _listed(request, Honour.objects.given_by(request.actor), paging)


@router.get(
    "/received-honours",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("Honours the organisation holds, the newest first"), PageOf[HonourOut]),
)
def received_honours(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    return _listed(request, Honour.objects.held_by(request.actor), paging)


@router.get(
    "/honours/verification",
    **asks(Scope.READ_ORGANISATION, _("Verify a certificate by its code, whoever holds it"), Verified),
)
def verify_honour(request: ApiRequest, asked: Query[Code]) -> HttpResponse:
    found = verifying.found(asked.code)
    if found is None:
        raise Http404
    return answer(
        Verified(
            code=found.code,
            title=str(found),
            customer=found.relationship.customer.name,
            supplier=found.relationship.supplier.name,
            year=found.year,
            given_on=found.given_on,
            holds=found.revoked_on is None,
            revoked_on=found.revoked_on,
        )
    )


def _listed(request: ApiRequest, rows: QuerySet[Honour], paging: Paging) -> HttpResponse:
    rows = rows.filter(revoked_on=None).select_related(
        "relationship__customer", "relationship__supplier", "consequence"
    )
    return listed(request, rows, _honour, orders=BY_DAY, sort="-given", paging=paging)


def _honour(found: Honour) -> HonourOut:
    return HonourOut(
        id=found.pk,
        customer=found.relationship.customer.slug,
        supplier=found.relationship.supplier.slug,
        effect=found.consequence.effect,
        title=str(found),
        year=found.year,
        given_on=found.given_on,
        code=found.code,
    )
