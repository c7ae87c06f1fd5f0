"""Who is told when something happens to a request: the supplier's people who answer customers, and whoever asked."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.roles import Capability
from tandem.core import formats
from tandem.core.fence import beyond_the_fence
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.actions.notify import Recipients
from tandem.messaging.values import Value
from tandem.portal.models import Ask, Link
from tandem.relationships.models import Relationship

# What waits for the supplier's answer, and what waits for the customer's word on it.
QUESTION = ("request.asked", "request.returned")
ANSWER = ("request.answered",)


def asked(ask: Ask, *, by: Actor, now: datetime) -> None:
    _tell_supplier("request.asked", ask, by=by, now=now)


def returned(ask: Ask, *, by: Actor, now: datetime) -> None:
    settle(ANSWER, ask, now=now)
    _tell_supplier("request.returned", ask, by=by, now=now, reason=ask.reason)


def accepted(ask: Ask, *, by: Actor, now: datetime) -> None:
    settle(ANSWER, ask, now=now)
    _tell_supplier("request.accepted", ask, by=by, now=now)


def withdrawn(ask: Ask, *, by: Actor, now: datetime) -> None:
    settle(QUESTION, ask, now=now)
    _tell_supplier("request.withdrawn", ask, by=by, now=now)


def answered(ask: Ask, *, by: Actor, now: datetime) -> None:
    """Not for a survey: who has answered stands on its page, and nobody is told of one answer."""
    settle(QUESTION, ask, now=now)
    if ask.kind != Ask.Kind.SURVEY:
        _tell_customer("request.answered", ask, by=by, now=now)


def closed(asks: Sequence[Ask], *, now: datetime) -> None:
    """A survey's requests that found no answer: nobody is told, and they wait for nobody any more."""
    settle(QUESTION, *asks, now=now)


def link_made(ask: Ask, *, now: datetime) -> None:
    settle(("link.wanted",), ask, now=now)


def another_link_wanted(link: Link, *, now: datetime) -> None:
    _tell_customer("link.wanted", link.ask, by=None, now=now)


def invitation_wanted(link: Link, email: str, *, now: datetime) -> None:
    """Somebody with a link that was handed on wishes to sign up: the customer decides whom it invites."""
    relationship = link.ask.relationship
    page = reverse("portal_customer:invite", args=[relationship.slug])
    notify(
        "invitation.wanted",
        to=_asker(link.ask),
        url=f"{page}?{urlencode({'email': email})}",
        context={"supplier": values.organisation(relationship.supplier), "email": email},
        now=now,
    )


def access_wanted(organization: Organization, email: str, *, now: datetime) -> None:
    """A colleague wishes to act for the organisation: its administrators decide."""
    page = reverse("accounts:add_member")
    notify(
        "access.wanted",
        to=members(organization.pk),
        url=f"{page}?{urlencode({'email': email})}",
        context={"email": email},
        now=now,
    )


def first_member(supplier: Organization, email: str, *, invited_by: int, now: datetime) -> None:
    """A supplier's other customers hear who came, invited by one of them, as its first administrator."""
    with beyond_the_fence():  # who comes knows none of them
        others = list(Relationship.objects.filter(supplier=supplier).exclude(customer=invited_by))
    for other in others:
        notify(
            "supplier.first_member",
            to=members(other.customer_id, Capability.MANAGE_RELATIONSHIPS),
            url=reverse("relationships:detail", args=[other.slug]),
            context={"supplier": values.organisation(supplier), "email": email},
            now=now,
        )


def what(ask: Ask) -> Value:
    """The request's kind, for each reader in their own language."""
    return _in_both(lambda: str(ask.get_kind_display()))


def _tell_supplier(kind: str, ask: Ask, *, by: Actor, now: datetime, **more: str) -> None:
    context = {
        "customer": values.organisation(ask.relationship.customer),
        "what": what(ask),
        "due": _in_both(lambda: formats.day(ask.due_on, get_language() or "en")),
        **more,
    }
    to = members(ask.relationship.supplier_id)
    notify(kind, to=to, url=reverse("portal:ask", args=[ask.pk]), about=ask, context=context, by=by, now=now)


def _tell_customer(kind: str, ask: Ask, *, by: Actor | None, now: datetime) -> None:
    context = {"supplier": values.organisation(ask.relationship.supplier), "what": what(ask)}
    notify(kind, to=_asker(ask), about=ask, context=context, by=by, now=now)


def _asker(ask: Ask) -> Recipients:
    customer = ask.relationship.customer_id
    if ask.asked_by_user_id is None:
        return members(customer, Capability.ASK_SUPPLIERS)
    return people(customer, ask.asked_by_user_id)


def _in_both(text: Callable[[], str]) -> Value:
    with override("en"):
        english = text()
    with override("zh-hans"):
        return values.in_both(english, text())
