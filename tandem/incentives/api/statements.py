"""Reconciliation statements as the customer sees them: gathered, signed and sent, settled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.incentives import actions
from tandem.incentives.api.consequences import Document
from tandem.incentives.api.routing import router
from tandem.incentives.models import Statement, StatementLine
from tandem.relationships.api import Currency, find

BY_DAY = {"made": Order("made_at", never_null=True)}
StatusName = Literal["draft", "sent", "returned", "agreed", "settled"]


class ReconciliationOut(TypedDict):
    """`total` as the supplier's account sees it: above 0 the customer owes, below 0 the supplier does."""

    id: int
    number: int
    status: str
    customer: str
    supplier: str
    relationship: str
    currency: str
    total: str
    made_at: datetime
    sent_at: datetime | None
    sent_by: str | None
    agreed_at: datetime | None
    agreed_by: str | None
    settled_at: datetime | None
    erp_document: str
    returned_because: str


class ReconciliationLine(TypedDict):
    """Of a reward or penalty, or of a claim, by its id; a `reversal` turns round what was settled before."""

    id: int
    consequence: int | None
    claim: int | None
    reversal: bool
    text: str
    tax: str
    amount: str


class ReconciliationWhole(ReconciliationOut):
    """`digest` is the SHA-256 of the lines that the customer signed, and that the supplier signs too."""

    digest: str | None
    lines: list[ReconciliationLine]


class StatementPaging(Paging):
    status: StatusName | None = None
    relationship: Text = ""


class NewStatement(Body):
    relationship: Word
    currency: Currency


@router.get(
    "/reconciliation-statements",
    **asks(
        Scope.READ_INCENTIVES, _("Reconciliation statements, the newest first"), PageOf[ReconciliationOut]
    ),
)
def reconciliation_statements(request: ApiRequest, asked: Query[StatementPaging]) -> HttpResponse:
    rows = Statement.objects.of_customer(request.actor)
    if asked.relationship:
        rows = rows.filter(relationship__slug=asked.relationship)
    return listed_statements(request, rows, asked)


@router.post(
    "/reconciliation-statements",
    **asks(
        Scope.WRITE_INCENTIVES,
        _("Gather what is due to or from a supplier in one currency"),
        ReconciliationWhole,
        status=201,
    ),
)
def make_statement(request: ApiRequest, new: NewStatement) -> HttpResponse:
    relationship = find(request, new.relationship)
    made = actions.make_statement(relationship, new.currency, by=request.actor, now=timezone.now())
    return answer(
        told(_find(request, made.pk)), status=201, location=f"/api/v1/reconciliation-statements/{made.pk}"
    )


@router.get(
    "/reconciliation-statements/{int:pk}",
    **asks(Scope.READ_INCENTIVES, _("One reconciliation statement with its lines"), ReconciliationWhole),
)
def reconciliation_statement(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(told(_find(request, pk)))


@router.post(
    "/reconciliation-statements/{int:pk}/lines",
    **asks(Scope.WRITE_INCENTIVES, _("Take in what has become due since"), ReconciliationWhole),
)
def take_in(request: ApiRequest, pk: int) -> HttpResponse:
    actions.take_in(_find(request, pk), by=request.actor)
    return answer(told(_find(request, pk)))


@router.delete(
    "/reconciliation-statements/{int:pk}/lines/{int:line}",
    **asks(Scope.WRITE_INCENTIVES, _("Leave a line for a later statement"), ReconciliationWhole),
)
def take_off(request: ApiRequest, pk: int, line: int) -> HttpResponse:
    found = _find(request, pk)
    get_object_or_404(found.lines, pk=line)
    actions.take_off(found, line, by=request.actor)
    return answer(told(_find(request, pk)))


@router.post(
    "/reconciliation-statements/{int:pk}/signature",
    **asks(Scope.DECIDE_INCENTIVES, _("Sign the statement and send it to the supplier"), ReconciliationWhole),
)
def sign_statement(request: ApiRequest, pk: int) -> HttpResponse:
    actions.sign_and_send(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(told(_find(request, pk)))


@router.post(
    "/reconciliation-statements/{int:pk}/settlement",
    **asks(
        Scope.WRITE_INCENTIVES,
        _("Say by which document the ERP posted what both have signed"),
        ReconciliationWhole,
    ),
)
def settle_statement(request: ApiRequest, pk: int, by: Document) -> HttpResponse:
    actions.settle_statement(_find(request, pk), document=by.document, by=request.actor, now=timezone.now())
    return answer(told(_find(request, pk)))


def listed_statements(request: ApiRequest, rows: QuerySet[Statement], asked: StatementPaging) -> HttpResponse:
    if asked.status:
        rows = rows.filter(status=asked.status)
    return listed(request, rows, _statement, orders=BY_DAY, sort="-made", paging=asked, load=_loaded)


def _loaded(rows: QuerySet[Statement]) -> Sequence[Statement]:
    return list(with_lines(rows))


def with_lines(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    rows = rows.select_related("relationship__supplier", "relationship__customer")
    return rows.prefetch_related("lines")


def _find(request: ApiRequest, pk: int) -> Statement:
    return get_object_or_404(with_lines(Statement.objects.of_customer(request.actor)), pk=pk)


def _statement(found: Statement) -> ReconciliationOut:
    return ReconciliationOut(
        id=found.pk,
        number=found.number,
        status=found.status,
        customer=found.relationship.customer.slug,
        supplier=found.relationship.supplier.slug,
        relationship=found.relationship.slug,
        currency=found.currency,
        total=f"{found.total:f}",
        made_at=found.made_at,
        sent_at=found.sent_at,
        sent_by=found.sent_by_name or None,
        agreed_at=found.agreed_at,
        agreed_by=found.agreed_by_name or None,
        settled_at=found.settled_at,
        erp_document=found.erp_document,
        returned_because=found.returned_because,
    )


def told(found: Statement) -> ReconciliationWhole:
    chinese = (get_language() or "").startswith("zh")
    return ReconciliationWhole(
        **_statement(found),
        digest=found.customer_digest or None,
        lines=[_line(line, chinese) for line in found.lines.all()],
    )


def _line(line: StatementLine, chinese: bool) -> ReconciliationLine:
    return ReconciliationLine(
        id=line.pk,
        consequence=line.consequence_id,
        claim=line.claim_id,
        reversal=line.reversal,
        text=(line.text_local if chinese else "") or line.text,
        tax=line.tax,
        amount=f"{line.amount:f}",
    )
