"""Reconciliation statements as the customer sees them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry
from tandem.accounts.requests import ActorRequest
from tandem.core import formats, pdf
from tandem.incentives import actions, claim_history
from tandem.incentives.models import STATEMENT_TONES, Claim, Consequence, Statement, StatementLine
from tandem.incentives.models.policies import MONEY
from tandem.incentives.rules import statements as rules
from tandem.relationships import tabs
from tandem.relationships.models import Relationship

PER_PAGE = 25


@require_GET
def statements(request: ActorRequest) -> HttpResponse:
    rows = Statement.objects.of_customer(request.actor)
    status = request.GET.get("status", "")
    found = rows.filter(status=status) if status in Statement.Status.values else rows
    shown_page = Paginator(
        found.select_related("relationship__supplier").prefetch_related("lines"), PER_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "page": shown_page,
        "rows": [(each, STATEMENT_TONES[each.status]) for each in shown_page],
        "statuses": Statement.Status.choices,
        "any": rows.exists(),
        "waiting": waiting(request.actor),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "incentives/statements_rows.html", context)
    return render(request, "incentives/statements.html", context)


def waiting(actor: Actor) -> list[tuple[Relationship, list[str]]]:
    """Of whom something is due that stands on no statement, and in which currencies."""
    cases = Consequence.objects.of_customer(actor).filter(
        effect__in=MONEY, status=Consequence.Status.IN_FORCE, statement_lines__isnull=True
    )
    reversed_since = actions.settled_before(Consequence.objects.of_customer(actor).filter(effect__in=MONEY))
    claims = Claim.objects.of_customer(actor).filter(status=Claim.Status.AGREED, statement_lines__isnull=True)
    found: dict[int, set[str]] = {}
    for rows in (cases, reversed_since, claims):
        for relationship, currency in rows.order_by().values_list("relationship", "currency").distinct():
            found.setdefault(relationship, set()).add(currency)
    known = Relationship.objects.visible_to(actor).filter(pk__in=found).select_related("supplier")
    known = known.prefetch_related("categories")
    return [
        (each, sorted(found[each.pk]))
        for each in known.order_by("supplier__name")
        if rules.can_make(actor, each)
    ]


@require_POST
def make_statement(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    currency = request.POST.get("currency", "")
    made = actions.make_statement(relationship, currency, by=request.actor, now=timezone.now())
    return redirect(made)


@require_GET
def statement(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    may_make = rules.can_make(request.actor, found.relationship)
    is_open = found.status in (Statement.Status.DRAFT, Statement.Status.RETURNED)
    context = {
        **shown(request.actor, found),
        "may_make": may_make,
        "is_open": is_open,
        "due": actions.due(found.relationship, found.currency) if may_make and is_open else [],
    }
    return render(request, "incentives/statement.html", context)


@require_POST
def take_in(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.take_in(found, by=request.actor)
    return redirect(found)


@require_POST
def take_off(request: ActorRequest, pk: int, record: int) -> HttpResponse:
    found = find(request, pk)
    actions.take_off(found, record, by=request.actor)
    messages.success(request, _("Taken off; it waits for a later statement."))
    return redirect(found)


@require_POST
def sign_statement(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.sign_and_send(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Signed and sent to the supplier."))
    return redirect(found)


@require_POST
def settle_statement(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    document = request.POST.get("document", "")
    actions.settle_statement(found, document=document, by=request.actor, now=timezone.now())
    messages.success(request, _("Settled, with everything that stands on it."))
    return redirect(found)


@require_GET
def statement_pdf(request: ActorRequest, pk: int) -> HttpResponse:
    return printed(find(request, pk))


def shown(actor: Actor, found: Statement) -> dict[str, Any]:
    """What both sides see: the same lines and the same total."""
    entries = AuditEntry.objects.visible_to(actor).about(found).order_by("-at", "-pk")
    chinese = (get_language() or "").startswith("zh")
    lines = list(found.lines.select_related("consequence", "claim"))
    return {
        "statement": found,
        "tone": STATEMENT_TONES[found.status],
        "lines": [(line, (line.text_local if chinese else "") or line.text) for line in lines],
        "total": found.total,
        "who_owes": who_owes(found),
        "history": claim_history.told(entries[:60]),
    }


def printed(found: Statement) -> HttpResponse:
    now, language = timezone.now(), get_language() or "en"
    chinese = language.startswith("zh")
    relationship = found.relationship
    data = {
        "title": _("Reconciliation statement"),
        "subject": f"{relationship.customer} · {relationship.supplier}",
        "footer": _("Reconciliation statement no. %(number)s") % {"number": found.number},
        "author": str(relationship.customer),
        "number": _("No. %(number)s") % {"number": found.number},
        "status": found.get_status_display(),
        "tone": "good" if found.status in ("agreed", "settled") else "warning",
        "facts": [
            [_("Customer"), str(relationship.customer)],
            [_("Supplier"), str(relationship.supplier)],
            [_("Currency"), found.currency],
            [_("Document in the ERP"), found.erp_document or "–"],
        ],
        "header": [_("What for"), _("Tax treatment"), _("Amount")],
        "lines": [
            [
                (line.text_local if chinese else "") or line.text,
                str(StatementLine(tax=line.tax).get_tax_display()),
                formats.money(line.amount, found.currency, language),
            ]
            for line in found.lines.all()
        ],
        "total": [_("Total"), formats.money(found.total, found.currency, language)],
        "who_owes": who_owes(found),
        "signatures": [
            _signed(_("For the customer"), found.sent_by_name, found.sent_at, language),
            _signed(_("For the supplier"), found.agreed_by_name, found.agreed_at, language),
        ],
        "digest": _("Both sign these lines by their SHA-256: %(digest)s") % {"digest": found.customer_digest}
        if found.customer_digest
        else "",
    }
    content = pdf.render("incentives/statement", data, now=now)
    return pdf.handed_out(content, f"statement-{found.number}.pdf")


def who_owes(found: Statement) -> str:
    total, language = found.total, get_language() or "en"
    words = {
        "amount": formats.money(abs(total), found.currency, language),
        "customer": found.relationship.customer,
        "supplier": found.relationship.supplier,
    }
    if total > 0:
        return _("%(customer)s owes %(supplier)s %(amount)s.") % words
    if total < 0:
        return _("%(supplier)s owes %(customer)s %(amount)s.") % words
    return _("Nobody owes anything.")


def _signed(role: str, name: str, at: Any, language: str) -> dict[str, str]:
    return {"role": role, "name": name, "day": formats.moment(localtime(at), language) if at else ""}


def find(request: ActorRequest, pk: int) -> Statement:
    rows = Statement.objects.of_customer(request.actor).select_related(
        "relationship__supplier", "relationship__customer"
    )
    return get_object_or_404(rows.prefetch_related("lines", "relationship__categories"), pk=pk)
