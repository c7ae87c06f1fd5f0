"""The supplier's pages of what its customers ask."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.portal import cards, needs, rules
from tandem.portal.models import Ask
from tandem.portal.queries import asks as queries
from tandem.portal.views.answering import form_of, shown, submitted

PER_PAGE = 25


@require_GET
def needs_list(request: ActorRequest) -> HttpResponse:
    """What waits for this person at the supplier, for the inbox."""
    found = needs.of_supplier(request.actor, timezone.localdate())
    return render(request, "messaging/needs.html", {"needs": found})


@require_GET
def asks(request: ActorRequest) -> HttpResponse:
    """What customers ask: first what waits, the soonest due first, then what is done."""
    today = timezone.localdate()
    everything = Ask.objects.asked_of(request.actor)
    waiting = queries.with_ends(everything.waiting()).order_by("due_on", "pk")
    done = queries.with_ends(everything.exclude(pk__in=everything.waiting().values("pk")))
    context = {
        "waiting": [(one, one.is_overdue(today)) for one in waiting],
        "page": Paginator(done, PER_PAGE).get_page(request.GET.get("page")),
        "counts": queries.states(everything, today),
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "portal/asked_rows.html", context)
    return render(request, "portal/asked.html", context)


def ask(request: ActorRequest, pk: int) -> HttpResponse:
    """One request: answer it, or read what was answered."""
    found = _ask(request, pk)
    if found.objection_id is not None:
        return redirect("portal:objection", found.objection_id)
    context = shown(found, request.actor)
    if context["takes_answers"] and rules.can_answer(request.actor, found):
        form = form_of(request, found)
        if submitted(request, form, by=request.actor, via=Ask.Via.PORTAL):
            customer = found.relationship.customer
            messages.success(request, _("Your answer went to %(customer)s.") % {"customer": customer})
            return redirect("portal:ask", found.pk)
        return render(
            request, "portal/answer_ask.html", {**context, "form": form}, status=422 if form.is_bound else 200
        )
    if request.method == "POST":
        messages.warning(request, _("This request takes no answer any more."))
        return redirect("portal:ask", found.pk)
    return render(request, "portal/answer_ask.html", context)


@require_GET
def asked_card_lines(request: ActorRequest, pk: int, kpi: str) -> HttpResponse:
    """The lines behind one value of a scorecard one was asked to read."""
    found = _ask(request, pk)
    measured = cards.kpi_on(found.card, kpi) if found.card is not None else None
    if found.card is None or measured is None:
        raise Http404
    rows = cards.Lines(request.actor, found.card, measured, every=False)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"ask": found, "card": found.card, "kpi": measured, "page": page, "columns": rows.columns}
    name = (
        "portal/parts/lines_page.html"
        if request.htmx and request.htmx.target == "results"
        else "portal/asked_lines.html"
    )
    return render(request, name, context)


def _ask(request: ActorRequest, pk: int) -> Ask:
    rows = queries.with_ends(Ask.objects.asked_of(request.actor))
    return get_object_or_404(rows.select_related("card__run__customer", "card__run__template"), pk=pk)
