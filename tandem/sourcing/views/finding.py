"""What every page of a selection needs: the selection, what may be done with it, and the pages beside it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.sourcing.models import PREPARING, TONES, Candidate, Selection
from tandem.sourcing.rules import selections as rules

Status = Selection.Status
COURSE = (Status.DRAFT, Status.COLLECTING, Status.JUDGING, Status.PROPOSED, Status.DECIDED)


def find(request: ActorRequest, pk: int) -> Selection:
    """The actor's own. Raises Http404."""
    rows = Selection.objects.visible_to(request.actor).select_related("category", "site", "customer")
    return get_object_or_404(rows, pk=pk)


def to_prepare(request: ActorRequest, pk: int) -> Selection:
    """One whose need, candidates and evidence the actor may change. Raises Http404 or Refused."""
    selection = find(request, pk)
    require(rules.can_run(request.actor, selection), rules.why_not_run(request.actor))
    require(rules.can_prepare(request.actor, selection), rules.why_not_prepare(request.actor, selection))
    return selection


def candidate_of(selection: Selection, pk: int) -> Candidate:
    rows = selection.candidates.select_related("relationship__supplier", "selection")
    candidate = get_object_or_404(rows, pk=pk)
    candidate.selection = selection
    return candidate


def frame(request: ActorRequest, selection: Selection, here: str) -> dict[str, Any]:
    """For the head of each page: status, course, rights, and the links between the pages."""
    actor, now = request.actor, timezone.now()
    pages = [
        (key, label, reverse(f"sourcing:{name}", args=[selection.pk]))
        for key, label, name in (
            ("argument", _("Argument"), "selection"),
            ("candidates", _("Candidates"), "candidates"),
            ("evidence", _("Criteria and evidence"), "evidence"),
            ("weights", _("Weights"), "weights"),
            ("safety", _("Robustness"), "safety"),
        )
    ]
    return {
        "selection": selection,
        "tone": TONES[selection.status],
        "here": here,
        "pages": pages,
        "page_name": next((label for key, label, _url in pages if key == here != "argument"), ""),
        "steps": [str(status.label) for status in COURSE],
        "step": COURSE.index(Status(selection.status)) + 1 if selection.status in COURSE else 0,
        "may_run": rules.can_run(actor, selection),
        "may_prepare": selection.status in PREPARING and rules.can_prepare(actor, selection),
        "may_decide": rules.can_decide(actor, selection, now),
        "own_proposal": selection.status == Status.PROPOSED and rules.is_own_proposal(actor, selection, now),
    }
