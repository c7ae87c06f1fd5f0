"""The menu: which rooms there are, and which of them one is in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    label: str | Promise
    url: str
    icon: str
    active: bool


ROOMS: list[tuple[Any, str, str, str]] = [
    (_("Home"), "analytics:home", "home", "/"),
    (_("Suppliers"), "relationships:list", "building-factory-2", "/relationships/"),
    (_("Facts"), "facts:batches", "database-import", "/facts/"),
    (_("Scorecards"), "scorecards:runs", "gauge", "/scorecards/"),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "actor"):
        return {}
    return {
        "navigation": [
            Item(label, reverse(name), icon, _is_active(request.path, prefix))
            for label, name, icon, prefix in ROOMS
        ]
    }


def _is_active(path: str, prefix: str) -> bool:
    """A tab of a supplier's page has its own room's address; it stands in the supplier's page all the same."""
    if "/relationships/" in path:
        return prefix == "/relationships/"
    return path == "/" if prefix == "/" else path.startswith(prefix)
