"""Webhooks, and what came of each delivery."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.core.errors import Refused
from tandem.messaging import actions, kinds
from tandem.messaging.models import Delivery, Endpoint

router = Router(tags=["webhooks"])
Address = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^https?://[^\s\x00]+$")]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
Events = Annotated[list[Word], Field(min_length=1, max_length=100)]


class WebhookOut(TypedDict):
    """`events` are what it is told; `failing_since` is null while deliveries arrive."""

    id: int
    name: str
    url: str
    events: list[str]
    status: str
    failing_since: datetime | None
    created_at: datetime


class WebhookWithSecret(WebhookOut):
    """`secret` verifies signatures by the Standard Webhooks scheme. It is told this once."""

    secret: str


class DeliveryOut(TypedDict):
    id: int
    webhook: int
    event: str
    state: str
    tries: int
    created_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None


class AttemptOut(TypedDict):
    """`status` is null where nothing came back; `problem` says why."""

    at: datetime
    status: int | None
    excerpt: str
    problem: str
    milliseconds: int


class DeliveryWhole(DeliveryOut):
    attempts: list[AttemptOut]


class NewWebhook(Body):
    name: Name
    url: Address
    events: Events


class WebhookChange(Body):
    """What is left out stays as it is."""

    name: Name | None = None
    url: Address | None = None
    events: Events | None = None
    status: Literal["active", "disabled"] | None = None


class DeliveryPaging(Paging):
    state: Literal["waiting", "delivered", "failed"] | None = None


@router.get(
    "/webhooks",
    **asks(Scope.MANAGE_WEBHOOKS, gettext_lazy("The organisation's webhooks"), PageOf[WebhookOut]),
)
def webhooks(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Endpoint.objects.visible_to(request.actor)
    orders = {"name": Order("name", never_null=True)}
    return listed(request, rows, _webhook, orders=orders, sort="name", paging=paging)


@router.post(
    "/webhooks",
    **asks(Scope.MANAGE_WEBHOOKS, gettext_lazy("Add a webhook"), WebhookWithSecret, status=201),
)
def add_webhook(request: ApiRequest, new: NewWebhook) -> HttpResponse:
    endpoint, secret = actions.add_endpoint(
        new.name, url=new.url, chosen=_known(new.events), by=request.actor, now=timezone.now()
    )
    told = WebhookWithSecret(**_webhook(endpoint), secret=secret)
    return answer(told, status=201, location=f"/api/v1/webhooks/{endpoint.pk}")


@router.get("/webhooks/{int:pk}", **asks(Scope.MANAGE_WEBHOOKS, gettext_lazy("One webhook"), WebhookOut))
def webhook(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_webhook(_find(request, pk)))


@router.patch(
    "/webhooks/{int:pk}",
    **asks(
        Scope.MANAGE_WEBHOOKS,
        gettext_lazy("Change a webhook's name, address or events; switch it off or on"),
        WebhookOut,
    ),
)
def change_webhook(request: ApiRequest, pk: int, change: WebhookChange) -> HttpResponse:
    found = _find(request, pk)
    actions.change_endpoint(
        found,
        name=change.name or found.name,
        url=change.url or found.url,
        chosen=_known(change.events) if change.events else found.kinds,
        by=request.actor,
    )
    if change.status and change.status != found.status:
        switch = actions.enable_endpoint if change.status == "active" else actions.disable_endpoint
        switch(found, by=request.actor)
    return answer(_webhook(found))


@router.delete(
    "/webhooks/{int:pk}",
    **asks(Scope.MANAGE_WEBHOOKS, gettext_lazy("Remove a webhook with its delivery log"), None, status=204),
)
def remove_webhook(request: ApiRequest, pk: int) -> HttpResponse:
    actions.remove_endpoint(_find(request, pk), by=request.actor)
    return HttpResponse(status=204)


@router.post(
    "/webhooks/{int:pk}/secret",
    **asks(
        Scope.MANAGE_WEBHOOKS,
        gettext_lazy("A new secret; the one before signs too for a day"),
        WebhookWithSecret,
    ),
)
def rotate_secret(request: ApiRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    secret = actions.rotate_secret(found, by=request.actor, now=timezone.now())
    return answer(WebhookWithSecret(**_webhook(found), secret=secret))


@router.post(
    "/webhooks/{int:pk}/ping",
    **asks(Scope.MANAGE_WEBHOOKS, gettext_lazy("Send a test"), DeliveryOut, status=202),
)
def ping(request: ApiRequest, pk: int) -> HttpResponse:
    delivery = actions.ping(_find(request, pk), by=request.actor, now=timezone.now())
    return answer(_delivery(delivery), status=202, location=f"/api/v1/deliveries/{delivery.pk}")


@router.get(
    "/webhooks/{int:pk}/deliveries",
    **asks(
        Scope.MANAGE_WEBHOOKS, gettext_lazy("A webhook's delivery log, the newest first"), PageOf[DeliveryOut]
    ),
)
def deliveries(request: ApiRequest, pk: int, asked: Query[DeliveryPaging]) -> HttpResponse:
    rows = Delivery.objects.visible_to(request.actor).filter(endpoint=_find(request, pk))
    if asked.state:
        rows = rows.filter(state=asked.state)
    orders = {"created": Order("created_at", never_null=True)}
    rows = rows.select_related("event")
    return listed(request, rows, _delivery, orders=orders, sort="-created", paging=asked)


@router.get(
    "/deliveries/{int:pk}",
    **asks(Scope.MANAGE_WEBHOOKS, gettext_lazy("One delivery with every attempt"), DeliveryWhole),
)
def delivery(request: ApiRequest, pk: int) -> HttpResponse:
    found = _find_delivery(request, pk)
    attempts = [
        AttemptOut(
            at=each.at,
            status=each.status,
            excerpt=each.excerpt,
            problem=each.problem,
            milliseconds=each.milliseconds,
        )
        for each in found.attempts.all()
    ]
    return answer(DeliveryWhole(**_delivery(found), attempts=attempts))


@router.post(
    "/deliveries/{int:pk}/again",
    **asks(Scope.MANAGE_WEBHOOKS, gettext_lazy("Deliver an event once more"), DeliveryOut, status=202),
)
def deliver_again(request: ApiRequest, pk: int) -> HttpResponse:
    found = _find_delivery(request, pk)
    actions.deliver_again(found, by=request.actor, now=timezone.now())
    return answer(_delivery(found), status=202, location=f"/api/v1/deliveries/{found.pk}")


def _find(request: ApiRequest, pk: int) -> Endpoint:
    return get_object_or_404(Endpoint.objects.visible_to(request.actor), pk=pk)


def _find_delivery(request: ApiRequest, pk: int) -> Delivery:
    rows = Delivery.objects.visible_to(request.actor).select_related("endpoint", "event__organization")
    return get_object_or_404(rows, pk=pk)


def _known(events: Sequence[str]) -> Sequence[str]:
    """Raises Refused for an event that there is not."""
    unknown = [name for name in events if name not in kinds.KINDS]
    if unknown:
        known: dict[str, Any] = {"event": unknown[0], "known": ", ".join(kinds.KINDS)}
        raise Refused(_("There is no event “%(event)s” (known: %(known)s).") % known)
    return events


def _webhook(endpoint: Endpoint) -> WebhookOut:
    return WebhookOut(
        id=endpoint.pk,
        name=endpoint.name,
        url=endpoint.url,
        events=endpoint.kinds,
        status=endpoint.status,
        failing_since=endpoint.failing_since,
        created_at=endpoint.created_at,
    )


def _delivery(found: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=found.pk,
        webhook=found.endpoint_id,
        event=found.event.kind,
        state=found.state,
        tries=found.tries,
        created_at=found.created_at,
        next_at=found.next_at if found.state == Delivery.State.WAITING else None,
        delivered_at=found.delivered_at,
    )
