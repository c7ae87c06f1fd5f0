"""The Deliveries tab of a relationship's page, and the history of one order line."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.requests import ActorRequest
from tandem.facts.deliveries import KEY, OrderLines, Which, line_history
from tandem.relationships import tabs

PAGE = 25


def deliveries_tab(request: ActorRequest, slug: str) -> HttpResponse:
    """A supplier's order lines: first what is overdue, else what there is."""
    relationship = tabs.find(request, slug)
    asked = next((which for which in Which if which == request.GET.get("which")), None)
    lines = OrderLines(request.actor, relationship, asked, today=timezone.localdate())
    labels = {
        Which.ALL: _("All"),
        Which.OVERDUE: _("Overdue"),
        Which.COMING: _("Still to come"),
        Which.LATE: _("Late"),
        Which.MOVED: _("Date moved by us"),
    }
    context = {
        "relationship": relationship,
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "which": lines.which,
        "lists": [(which.value, label, lines.counts[which]) for which, label in labels.items()],
    }
    if request.htmx and request.htmx.target == "results":
        return render(request, "facts/order_lines.html", context)
    return tabs.answer(request, relationship, "deliveries", "facts/deliveries_tab.html", context)


def order_line(request: ActorRequest, slug: str) -> HttpResponse:
    """What each batch said of one order line, and its receipts."""
    relationship = tabs.find(request, slug)
    key = {name: request.GET.get(name, "") for name in KEY}
    if not any(key.values()):
        return redirect("facts:deliveries_tab", relationship.slug)
    history = line_history(request.actor, relationship, key, today=timezone.localdate())
    if history is None:
        raise Http404
    context = {"relationship": relationship, "key": key, "history": history}
    return render(request, "facts/order_line.html", context)
