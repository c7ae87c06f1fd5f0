"""An argument as pages and the report show it: every figure as text, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.sourcing import showing, wording
from tandem.sourcing.models import Allocation, Candidate, Criterion, Function, Selection, Value
from tandem.sourcing.queries.argument import Argument, Line
from tandem.sourcing.rules import selections as rules


@dataclass(frozen=True)
class Cell:
    """One value of the matrix. `text` is empty where nothing is known, and `why` says why then."""

    criterion: Criterion
    value: Value | None
    text: str
    reference: str
    why: str
    out: bool
    doubtful: bool


@dataclass(frozen=True)
class Row:
    line: Line
    cells: list[Cell]
    score: str
    limits: str
    ranks: str
    cost: str
    why_out: str
    share: Allocation | None


@dataclass(frozen=True)
class Signing:
    function: str
    label: str
    signature: Any
    may: bool


def the_argument(found: Argument) -> dict[str, Any]:
    selection = found.selection
    shares = {
        each.candidate_id: each
        for each in Allocation.objects.filter(candidate__selection=selection).select_related(
            "candidate__relationship__supplier"
        )
    }
    known, cells = found.known
    return {
        "argument": found,
        "rows": [_row(line, found, shares.get(line.candidate.pk)) for line in found.lines],
        "allocations": sorted(shares.values(), key=lambda each: (-each.share, each.pk)),
        "problem": problem(found),
        "verdict": verdict(found),
        "how_sure": how_sure(found),
        "weights": weight_rows(found),
        "known": known,
        "cells": cells,
        "missing": cells - known,
        "weights_note": weights_note(found),
    }


def the_signing(actor: Actor, selection: Selection, now: datetime) -> dict[str, Any]:
    signed = {each.function: each for each in selection.countersignatures.all()}
    proposed = selection.status == Selection.Status.PROPOSED
    return {
        "signing": [
            Signing(
                function.value,
                str(function.label),
                signed.get(function.value),
                proposed and rules.can_countersign(actor, selection, function.value, now),
            )
            for function in Function
        ],
        "unsigned": [str(function.label) for function in Function if function not in signed],
        "against": [each for each in signed.values() if not each.agrees],
    }


def problem(found: Argument) -> str:
    if not found.problem:
        return ""
    if found.problem == "nothing_known":
        return _("Nothing is known by “%(criterion)s” of anybody yet, so nobody can be ranked.") % {
            "criterion": found.problem_with
        }
    return wording.reason(found.problem)


def verdict(found: Argument) -> str:
    """The result in one sentence."""
    first, second = found.first, found.second
    if first is None:
        return ""
    values = {"first": first.candidate, "score": showing.score(first.score)}
    if second is None:
        return _("%(first)s is the only one left, with %(score)s of 100 points.") % values
    values |= {"second": second.candidate, "other": showing.score(second.score)}
    if second.rank == 1:
        return _("%(first)s and %(second)s share the first place with %(score)s of 100 points.") % values
    return _("%(first)s is first with %(score)s of 100 points; %(second)s follows with %(other)s.") % values


def how_sure(found: Argument) -> str:
    """What the missing values can do to the result."""
    known, cells = found.known
    if found.first is None:
        return ""
    if known == cells:
        return _("Every value is known, so that the result rests on no guess.")
    missing = ngettext(
        "%(count)d value is missing or known between limits only",
        "%(count)d values are missing or known between limits only",
        cells - known,
    ) % {"count": cells - known}
    if found.is_sure:
        return _("%(missing)s; whatever they turn out to be, the first stays first.") % {"missing": missing}
    return _("%(missing)s; they can change who is first.") % {"missing": missing}


def weight_rows(found: Argument) -> list[dict[str, Any]]:
    """Each criterion with its weight, and between which weights the judges lie."""
    weights = found.weights
    rows = []
    for place, criterion in enumerate(found.criteria):
        weight = weights.weights[place] if weights.weights else None
        spread = ""
        if len([said for said in weights.said if said.weights and said.judge.done_at]) > 1 and weights.lowest:
            spread = f"{_percent(weights.lowest[place])} – {_percent(weights.highest[place])}"
        rows.append(
            {
                "criterion": criterion,
                "weight": weight,
                "text": _percent(weight),
                "spread": spread,
                "limit": showing.limit_text(criterion, found.selection.currency),
            }
        )
    return rows


def weights_note(found: Argument) -> str:
    """By whom or how, and whether it is consistent, in a sentence."""
    weights = found.weights
    if weights.weights is None:
        return ""
    if weights.method == Selection.Weighting.ENTROPY:
        return _("Read from the values by their entropy: what tells the candidates apart weighs more.")
    if weights.method == Selection.Weighting.CRITIC:
        return _("Read from the values by CRITIC: what spreads and says something of its own weighs more.")
    separator = "、" if showing.language().startswith("zh") else ", "
    names = separator.join(said.judge.name for said in weights.said if said.weights and said.judge.done_at)
    values = {"names": names, "ratio": formats.number(weights.consistency_ratio, showing.language(), 2)}
    if weights.consistency_ratio is None:
        return _("Given by %(names)s.") % values
    if weights.is_consistent:
        return (
            _("Judged pair by pair by %(names)s; consistent (ratio %(ratio)s, at most 0.1 is wanted).")
            % values
        )
    return (
        _("Judged pair by pair by %(names)s; not consistent (ratio %(ratio)s, at most 0.1 is wanted).")
        % values
    )


def disagreement(worst: Any) -> str:
    """Which judgement fits the others worst, in a sentence."""
    if worst is None:
        return ""
    given, implied = (
        _times(worst.first, worst.second, worst.given),
        _times(worst.first, worst.second, worst.implied),
    )
    return _("What fits worst: %(given)s. By all the other judgements, %(implied)s.") % {
        "given": given,
        "implied": implied,
    }


def _times(first: Criterion, second: Criterion, ratio: float) -> str:
    if 0.95 < ratio < 1.05:
        return _("“%(first)s” and “%(second)s” were to weigh the same") % {"first": first, "second": second}
    more, less = (first, second) if ratio > 1 else (second, first)
    return _("“%(more)s” weighs %(times)s times as much as “%(less)s”") % {
        "more": more,
        "less": less,
        "times": showing.importance(ratio),
    }


def cells_of(line: Line, found: Argument) -> list[Cell]:
    currency = found.selection.currency
    outs = {each.criterion.pk: each for each in line.knock_outs}
    cells = []
    for criterion, value in zip(found.criteria, line.cells, strict=True):
        out = outs.get(criterion.pk)
        cells.append(
            Cell(
                criterion,
                value,
                showing.value_text(value, criterion, currency),
                showing.reference_text(value, criterion),
                wording.reason(value.missing)
                if value is not None and value.missing
                else _("not entered yet"),
                out is not None and out.surely,
                out is not None and not out.surely,
            )
        )
    return cells


def _row(line: Line, found: Argument, share: Allocation | None) -> Row:
    limits = ""
    if line.low is not None and line.high is not None and line.high - line.low > 1e-9:
        limits = f"{showing.score(line.low)} – {showing.score(line.high)}"
    ranks = ""
    if line.rank is not None and (line.rank_best, line.rank_worst) != (line.rank, line.rank):
        ranks = f"{line.rank_best} – {line.rank_worst}"
    return Row(
        line,
        cells_of(line, found),
        showing.score(line.score),
        limits,
        ranks,
        cost_text(line, found.selection),
        why_out(line, found.selection.currency),
        share,
    )


def cost_text(line: Line, selection: Selection) -> str:
    cost = line.cost
    if cost.low is None or cost.high is None:
        return ""
    low = formats.money(cost.low, selection.currency, showing.language())
    if cost.low == cost.high:
        return low
    return f"{low} – {formats.money(cost.high, selection.currency, showing.language())}"


def why_out(line: Line, currency: str) -> str:
    """Which limit knocks the candidate out, in a sentence."""
    out = next((each for each in line.knock_outs if each.surely), None)
    if out is None:
        return ""
    return _("%(criterion)s: %(value)s, wanted is %(limit)s") % {
        "criterion": out.criterion,
        "value": showing.value_text(out.value, out.criterion, currency),
        "limit": showing.limit_text(out.criterion, currency),
    }


def names(race: Sequence[Candidate], place: int | None) -> str:
    return "" if place is None else str(race[place])


def _percent(weight: float | None) -> str:
    return formats.percent(weight, showing.language())
