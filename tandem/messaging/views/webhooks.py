"""An organisation's webhooks: for those who manage its integrations; for everybody else these pages are not there."""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import accepted
from tandem.messaging import actions, kinds, rules
from tandem.messaging.forms import EndpointForm
from tandem.messaging.models import Delivery, Endpoint
from tandem.messaging.sentences import sentence

ON_A_PAGE = 25


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: ActorRequest, *args: int, **options: int) -> HttpResponse:
        if not rules.can_manage_webhooks(request.actor):
            raise Http404
        return view(request, *args, **options)

    return guarded


@for_administrators
def webhooks(request: ActorRequest) -> HttpResponse:
    endpoints = Endpoint.objects.visible_to(request.actor)
    return render(request, "messaging/webhooks.html", {"endpoints": endpoints})


@never_cache
@for_administrators
def add_endpoint(request: ActorRequest) -> HttpResponse:
    """A form; then the new endpoint's page with its secret, this once."""
    form = EndpointForm(request.POST or None)
    made: list[tuple[Endpoint, str]] = []

    def add() -> None:
        values = form.cleaned_data
        made.append(
            actions.add_endpoint(
                values["name"],
                url=values["url"],
                chosen=values["kinds"],
                by=request.actor,
                now=timezone.now(),
            )
        )

    if accepted(form, add):
        endpoint, secret = made[0]
        return _show(request, endpoint, secret=secret)
    context = {
        "form": form,
        "heading": _("New webhook"),
        "action": _("Add"),
        "back": reverse("messaging:webhooks"),
    }
    return render(request, "messaging/endpoint_form.html", context, status=422 if form.is_bound else 200)


@for_administrators
def endpoint(request: ActorRequest, pk: int) -> HttpResponse:
    return _show(request, _endpoint(request, pk))


@for_administrators
def edit_endpoint(request: ActorRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    form = EndpointForm(
        request.POST or None, initial={"name": found.name, "url": found.url, "kinds": found.kinds}
    )

    def change() -> None:
        values = form.cleaned_data
        actions.change_endpoint(
            found, name=values["name"], url=values["url"], chosen=values["kinds"], by=request.actor
        )

    if accepted(form, change):
        messages.success(request, _("The webhook was changed."))
        return redirect(found)
    context = {
        "form": form,
        "heading": found.name,
        "action": _("Save"),
        "back": reverse("messaging:endpoint", args=[pk]),
    }
    return render(request, "messaging/endpoint_form.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@for_administrators
def rotate_secret(request: ActorRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    secret = actions.rotate_secret(found, by=request.actor, now=timezone.now())
    return _show(request, found, secret=secret)


@require_POST
@for_administrators
def switch_endpoint(request: ActorRequest, pk: int) -> HttpResponse:
    """Off where it is on, on where it is off."""
    found = _endpoint(request, pk)
    if found.status == Endpoint.Status.ACTIVE:
        actions.disable_endpoint(found, by=request.actor)
    else:
        actions.enable_endpoint(found, by=request.actor)
    return redirect(found)


@require_POST
@for_administrators
def remove_endpoint(request: ActorRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    actions.remove_endpoint(found, by=request.actor)
    messages.success(request, _("“%(name)s” was removed.") % {"name": found})
    return redirect("messaging:webhooks")


@require_POST
@for_administrators
def ping_endpoint(request: ActorRequest, pk: int) -> HttpResponse:
    found = _endpoint(request, pk)
    return redirect(actions.ping(found, by=request.actor, now=timezone.now()))


@for_administrators
def delivery(request: ActorRequest, pk: int) -> HttpResponse:
    """One delivery with what was sent and every attempt; while it waits, the page asks again."""
    found = _delivery(request, pk)
    context = {
        "delivery": found,
        "said": _said(found),
        "sent": json.dumps(json.loads(actions.payload(found.event)), ensure_ascii=False, indent=2),
        "attempts": found.attempts.all(),
        "soon": found.state == Delivery.State.WAITING and found.tries == 0,
    }
    partly = request.htmx and not request.htmx.history_restore_request
    name = "messaging/delivery_body.html" if partly else "messaging/delivery.html"
    return render(request, name, context)


@require_POST
@for_administrators
def deliver_again(request: ActorRequest, pk: int) -> HttpResponse:
    found = _delivery(request, pk)
    actions.deliver_again(found, by=request.actor, now=timezone.now())
    return redirect(found)


def _show(request: ActorRequest, found: Endpoint, *, secret: str = "") -> HttpResponse:
    log = found.deliveries.select_related("event")
    page = Paginator(log, ON_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "endpoint": found,
        "secret": secret,
        "page": page,
        "rows": [(each, _said(each)) for each in page.object_list],
        "both_sign": found.previous_until and now < found.previous_until,
        "events": [kinds.KINDS[name].label for name in found.kinds if name in kinds.KINDS],
        "guarded": settings.TANDEM_PRODUCTION,
    }
    return render(request, "messaging/endpoint.html", context)


def _said(delivery: Delivery) -> str:
    event = delivery.event
    return _("A test") if event.kind == kinds.PING else sentence(event.kind, event.context)


def _endpoint(request: ActorRequest, pk: int) -> Endpoint:
    return get_object_or_404(Endpoint.objects.visible_to(request.actor), pk=pk)


def _delivery(request: ActorRequest, pk: int) -> Delivery:
    rows = Delivery.objects.visible_to(request.actor).select_related("endpoint", "event__organization")
    return get_object_or_404(rows, pk=pk)
