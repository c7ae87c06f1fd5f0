"""Notifications as their reader sees them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tandem.messaging.kinds import KINDS
from tandem.messaging.models import Notification
from tandem.messaging.sentences import sentence


@dataclass(frozen=True)
class Line:
    notification: Notification
    text: str
    icon: str
    tone: str


def lines(notifications: Iterable[Notification]) -> list[Line]:
    """Each with its sentence in the language in use."""
    return [
        Line(each, sentence(each.kind, each.event.context), KINDS[each.kind].icon, KINDS[each.kind].tone)
        for each in notifications
    ]
