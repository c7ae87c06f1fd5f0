"""A decision as data: everything that was known and computed, in the words and digits of that day.

It is kept with the selection when it is decided, and read by the API and the report; names are in both scripts, so that
no later renaming touches it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tandem.sourcing.models import Candidate, Selection, Value
from tandem.sourcing.queries.argument import Argument, Check, Line, argument, check
from tandem.sourcing.queries.money import Cost

VERSION = 1
DIGITS = 6


def snapshot_of(selection: Selection, today: date) -> dict[str, Any]:
    found = argument(selection, today)
    return as_data(found, check(found), today)


def as_data(found: Argument, checked: Check | None, today: date) -> dict[str, Any]:
    selection = found.selection
    return {
        "version": VERSION,
        "as_of": today.isoformat(),
        "need": {
            "number": selection.number,
            "title": selection.title,
            "category": selection.category.code if selection.category else None,
            "site": selection.site.code if selection.site else None,
            "volume": _text(selection.volume),
            "unit": selection.unit,
            "begins_on": selection.begins_on.isoformat(),
            "ends_on": selection.ends_on.isoformat(),
            "currency": selection.currency,
            "cost_of_capital_per_cent": _text(selection.capital_cost),
            "cost_of_a_defect": _text(selection.defect_cost),
            "cost_of_lateness": _text(selection.lateness_cost),
            "usual_days": selection.usual_days,
            "most_share_per_cent": _text(selection.most_share),
        },
        "criteria": [
            {
                "name": criterion.name,
                "source": criterion.source,
                "kpi": criterion.code,
                "unit": criterion.unit,
                "direction": criterion.direction,
                "limit": _text(criterion.limit),
                "least": _text(criterion.least),
                "most": _text(criterion.most),
                "weight": _round(found.weights.weights[place]) if found.weights.weights else None,
            }
            for place, criterion in enumerate(found.criteria)
        ],
        "weights": _weights(found),
        "candidates": [_line(line) for line in found.lines]
        + [
            {**_name(candidate), "left_out_because": candidate.left_out_because}
            for candidate in found.left_out
        ],
        "allocation": [
            {**_name(candidate), "share_per_cent": _text(candidate.allocation.share)}
            for candidate in Candidate.objects.filter(selection=selection, allocation__isnull=False)
            .select_related("allocation", "relationship__supplier")
            .order_by("-allocation__share", "pk")
        ],
        "reasons": selection.reasons,
        "why_not_others": selection.why_not_others,
        "proposed_by": selection.proposed_by_name,
        "countersignatures": [
            {
                "function": each.function,
                "agrees": each.agrees,
                "remark": each.remark,
                "by": each.signed_by_name,
                "at": each.signed_at.isoformat(),
            }
            for each in selection.countersignatures.all()
        ],
        "decision": selection.decision,
        "decided_by": selection.decided_by_name,
        "minutes": [
            {"held_on": each.held_on.isoformat(), "present": each.present, "text": each.text}
            for each in selection.minutes.all()
        ],
        "checks": _checks(found, checked),
    }


def _weights(found: Argument) -> dict[str, Any]:
    weights = found.weights
    return {
        "method": weights.method,
        "consistency_ratio": _round(weights.consistency_ratio),
        "judges": [
            {
                "name": said.judge.name,
                "weights": [_round(weight) for weight in said.weights or ()],
                "consistency_ratio": _round(said.consistency_ratio),
            }
            for said in weights.said
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        **_name(line.candidate),
        "candidate": line.candidate.pk,
        "capacity": _text(line.candidate.capacity),
        "knocked_out_by": [each.criterion.name for each in line.knock_outs if each.surely],
        "rank": line.rank,
        "rank_best": line.rank_best,
        "rank_worst": line.rank_worst,
        "score": _round(line.score),
        "score_low": _round(line.low),
        "score_high": _round(line.high),
        "values": [_value(value) for value in line.cells],
        "cost": _cost(line.cost),
    }


def _value(value: Value | None) -> dict[str, Any]:
    if value is None:
        return {"low": None, "high": None, "missing": "no_data"}
    return {
        "low": _text(value.low),
        "high": _text(value.high),
        "missing": value.missing,
        "as_of": value.as_of.isoformat() if value.as_of else None,
        "reference": value.reference,
        "note": value.note,
        "by": value.entered_by_name,
        "drawn": value.drawn,
    }


def _cost(cost: Cost) -> dict[str, Any]:
    if cost.whole is None:
        return {"missing": cost.missing}
    whole = cost.whole
    return {
        "currency": whole.currency,
        "price": _text(whole.price),
        "freight": _text(whole.freight),
        "tooling": _text(whole.tooling),
        "defects": _text(whole.defects),
        "lateness": _text(whole.lateness),
        "payment": _text(whole.payment),
        "low": _text(cost.low),
        "high": _text(cost.high),
        "missing": cost.missing,
    }


def _checks(found: Argument, checked: Check | None) -> dict[str, Any] | None:
    if checked is None:
        return None
    names = [_name(candidate)["slug"] for candidate in found.race]
    return {
        "race": names,
        "methods": {
            outcome.method: {
                "ranks": list(outcome.ranks) if outcome.ranks else None,
                "problem": outcome.problem,
                "agrees": _round(checked.robustness.with_weighted_sum.get(outcome.method)),
            }
            for outcome in checked.robustness.outcomes
        },
        "agreement": _round(checked.robustness.agreement),
        "intervals": [
            {"low": _round(each.low), "weight": _round(each.weight), "high": _round(each.high)}
            for each in checked.intervals
        ],
        "rank_acceptability": [[_round(share) for share in row] for row in checked.acceptability.ranks],
        "in_this_order_of_importance": [[_round(share) for share in row] for row in checked.in_order.ranks],
        "samples": checked.acceptability.samples,
    }


def _name(candidate: Candidate) -> dict[str, str]:
    supplier = candidate.relationship.supplier
    return {"slug": candidate.relationship.slug, "name": supplier.name, "name_local": supplier.name_local}


def _text(number: Decimal | None) -> str | None:
    return (
        None
        if number is None
        else f"{number:f}".rstrip("0").rstrip(".")
        if "." in f"{number:f}"
        else f"{number:f}"
    )


def _round(number: float | None) -> float | None:
    return None if number is None else round(number, DIGITS)
