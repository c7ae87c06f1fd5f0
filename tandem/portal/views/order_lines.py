"""What became of one order line, as its customer's system told it from import to import."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.facts.deliveries import KEY, line_history
from tandem.portal.views.cards import find_customer


@require_GET
def order_line(request: ActorRequest, slug: str) -> HttpResponse:
    """Each state of the line with what changed, and its receipts."""
    relationship = find_customer(request, slug)
    key = {name: request.GET.get(name, "") for name in KEY}
    if not any(key.values()):
        return redirect("portal:customer", slug)
    history = line_history(request.actor, relationship, key, today=timezone.localdate())
    if history is None:
        raise Http404
    context = {"relationship": relationship, "key": key, "history": history}
    return render(request, "portal/order_line.html", context)
