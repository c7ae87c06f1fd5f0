"""Why not the others: what each who is not chosen lacks against the one who is, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.sourcing import showing
from tandem.sourcing.models import Allocation, Selection
from tandem.sourcing.queries.argument import Argument, Line
from tandem.sourcing.views import shown

# Below this many points of 100 a criterion does not tell two candidates apart.
TELLING = 0.05


@dataclass(frozen=True)
class Other:
    """One candidate that is not chosen, or not first while nothing is proposed."""

    line: Line
    sentences: list[str]
    bad: bool = False


def why_not(found: Argument, selection: Selection) -> list[Other]:
    """By rank; those whom a limit knocks out come last."""
    shares = {each.candidate_id: each for each in Allocation.objects.filter(candidate__selection=selection)}
    chosen = [line for line in found.lines if line.candidate.pk in shares]
    if not chosen and found.first is not None:
        chosen = [found.first]
    against = next((line for line in chosen if line.rank is not None), None)
    if against is None:
        return []
    told = []
    for line in found.lines:
        if line in chosen:
            continue
        if line.is_out:
            told.append(Other(line, [shown.why_out(line, selection.currency)], bad=True))
        elif line.score is not None:
            told.append(Other(line, [*_compared(line, against), *_above(line, chosen, shares)]))
    return told


def _compared(line: Line, against: Line) -> list[str]:
    gap = (against.score or 0) - (line.score or 0)
    names = {"other": against.candidate, "points": showing.score(abs(gap))}
    differences = [
        (mine.criterion.name, (mine.points - theirs.points) * 100)
        for mine, theirs in zip(line.parts, against.parts, strict=True)
        if abs(mine.points - theirs.points) * 100 >= TELLING
    ]
    worse = [each for each in sorted(differences, key=lambda each: each[1]) if each[1] < 0]
    better = [each for each in sorted(differences, key=lambda each: -each[1]) if each[1] > 0]
    sentences = [
        _("%(points)s points less than %(other)s in all.") % names
        if gap >= TELLING / 100
        else _("As many points as %(other)s in all.") % names
        if gap > -TELLING / 100
        else _("%(points)s points more than %(other)s in all.") % names
    ]
    if worse:
        sentences.append(_("Fewer points by %(criteria)s.") % {"criteria": _listed(worse)})
    if better:
        sentences.append(_("More points by %(criteria)s.") % {"criteria": _listed(better)})
    return sentences


def _above(line: Line, chosen: list[Line], shares: dict[int, Allocation]) -> list[str]:
    """The split is the committee's: where it passes over somebody who ranks better, the page says so."""
    passed = [
        each for each in chosen if each.rank is not None and line.rank is not None and each.rank > line.rank
    ]
    return [
        _("It ranks above %(other)s, which is given %(share)s: the committee says why.")
        % {
            "other": each.candidate,
            "share": formats.per_cent(shares[each.candidate.pk].share, showing.language()),
        }
        for each in passed
        if each.candidate.pk in shares
    ]


def _listed(differences: list[tuple[str, float]]) -> str:
    language = showing.language()
    separator = "、" if language.startswith("zh") else ", "
    return separator.join(
        f"{name} ({'+' if points > 0 else '−'}{formats.number(abs(points), language, 1)})"
        for name, points in differences
    )
