"""Claims and reconciliation statements as the supplier sees them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.core.errors import Refused
from tandem.incentives import actions, offers
from tandem.incentives.models import CLAIM_TONES, STATEMENT_TONES, Claim, Statement
from tandem.incentives.rules import statements as statement_rules
from tandem.incentives.views import claims as customers
from tandem.incentives.views import statements as of_customer

PER_PAGE = 25


@require_GET
def claims(request: ActorRequest) -> HttpResponse:
    rows = Claim.objects.sent_to(request.actor).select_related("relationship__customer")
    page = Paginator(rows.prefetch_related("items"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [(claim, CLAIM_TONES[claim.status]) for claim in page]}
    return render(request, "incentives/own/claims.html", context)


@require_GET
def claim(request: ActorRequest, pk: int) -> HttpResponse:
    return _claim_page(request, find(request, pk))


@require_POST
def attach(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    customers.take_in(request, found)
    return redirect("incentives_supplier:claim", pk)


@require_POST
def agree(request: ActorRequest, pk: int) -> HttpResponse:
    actions.agree(find(request, pk), by=request.actor, now=timezone.now())
    messages.success(request, _("Agreed. It is settled on the next reconciliation statement."))
    return redirect("incentives_supplier:claim", pk)


@require_POST
def offer(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    try:
        actions.offer(found, offers.read(request.POST), by=request.actor, now=timezone.now())
    except Refused as refusal:
        return _claim_page(request, find(request, pk), refused=str(refusal))
    messages.success(request, _("Your offer has been sent."))
    return redirect("incentives_supplier:claim", pk)


@require_GET
def paper(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return customers.hand_out(request, find(request, pk), file)


@require_GET
def statements(request: ActorRequest) -> HttpResponse:
    rows = Statement.objects.sent_to(request.actor).select_related("relationship__customer")
    page = Paginator(rows.prefetch_related("lines"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [(each, STATEMENT_TONES[each.status]) for each in page]}
    return render(request, "incentives/own/statements.html", context)


@require_GET
def statement(request: ActorRequest, pk: int) -> HttpResponse:
    found = find_statement(request, pk)
    context = {
        **of_customer.shown(request.actor, found),
        "may_sign": statement_rules.can_sign(request.actor, found),
    }
    return render(request, "incentives/own/statement.html", context)


@require_POST
def agree_to_statement(request: ActorRequest, pk: int) -> HttpResponse:
    found = find_statement(request, pk)
    digest = request.POST.get("digest", "")
    actions.agree_to_statement(found, digest, by=request.actor, now=timezone.now())
    messages.success(request, _("Signed. The customer has been told."))
    return redirect("incentives_supplier:statement", pk)


@require_POST
def return_statement(request: ActorRequest, pk: int) -> HttpResponse:
    found = find_statement(request, pk)
    actions.return_statement(
        found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now()
    )
    messages.success(request, _("Returned; the customer reads why."))
    return redirect("incentives_supplier:statement", pk)


@require_GET
def statement_pdf(request: ActorRequest, pk: int) -> HttpResponse:
    return of_customer.printed(find_statement(request, pk))


def _claim_page(request: ActorRequest, found: Claim, *, refused: str = "") -> HttpResponse:
    context = {**customers.shown(request.actor, found), "refused": refused, "typed": request.POST}
    return render(request, "incentives/own/claim.html", context, status=422 if refused else 200)


def find(request: ActorRequest, pk: int) -> Claim:
    rows = Claim.objects.sent_to(request.actor).select_related(
        "relationship__supplier", "relationship__customer"
    )
    return get_object_or_404(rows, pk=pk)


def find_statement(request: ActorRequest, pk: int) -> Statement:
    rows = Statement.objects.sent_to(request.actor).select_related(
        "relationship__supplier", "relationship__customer"
    )
    return get_object_or_404(rows.prefetch_related("lines"), pk=pk)
