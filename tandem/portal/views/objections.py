"""The supplier's pages of what it has to say of its cards: acknowledged, or appealed against line by line."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.kept_files import handed_out
from tandem.portal import cards, objection_lines
from tandem.scorecards import actions, earlier, objection_pages
from tandem.scorecards.forms.objections import GroundsForm, SubmitForm
from tandem.scorecards.models import Card, EarlierCard, Evidence, Kpi, Objection
from tandem.scorecards.models.objections import TONES
from tandem.scorecards.queries import objections as queries
from tandem.scorecards.rules import objections as rules

PER_PAGE = 25


@require_POST
def acknowledge_card(request: ActorRequest, pk: int) -> HttpResponse:
    found = _card(request, pk)
    actions.acknowledge(found, by=request.actor, now=timezone.now())
    messages.success(request, _("The customer sees that you have taken note of the card."))
    return redirect("portal:card", pk)


@require_POST
def appeal(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin an appeal against a card, or go on with the one begun."""
    found = actions.open_appeal(_card(request, pk), by=request.actor, now=timezone.now())
    return redirect("portal:objection", found.pk)


@require_GET
def objections(request: ActorRequest) -> HttpResponse:
    """What one has sent, or begun to write, the newest first."""
    found = Objection.objects.raised_by(request.actor).select_related("relationship__customer")
    page = Paginator(found.annotate(count=Count("lines")).order_by("-opened_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "rows": [(each, TONES[each.status]) for each in page]}
    return render(request, "portal/objections/list.html", context)


@require_GET
def objection(request: ActorRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk), SubmitForm())


@require_http_methods(["GET", "POST"])
def dispute_lines(request: ActorRequest, pk: int, kpi: str) -> HttpResponse:
    """Mark lines behind one value, with one reason for those marked together."""
    found = _writable(request, pk)
    card, measured = _measured(found, kpi)
    if measured.is_judged:  # by people: no line stands behind it
        return redirect("portal:dispute_criterion", pk, kpi)
    form = GroundsForm(request.POST or None, request.FILES or None)
    keys = objection_lines.read(request.POST.getlist("line"))
    if request.method == "POST" and not keys:
        form.is_valid()
        form.add_error(None, _("Mark the lines that should not count."))
    elif request.method == "POST" and accepted(
        form,
        lambda: actions.dispute(found, measured, keys, form.grounds, by=request.actor, now=timezone.now()),
    ):
        return redirect("portal:objection", pk)
    rows = objection_lines.MarkableLines(
        request.actor, card, measured, found.lines.exclude(number="").filter(kpi=measured.code)
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "objection": found,
        "kpi": measured,
        "page": page,
        "form": form,
        "chosen": set(request.POST.getlist("line")),
        "back": "portal:objection",
    }
    status = 422 if form.errors else 200
    return render(request, "portal/objections/mark.html", context, status=status)


@require_http_methods(["GET", "POST"])
def dispute_criterion(request: ActorRequest, pk: int, kpi: str) -> HttpResponse:
    """Object to a criterion as a whole."""
    found = _writable(request, pk)
    _card_of, measured = _measured(found, kpi)
    form = GroundsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and accepted(
        form,
        lambda: actions.dispute(found, measured, (), form.grounds, by=request.actor, now=timezone.now()),
    ):
        return redirect("portal:objection", pk)
    context = {"objection": found, "kpi": measured, "form": form}
    status = 422 if form.errors else 200
    return render(request, "portal/objections/criterion.html", context, status=status)


@require_POST
def take_back(request: ActorRequest, pk: int, line: int) -> HttpResponse:
    found = _writable(request, pk)
    disputed = get_object_or_404(found.lines.select_related("objection__relationship"), pk=line)
    actions.take_back(disputed, by=request.actor, now=timezone.now())
    return redirect("portal:objection", pk)


@require_POST
def submit_objection(request: ActorRequest, pk: int) -> HttpResponse:
    found = _writable(request, pk)
    form = SubmitForm(request.POST)
    if not accepted(form, lambda: _submit(request, found, form)):
        return _page(request, found, form, status=422)
    messages.success(request, _("Sent to the customer."))
    return redirect("portal:objection", pk)


@require_POST
def confirm_objection(request: ActorRequest, pk: int) -> HttpResponse:
    """Everything is right in a data check."""
    found = _writable(request, pk)
    actions.confirm(found, by=request.actor, now=timezone.now())
    messages.success(request, _("The customer sees that your lines are right."))
    return redirect("portal:objection", pk)


@require_POST
def withdraw_objection(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.withdraw(found, by=request.actor, now=timezone.now())
    return redirect("portal:objections")


@never_cache
@require_GET
def objection_evidence(request: ActorRequest, pk: int, file: int) -> FileResponse:
    found = get_object_or_404(Evidence, pk=file, objection=_find(request, pk))
    answer = handed_out(found.path, file_name=found.file_name, media_type=found.media_type)
    actions.record_evidence_download(found, by=request.actor)
    return answer


@require_GET
def earlier_card(request: ActorRequest, pk: int) -> HttpResponse:
    """A version of a published card that another has replaced, and what changed since."""
    rows = EarlierCard.objects.visible_to(request.actor).filter(
        relationship__supplier=request.actor.organization_id, shown=True
    )
    found = get_object_or_404(earlier.whole(rows), pk=pk)
    context = {
        **earlier.explained(found, own=False),
        "relationship": found.relationship,
        "tab": "card",
    }
    return render(request, "portal/earlier_card.html", context)


def _submit(request: ActorRequest, found: Objection, form: SubmitForm) -> None:
    actions.submit(found, remark=form.cleaned_data["remark"], by=request.actor, now=timezone.now())


def _card(request: ActorRequest, pk: int) -> Card:
    found: Card = get_object_or_404(cards.cards_of(request.actor), pk=pk, site="")
    require(rules.can_object(request.actor, found.relationship))
    return found


def _find(request: ActorRequest, pk: int) -> Objection:
    rows = Objection.objects.raised_by(request.actor)
    return get_object_or_404(rows.select_related("relationship__supplier", "relationship__customer"), pk=pk)


def _writable(request: ActorRequest, pk: int) -> Objection:
    found = _find(request, pk)
    require(rules.can_object(request.actor, found.relationship))
    return found


def _measured(found: Objection, code: str) -> tuple[Card, Kpi]:
    card = queries.card_of(found)
    measured = queries.kpis_of(card).get(code)
    if measured is None:
        raise Http404
    return card, measured


def _page(request: ActorRequest, found: Objection, form: SubmitForm, *, status: int = 200) -> HttpResponse:
    writing = rules.can_write(request.actor, found)
    context = {
        **objection_pages.shown(
            found, page=reverse("portal:order_line", args=[found.relationship.customer.slug])
        ),
        "relationship": found.relationship,
        "form": form,
        "own": False,
        "evidence_url": "portal:objection_evidence",
        "may_take_back": writing,
        "writing": writing,
        "may_withdraw": rules.can_withdraw(request.actor, found),
        "late": rules.is_late(found, timezone.now()),
    }
    return render(request, "portal/objections/objection.html", context, status=status)
