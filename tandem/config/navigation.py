"""The menu: which rooms there are, and which of them one is in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability


@dataclass(frozen=True)
class Item:
    label: str | Promise
    url: str
    icon: str
    active: bool


# The label, the page, its icon, and the beginning of the room's addresses. Which of them somebody sees is said by
# `settings.ROOM_CAPABILITIES` for the namespace of the page.
ROOMS: list[tuple[Any, str, str, str]] = [
    (_("Home"), "analytics:home", "home", "/"),
    (_("Suppliers"), "relationships:list", "building-factory-2", "/relationships/"),
    (_("Facts"), "facts:batches", "database-import", "/facts/"),
    (_("Scorecards"), "scorecards:runs", "gauge", "/scorecards/"),
    (_("My customers"), "portal:home", "building-community", "/portal/"),
    (_("Customer care"), "portal:accounts", "heart-handshake", "/portal/accounts/"),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "actor"):
        return {}
    return {
        "navigation": [
            Item(label, reverse(name), icon, _is_active(request.path, prefix))
            for label, name, icon, prefix in ROOMS
            if _opens(request.actor, name)
        ]
    }


def _opens(actor: Actor, name: str) -> bool:
    needed = settings.ROOM_CAPABILITIES.get(name.partition(":")[0])
    return needed is None or actor.can(Capability(needed))


def _is_active(path: str, prefix: str) -> bool:
    """A tab of a supplier's page has its own room's address; it stands in the supplier's page all the same."""
    if "/relationships/" in path:
        return prefix == "/relationships/"
    if path == "/" or prefix == "/":
        return path == prefix
    longest = max((known for *_item, known in ROOMS if path.startswith(known)), key=len, default="")
    return prefix == longest
