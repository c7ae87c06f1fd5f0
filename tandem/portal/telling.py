"""Who is told when something happens to a request."""

from datetime import datetime

from tandem.accounts.actor import Actor
from tandem.portal.models import Ask, Link


def asked(ask: Ask, *, by: Actor, now: datetime) -> None:
    """The supplier's people who answer customers."""


def answered(ask: Ask, *, by: Actor, now: datetime) -> None:
    """Whoever asked."""


def accepted(ask: Ask, *, by: Actor, now: datetime) -> None: ...


def returned(ask: Ask, *, by: Actor, now: datetime) -> None: ...


def withdrawn(ask: Ask, *, by: Actor, now: datetime) -> None: ...


def another_link_wanted(link: Link, *, now: datetime) -> None:
    """Whoever asked: the holder of a link that is no longer open wants a new one."""
