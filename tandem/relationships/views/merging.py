"""Two records of one company: suggestions, a preview side by side, the proposal, the decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.relationships import actions, merge_preview, merge_rules, queries, rules
from tandem.relationships.forms import MergeForm
from tandem.relationships.models import Merge, Relationship

PER_PAGE = 20


@require_GET
def merges(request: ActorRequest) -> HttpResponse:
    """What waits for a decision, what may be one company, and what was decided before."""
    actor = _merging(request)
    known = Merge.objects.visible_to(actor).select_related("kept", "gone")
    buying = actor.can(Capability.READ_SUPPLIERS)
    proposals = merge_preview.proposals(actor) if buying and "of" not in request.GET else []
    of, words = None, request.GET.get("q", "").strip()
    if buying and "of" in request.GET:
        mine = Relationship.objects.visible_to(actor).select_related("supplier")
        of = get_object_or_404(mine, slug=request.GET["of"])
    context = {
        "of": of,
        "counterparts": queries.counterparts(actor, of, words) if of else [],
        "words": words,
        "waiting": known.waiting(),
        "decided": known.exclude(status=Merge.Status.PROPOSED)[:PER_PAGE],
        "page": Paginator(proposals, PER_PAGE).get_page(request.GET.get("page")),
        "others": merge_rules.others_administered(actor),
        "buying": buying,
    }
    return render(request, "relationships/merges.html", context)


def propose(request: ActorRequest) -> HttpResponse:
    """Two of one's suppliers side by side; `?kept=` and `?gone=` are their short names."""
    actor = _merging(request)
    mine = Relationship.objects.visible_to(actor).select_related("supplier", "owner")
    kept = get_object_or_404(mine, slug=request.GET.get("kept", ""))
    gone = get_object_or_404(mine, slug=request.GET.get("gone", ""))
    if kept == gone:
        messages.error(request, _("These are the same supplier already: choose two."))
        return redirect("merging:merges")
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.propose_merge(
            kept, gone, reason=form.cleaned_data["reason"], by=actor, now=timezone.now()
        )
        return _proposed(request, made)
    context = {
        "form": form,
        "kept": kept.supplier,
        "gone": gone.supplier,
        "kept_key": kept.slug,
        "gone_key": gone.slug,
        "lines": merge_preview.of_relationships(kept, gone),
    }
    return render(request, "relationships/merge_propose.html", context, status=422 if form.errors else 200)


def propose_organization(request: ActorRequest) -> HttpResponse:
    """One's own organisation beside another that one administers too; `?gone=` is that one's short name."""
    actor = _merging(request)
    kept = get_object_or_404(Organization, pk=actor.organization_id)
    gone = next(
        (one for one in merge_rules.others_administered(actor) if one.slug == request.GET.get("gone")), None
    )
    if gone is None:
        raise Http404
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.propose_organization_merge(
            kept, gone, reason=form.cleaned_data["reason"], by=actor, now=timezone.now()
        )
        return _proposed(request, made)
    context = {
        "form": form,
        "kept": kept,
        "gone": gone,
        "lines": merge_preview.of_organizations(kept, gone),
    }
    return render(request, "relationships/merge_propose.html", context, status=422 if form.errors else 200)


@require_GET
def merge(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    waiting = found.status == Merge.Status.PROPOSED
    context = {
        "merge": found,
        "lines": merge_preview.of_merge(found) if waiting else [],
        "moved": [(merge_preview.kind_label(kind), names) for kind, names in found.moved],
        "may_decide": waiting and rules.can_decide_merge(request.actor, found, timezone.now()),
        "own": rules.proposed(request.actor, found),
        "one_hand": rules.is_own_merge(request.actor, found, timezone.now()),
        "waiting": waiting,
    }
    return render(request, "relationships/merge.html", context)


@require_POST
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    actions.approve_merge(found, by=request.actor, now=timezone.now())
    messages.success(
        request, _("%(gone)s is part of %(kept)s now.") % {"gone": found.gone, "kept": found.kept}
    )
    return redirect(found)


@require_POST
def refuse(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    actions.refuse_merge(found, answer=request.POST.get("answer", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Refused: the two stay apart."))
    return redirect(found)


@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    actions.withdraw_merge(found, by=request.actor, now=timezone.now())
    messages.success(request, _("The proposal was withdrawn."))
    return redirect("merging:merges")


def _merging(request: ActorRequest) -> Actor:
    """The actor, who must hold the right. Raises Http404."""
    if not rules.can_merge(request.actor):
        raise Http404
    return request.actor


def _found(request: ActorRequest, pk: int) -> Merge:
    rows = Merge.objects.visible_to(_merging(request)).select_related(
        "kept",
        "gone",
        "kept_relationship__supplier",
        "kept_relationship__owner",
        "gone_relationship__supplier",
        "gone_relationship__owner",
    )
    return get_object_or_404(rows, pk=pk)


def _proposed(request: ActorRequest, made: Merge) -> HttpResponse:
    messages.success(request, _("Proposed. Somebody else with this right decides."))
    return redirect(made)
