"""The tabs of a relationship's page. Each is a page of its own room, which this room does not import.

`settings.RELATIONSHIP_TABS` lists them as (key, label, icon, the URL's name); such a URL takes the
relationship's slug. Its view answers with `answer`, so that it works inside the page and on its own.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from tandem.accounts.requests import ActorRequest
from tandem.relationships.models import Relationship


class Tab(NamedTuple):
    key: str
    label: str
    url: str
    icon: str


def tabs_of(relationship: Relationship) -> list[Tab]:
    return [
        Tab(key, label, reverse(name, args=[relationship.slug]), icon)
        for key, label, icon, name in settings.RELATIONSHIP_TABS
    ]


def find(request: ActorRequest, slug: str) -> Relationship:
    """The actor's own relationship with everything the page's header shows. Raises Http404."""
    rows = Relationship.objects.visible_to(request.actor).select_related("supplier", "owner")
    return get_object_or_404(rows, slug=slug)


def answer(
    request: HttpRequest, relationship: Relationship, key: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The tab's content alone for htmx; for anyone else the whole page around it."""
    context = {"relationship": relationship, **context}
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        return render(request, template, context)
    shell = {"tab_template": template, "tab_key": key, "tabs": tabs_of(relationship)}
    return render(request, "relationships/tab_page.html", context | shell)
