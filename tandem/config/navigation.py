"""The menu: which rooms there are, and which of them one is in."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.messaging import queries as inbox
from tandem.relationships import queries


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
    (_("Qualification"), "onboarding:qualifications", "clipboard-check", "/onboarding/"),
    (_("Facts"), "facts:batches", "database-import", "/facts/"),
    (_("Scorecards"), "scorecards:runs", "gauge", "/scorecards/"),
    (_("Analysis"), "analysis:trends", "chart-line", "/analytics/"),
    (_("Evaluation"), "assessments:evaluations", "chart-radar", "/assessments/"),
    (_("Improvement"), "improvement:cases", "tools", "/improvement/"),
    (_("Selections"), "sourcing:selections", "scale", "/sourcing/"),
    (_("Rewards and penalties"), "incentives:consequences", "gavel", "/incentives/"),
    (_("My customers"), "portal:home", "building-community", "/portal/"),
    (_("Customer care"), "portal:accounts", "heart-handshake", "/portal/accounts/"),
    (_("Our passport"), "onboarding_supplier:passport", "id-badge-2", "/onboarding/own/"),
    (_("Requests"), "portal_customer:asks", "send", "/portal/customer/"),
    (_("Customers' requests"), "portal:asks", "inbox", "/portal/asks/"),
    (_("Customers' rewards and penalties"), "incentives_supplier:consequences", "gavel", "/incentives/own/"),
    (_("Customers' evaluations"), "assessments_supplier:owns", "clipboard-check", "/assessments/own/"),
    (_("Corrective actions"), "improvement_supplier:cases", "tools", "/improvement/own/"),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "actor"):
        return {}
    sides = _sides(request.actor)
    return {
        "navigation": [
            Item(label, reverse(name), icon, _is_active(request.path, prefix))
            for label, name, icon, prefix in ROOMS
            if sides.issuperset(_needed(name))
        ],
        "finds_suppliers": Capability.READ_SUPPLIERS in sides,
        # Counted only where a whole page shows it.
        "unread": SimpleLazyObject(lambda: _unread(cast("ActorRequest", request))),
    }


def _unread(request: ActorRequest) -> int:
    counts = inbox.unread_counts(request.actor, request.memberships)
    return counts[request.actor.organization_id]


def _needed(name: str) -> set[Capability]:
    needed = settings.ROOM_CAPABILITIES.get(name.partition(":")[0])
    return {Capability(needed)} if needed else set()


def _sides(actor: Actor) -> set[Capability]:
    """What the menu offers of the two sides: what the roles open and, for those who may see both, the side on which
    the organisation stands. One that neither buys nor sells yet is offered both."""
    held = {side for side in (Capability.READ_SUPPLIERS, Capability.READ_CUSTOMERS) if actor.can(side)}
    if len(held) < 2:
        return held
    buys, sells = queries.sides(actor)
    if buys == sells:
        return held
    return {Capability.READ_SUPPLIERS if buys else Capability.READ_CUSTOMERS}


def _is_active(path: str, prefix: str) -> bool:
    """A tab of a supplier's page has its own room's address; it stands in the supplier's page all the same."""
    if "/relationships/" in path:
        return prefix == "/relationships/"
    if path == "/" or prefix == "/":
        return path == prefix
    longest = max((known for *_item, known in ROOMS if path.startswith(known)), key=len, default="")
    return prefix == longest
