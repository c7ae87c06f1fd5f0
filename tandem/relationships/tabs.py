"""The tabs of a relationship's page. Each is a page of its own room, which this room does not import.

`settings.RELATIONSHIP_TABS` lists them as (key, label, icon, the URL's name); such a URL takes the
relationship's slug. Its view finds the relationship with `find` and answers with `answer`, so that it works
inside the page and on its own:

    def deliveries_tab(request, slug):
        relationship = tabs.find(request, slug)
        return tabs.answer(request, relationship, "deliveries", "facts/deliveries_tab.html", {"lines": …})
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from tandem.accounts.models import Contact, Identifier
from tandem.accounts.queries import administrators
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.relationships import rules
from tandem.relationships.models import Relationship

SCHEMES = Identifier.Scheme.values


class Tab(NamedTuple):
    key: str
    label: str
    url: str
    icon: str


def tabs_of(relationship: Relationship) -> list[Tab]:
    return [
        Tab(key, str(label), reverse(name, args=[relationship.slug]), icon)
        for key, label, icon, name in settings.RELATIONSHIP_TABS
    ]


def find(request: ActorRequest, slug: str) -> Relationship:
    """The actor's own relationship, with what the page's header shows. Raises Http404.

    The address of one that was merged into another leads to that other.
    """
    rows = Relationship.objects.visible_to(request.actor).select_related("supplier", "owner")
    if request.actor.reach(Capability.MANAGE_RELATIONSHIPS) is not None:
        rows = rows.prefetch_related("categories")  # which rules ask about
    found = rows.filter(slug=slug).first()
    return found or get_object_or_404(rows, merged__slug=slug, merged__customer=request.actor.organization_id)


def answer(
    request: ActorRequest, relationship: Relationship, key: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The tab's content alone for htmx; for anyone else the whole page around it."""
    context = {"relationship": relationship, **context}
    if request.htmx and not request.htmx.boosted:
        return render(request, template, context)
    page = {"tab_template": template, "tab_key": key, **shell(request, relationship)}
    return render(request, "relationships/tab_page.html", page | context)


def shell(request: ActorRequest, relationship: Relationship) -> dict[str, Any]:
    """What the page around a tab shows: the header's facts, what the person may do, and the tabs."""
    supplier = relationship.supplier
    contacts = Contact.objects.visible_to(request.actor).filter(organization=supplier)
    may_manage = rules.can_manage(request.actor, relationship)
    out_of_reach = None if may_manage else rules.out_of_reach(request.actor, Capability.MANAGE_RELATIONSHIPS)
    return {
        "relationship": relationship,
        "tabs": tabs_of(relationship),
        "identifiers": sorted(supplier.identifiers.all(), key=lambda one: SCHEMES.index(one.scheme)),
        "numbers": list(relationship.numbers.in_force()),
        "contacts": list(contacts),
        "may_manage": may_manage,
        "out_of_reach": out_of_reach,
        "whom": administrators(request.actor) if out_of_reach else [],
        "may_merge": rules.can_merge(request.actor),
        "may_change_stage": rules.can_change_stage(request.actor, relationship),
    }
