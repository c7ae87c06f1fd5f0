"""Claims as the customer sees them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.core.file_kinds import LARGEST
from tandem.incentives import actions, claim_history, offers
from tandem.incentives import rules as incentives
from tandem.incentives.forms.claims import ClaimForm, items
from tandem.incentives.models import CLAIM_TONES, Claim
from tandem.incentives.rules import claims as rules
from tandem.relationships import tabs

PER_PAGE = 25


@require_GET
def claims(request: ActorRequest) -> HttpResponse:
    rows = Claim.objects.of_customer(request.actor)
    status = request.GET.get("status", "")
    found = rows.filter(status=status) if status in Claim.Status.values else rows
    page = Paginator(
        found.select_related("relationship__supplier").prefetch_related("items"), PER_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(claim, CLAIM_TONES[claim.status]) for claim in page],
        "statuses": Claim.Status.choices,
        "any": rows.exists(),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "incentives/claims_rows.html", context)
    return render(request, "incentives/claims.html", context)


def new_claim(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    require(rules.can_write(request.actor, relationship), rules.out_of_reach(request.actor))
    return _edit(request, relationship, None)


def edit_claim(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    require(rules.can_write(request.actor, found.relationship), rules.out_of_reach(request.actor))
    return _edit(request, found.relationship, found)


@require_GET
def claim(request: ActorRequest, pk: int) -> HttpResponse:
    return page(request, find(request, pk))


@require_POST
def attach(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    take_in(request, found)
    return redirect(found)


@require_POST
def hand_in(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.hand_in(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Handed in. Somebody else approves and sends it."))
    return redirect(found)


@require_POST
def send_claim(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.send(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Approved and sent to the supplier."))
    return redirect(found)


@require_POST
def send_back_claim(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.send_back(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Sent back to who wrote it."))
    return redirect(found)


@require_POST
def agree_to_claim(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.agree(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Agreed. It is settled on the next reconciliation statement."))
    return redirect(found)


@require_POST
def offer_on_claim(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    try:
        actions.offer(found, offers.read(request.POST), by=request.actor, now=timezone.now())
    except Refused as refusal:
        return page(request, find(request, pk), refused=str(refusal))
    messages.success(request, _("Your offer has been sent."))
    return redirect(found)


@require_POST
def withdraw_claim(request: ActorRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.withdraw(found, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Withdrawn; it stays on record."))
    return redirect(found)


@require_GET
def claim_paper(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return hand_out(request, find(request, pk), file)


def page(request: ActorRequest, found: Claim, *, refused: str = "") -> HttpResponse:
    actor, now = request.actor, timezone.now()
    context = {
        **shown(actor, found),
        "may_write": found.status == Claim.Status.DRAFT and rules.can_write(actor, found.relationship),
        "may_approve": rules.can_approve(actor, found, now),
        "why_not": rules.why_not_approve(actor, found, now),
        "may_withdraw": rules.can_withdraw(actor, found),
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "incentives/claim.html", context, status=422 if refused else 200)


def shown(actor: Actor, found: Claim) -> dict[str, Any]:
    """What both sides see."""
    entries = AuditEntry.objects.visible_to(actor).about(found).order_by("-at", "-pk")
    return {
        "claim": found,
        "tone": CLAIM_TONES[found.status],
        "items": list(found.items.all()),
        "papers": list(found.papers.all()),
        "may_answer": rules.can_answer(actor, found),
        "may_attach": rules.can_attach(actor, found),
        "may_ask": incentives.can_ask_to_improve(actor, found),
        "history": claim_history.told(entries[:60]),
        "line": found.statement_lines.select_related("statement").first(),
    }


def take_in(request: ActorRequest, found: Claim) -> None:
    """The file that was sent with the request, as evidence."""
    require(rules.can_attach(request.actor, found))
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file first."))
    content = bytes(file.read(LARGEST + 1))
    actions.attach(found, content, name=file.name or "file", by=request.actor, now=timezone.now())
    messages.success(request, _("The evidence is kept with the claim."))


def hand_out(request: ActorRequest, found: Claim, paper: int) -> FileResponse:
    kept = get_object_or_404(found.papers.select_related("claim"), pk=paper)
    actions.record_download(kept, by=request.actor)
    return kept_files.handed_out(kept.path, file_name=kept.file_name, media_type=kept.media_type)


def _edit(request: ActorRequest, relationship: Any, found: Claim | None) -> HttpResponse:
    instance = Claim.objects.get(pk=found.pk) if found else None
    initial = {"currency": relationship.customer.currency} if found is None else None
    form = ClaimForm(request.POST or None, instance=instance, initial=initial)
    rows = items(request.POST or None, found)
    made: list[Claim] = []

    def act() -> None:
        written = actions.write_claim(
            relationship, form.told, rows.damages, by=request.actor, now=timezone.now(), claim=found
        )
        made.append(written)

    if request.method == "POST" and rows.is_valid() and accepted(form, act):
        messages.success(request, _("Kept as a draft. Attach the evidence, then hand it in."))
        return redirect(made[0])
    context = {"form": form, "rows": rows, "relationship": relationship, "claim": found}
    return render(request, "incentives/edit_claim.html", context, status=422 if form.is_bound else 200)


def find(request: ActorRequest, pk: int) -> Claim:
    rows = Claim.objects.of_customer(request.actor).select_related(
        "relationship__supplier", "relationship__customer"
    )
    return get_object_or_404(rows.prefetch_related("relationship__categories"), pk=pk)
