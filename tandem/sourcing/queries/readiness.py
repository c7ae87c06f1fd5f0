"""Whether a selection is ready for its next step; each `require_…` raises Refused with what is missing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.sourcing import wording
from tandem.sourcing.models import Candidate, Criterion, Selection
from tandem.sourcing.queries import evidence
from tandem.sourcing.queries.argument import argument


def require_candidates(selection: Selection) -> None:
    if not evidence.in_the_race(selection).exists():
        raise Refused(_("Nobody is on the short list yet. Put suppliers on it first."))


def require_evidence(selection: Selection, today: date) -> None:
    """Of each criterion something is known of somebody who is still in the race."""
    found = argument(selection, today)
    if found.problem in ("no_criteria", "nobody_left", "no_candidates"):
        raise Refused(wording.reason(found.problem))
    if found.problem == "nothing_known":
        raise Refused(
            _("Nothing is known by “%(criterion)s” of anybody. Enter something, or remove the criterion.")
            % {"criterion": found.problem_with}
        )


def require_weights(selection: Selection, today: date) -> None:
    """Everybody invited has judged, and somebody is ranked."""
    found = argument(selection, today)
    judged = selection.weighting in (Selection.Weighting.PAIRWISE, Selection.Weighting.DIRECT)
    if judged and found.weights.waiting:
        names = ", ".join(judge.name for judge in found.weights.waiting)
        raise Refused(
            _("Not everybody has judged yet: %(names)s. Wait for them, or take them off.") % {"names": names}
        )
    if found.problem:
        raise Refused(wording.reason(found.problem))


def knocked_out(selection: Selection, today: date) -> dict[int, Criterion]:
    """candidate → the limit that it does not keep."""
    found = argument(selection, today)
    return {
        line.candidate.pk: next(each.criterion for each in line.knock_outs if each.surely)
        for line in found.lines
        if line.is_out
    }


def others(selection: Selection, chosen: Collection[Candidate]) -> bool:
    """Whether somebody on the short list is given nothing."""
    return evidence.in_the_race(selection).exclude(pk__in=[each.pk for each in chosen]).exists()
