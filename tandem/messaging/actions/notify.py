"""Telling people and webhooks what happened, in the transaction in which it happens.

    notify(
        "import.failed",
        to=members(customer.pk),
        url=batch.get_absolute_url(),
        context={"file": batch.file_name, "problem": batch.failure},
        now=now,
    )

Nothing is sent here: rows are written, and background work that starts once the transaction is committed sends them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.accounts.delegated import able_members
from tandem.accounts.roles import Capability
from tandem.core.fence import beyond_the_fence
from tandem.messaging.kinds import KINDS, Kind
from tandem.messaging.models import Delivery, Endpoint, Event, Letter, Mail, Notification, Preference
from tandem.messaging.values import Value

SEND_TASK = "tandem.messaging.send_letters"
DELIVER_TASK = "tandem.messaging.deliver_webhooks"
BEFORE_OTHER_WORK = 50
AT_A_TIME = 2000


@dataclass(frozen=True)
class Recipients:
    """Members of an organisation: those who can do something there, and of them only `users` where given."""

    organization_id: int
    can: Capability | None = None
    users: frozenset[int] | None = None


def members(organization_id: int, can: Capability | None = None) -> Recipients:
    """Whoever can `can` there; unless said, whoever can what the kind asks for."""
    return Recipients(organization_id, can)


def people(organization_id: int, *users: int | None) -> Recipients:
    """These persons, as far as they are members there and can what the kind asks for."""
    return Recipients(organization_id, None, frozenset(user for user in users if user is not None))


@dataclass(frozen=True)
class Message:
    """One event to tell. `url` is where it leads, by default to the record it is about."""

    to: Recipients
    context: Mapping[str, Value] = field(default_factory=dict)
    url: str = ""
    about: models.Model | None = None


def notify(
    kind: str,
    *,
    to: Recipients,
    context: Mapping[str, Value],
    url: str = "",
    about: models.Model | None = None,
    by: Actor | None = None,
    now: datetime,
) -> None:
    """Tell `to` that something happened. Whoever did it (`by`) is not told of their own act; leave `by` out for
    the outcome of background work, of which they wish to hear."""
    notify_many(kind, [Message(to, context, url, about)], by=by, now=now)


@transaction.atomic
def notify_many(kind: str, messages: Iterable[Message], *, by: Actor | None = None, now: datetime) -> None:
    """The same for many organisations at once, in a number of queries that does not grow with each of them."""
    known = KINDS[kind]
    # Rows of other organisations' people are written; whom they reach has been settled by the caller.
    with beyond_the_fence():
        letters = deliveries = False
        for some in _chunks(messages):
            written = _write(known, some, by=by, now=now)
            letters, deliveries = letters or written[0], deliveries or written[1]
    if letters:
        app.configure_task(SEND_TASK, priority=BEFORE_OTHER_WORK).defer(timestamp=0)
    if deliveries:
        app.configure_task(DELIVER_TASK, priority=BEFORE_OTHER_WORK).defer(timestamp=0)


def _write(kind: Kind, messages: Sequence[Message], *, by: Actor | None, now: datetime) -> tuple[bool, bool]:
    """Events, notifications, letters and deliveries of these messages. Says whether there are letters, deliveries."""
    there = {message.to.organization_id for message in messages}
    membership = able_members(there, now)
    listening = _endpoints(there, kind)
    chosen = _preferences(kind, {user for found in membership.values() for user in found})
    events, notifications, deliveries = [], [], []
    letters: list[Letter] = []
    for message in messages:
        event = _event(kind, message, by=by, now=now)
        told = [
            _notification(event, user, chosen.get(user), kind, letters)
            for user in _told(kind, message.to, membership[message.to.organization_id].items(), by)
        ]
        told = [each for each in told if each.in_inbox or each.mail != Mail.NEVER]
        sent = [
            Delivery(endpoint_id=pk, event=event, created_at=now, next_at=now)
            for pk in listening[message.to.organization_id]
        ]
        if told or sent:
            events.append(event)
            notifications += told
            deliveries += sent
    Event.objects.bulk_create(events, batch_size=AT_A_TIME)
    Letter.objects.bulk_create(letters, batch_size=AT_A_TIME)
    Notification.objects.bulk_create(notifications, batch_size=AT_A_TIME)
    Delivery.objects.bulk_create(deliveries, batch_size=AT_A_TIME)
    return bool(letters), bool(deliveries)


def _event(kind: Kind, message: Message, *, by: Actor | None, now: datetime) -> Event:
    about = message.about
    return Event(
        organization_id=message.to.organization_id,
        kind=kind.name,
        at=now,
        by_name=by.name[:120] if by else "",
        context=dict(message.context),
        url=message.url or (getattr(about, "get_absolute_url", str)() if about else ""),
        record_type=about._meta.label_lower if about else "",
        record_id=about.pk if about else None,
    )


def _told(
    kind: Kind, to: Recipients, members: Iterable[tuple[int, frozenset[Capability]]], by: Actor | None
) -> list[int]:
    needed = {can for can in (kind.needs, to.can) if can is not None}
    return [
        user
        for user, can in members
        if needed <= can
        and (to.users is None or user in to.users)
        and not (by is not None and user == by.user_id)
    ]


def _notification(
    event: Event, user: int, chosen: tuple[bool, Mail] | None, kind: Kind, letters: list[Letter]
) -> Notification:
    in_inbox, mail = chosen or (True, kind.mail)
    letter = None
    if mail == Mail.AT_ONCE:
        letter = Letter(recipient_id=user, created_at=event.at, next_at=event.at)
        letters.append(letter)
    return Notification(
        event=event,
        recipient_id=user,
        organization_id=event.organization_id,
        kind=kind.name,
        at=event.at,
        in_inbox=in_inbox,
        mail=mail,
        letter=letter,
    )


def _endpoints(organizations: set[int], kind: Kind) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    listening = Endpoint.objects.filter(
        organization__in=organizations, kinds__contains=[kind.name], status=Endpoint.Status.ACTIVE
    )
    for organization, pk in listening.values_list("organization_id", "pk"):
        found[organization].append(pk)
    return found


def _preferences(kind: Kind, users: set[int]) -> dict[int, tuple[bool, Mail]]:
    rows = Preference.objects.filter(kind=kind.name, user__in=users)
    return {
        user: (in_inbox, Mail(mail)) for user, in_inbox, mail in rows.values_list("user", "in_inbox", "mail")
    }


def _chunks(messages: Iterable[Message]) -> Iterator[list[Message]]:
    some: list[Message] = []
    for message in messages:
        some.append(message)
        if len(some) == AT_A_TIME:
            yield some
            some = []
    if some:
        yield some
