"""The queue of supplier numbers that nobody has said the meaning of."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tandem.accounts.queries import administrators
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.facts import actions, proposals, queries, rules
from tandem.facts.forms import MatchForm
from tandem.facts.models import SupplierKey
from tandem.relationships import queries as relationships
from tandem.relationships.rules import out_of_reach as out_of_reach_of

PAGE = 20
MOST_AT_ONCE = 200
OFFERED = 10


def matching(request: ActorRequest) -> HttpResponse:
    rows = queries.unmatched_keys(request.actor)
    if request.GET.get("q"):
        rows = rows.search(request.GET["q"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may_match = rules.can_match(request.actor)
    out_of_reach = None if may_match else out_of_reach_of(request.actor, Capability.MATCH_SUPPLIERS)
    context = {
        "out_of_reach": out_of_reach,
        "whom": administrators(request.actor) if out_of_reach else [],
        "page": page,
        "proposed": proposals.for_keys(request.actor, list(page)),
        "may_match": may_match,
        "may_mark_internal": rules.can_mark_internal(request.actor),
        "most": MOST_AT_ONCE,
    }
    template = "facts/matching_lines.html" if request.htmx else "facts/matching.html"
    return render(request, template, context)


def supplier_names(request: ActorRequest) -> HttpResponse:
    """What the field for a supplier's short name offers while somebody writes."""
    words = request.GET.get("relationship", "").lower()
    want = relationships.wanted({"q": words})
    matching = relationships.matching(request.actor, want)
    rows = relationships.in_order(
        relationships.within_reach(matching, request.actor, Capability.MATCH_SUPPLIERS), want
    )
    offered = rows.select_related("supplier")[:OFFERED] if words else []
    return render(request, "facts/supplier_names.html", {"relationships": offered})


@require_POST
def match(request: ActorRequest, pk: int) -> HttpResponse:
    key = _find(request, pk)
    form = MatchForm(request.POST, customer_id=request.actor.organization_id)
    if not form.is_valid():
        raise Refused(_("Choose one of your suppliers, by its short name or from the proposals."))
    relationship = form.cleaned_data["relationship"]
    actions.match_supplier_key(key, relationship, by=request.actor)
    messages.success(request, _("%(key)s now means %(supplier)s.") % {"key": key, "supplier": relationship})
    return redirect("facts:matching")


@require_POST
def internal(request: ActorRequest, pk: int) -> HttpResponse:
    key = _find(request, pk)
    actions.mark_key_internal(key, by=request.actor)
    messages.success(request, _("%(key)s is internal: its rows enter no supplier's figures.") % {"key": key})
    return redirect("facts:matching")


@require_POST
def create(request: ActorRequest, pk: int) -> HttpResponse:
    key = _find(request, pk)
    actions.create_for_keys([key], by=request.actor, now=timezone.now())
    messages.success(request, _("%(name)s is one of your suppliers now.") % {"name": key.shown_name})
    return redirect("facts:matching")


@require_POST
def create_all(request: ActorRequest) -> HttpResponse:
    """Make suppliers of the first waiting numbers, the ones with the most rows."""
    keys = list(queries.unmatched_keys(request.actor).select_related("customer")[:MOST_AT_ONCE])
    made = actions.create_for_keys(keys, by=request.actor, now=timezone.now())
    messages.success(
        request,
        ngettext("%(count)d supplier was made.", "%(count)d suppliers were made.", made) % {"count": made},
    )
    return redirect("facts:matching")


def _find(request: ActorRequest, pk: int) -> SupplierKey:
    require(rules.can_match(request.actor), out_of_reach_of(request.actor, Capability.MATCH_SUPPLIERS))
    rows = SupplierKey.objects.visible_to(request.actor).select_related("customer")
    return get_object_or_404(rows, pk=pk)
