"""How values and results are written and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.sourcing.deciding.stability import Acceptability, Interval
from tandem.sourcing.models import Candidate, Criterion, Value
from tandem.sourcing.queries.argument import Argument

Unit = Criterion.Unit
Source = Criterion.Source
EVALUATED = (Source.FINANCES, Source.CAPACITY, Source.QUALITY, Source.DELIVERY)


def language() -> str:
    return get_language() or "en"


def in_unit(number: Decimal | float, unit: str, currency: str) -> str:
    """A value as people write it: shares are in per cent already."""
    if unit == Unit.SHARE:
        return formats.percent(Decimal(str(number)) / 100, language())
    if unit == Unit.MONEY:
        return formats.money(number, currency, language())
    if unit == Unit.YES:
        return _("yes") if number >= 1 else _("no")
    fixed = unit in (Unit.POINTS, Unit.DAYS)
    text = formats.number(number, language(), 1) if fixed else formats.points(number, language())
    if unit == Unit.DAYS:
        return _("%(number)s days") % {"number": text}
    return f"{text} PPM" if unit == Unit.PPM else text


def value_text(value: Value | None, criterion: Criterion, currency: str) -> str:
    """The value or its limits; empty where nothing is known."""
    if value is None or value.low is None or value.high is None:
        return ""
    low = in_unit(value.low, criterion.unit, currency)
    return low if value.is_known else f"{low} – {in_unit(value.high, criterion.unit, currency)}"


def reference_text(value: Value | None, criterion: Criterion) -> str:
    """Where a drawn value stands, in the reader's language: the period of a card, the price offered, how many of an
    evaluation's figures are known."""
    if value is None or not value.drawn or not value.reference:
        return value.reference if value is not None else ""
    said = value.reference
    if criterion.source in (Source.SCORE, Source.KPI):
        return formats.period(said, language())
    if criterion.source in (Source.PRICE, Source.TOTAL_COST):
        price, _space, currency = said.partition(" ")
        return _("offer %(price)s") % {"price": formats.money(Decimal(price), currency, language())}
    if criterion.source in EVALUATED:
        known, _slash, of = said.partition("/")
        return _("%(known)s of %(of)s figures") % {"known": known, "of": of}
    return said


def limit_text(criterion: Criterion, currency: str) -> str:
    if criterion.limit is None:
        return ""
    text = in_unit(criterion.limit, criterion.unit, currency)
    return (_("at least %(limit)s") if criterion.type > 0 else _("at most %(limit)s")) % {"limit": text}


def importance(ratio: float) -> str:
    """A judgement or what it should be, in words: how many times as important."""
    return formats.number(round(ratio if ratio >= 1 else 1 / ratio, 1), language())


def score(value: float | None) -> str:
    """Scores lie between 0 and 1 and are shown as points of 100."""
    return formats.number(None if value is None else value * 100, language(), 1)


def parts_chart(found: Argument) -> dict[str, Any]:
    """What each criterion adds to each candidate's score: stacked bars, the first on top."""
    ranked = [line for line in found.lines if line.rank is not None]
    names = [str(line.candidate) for line in ranked]
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 70, "containLabel": True},
        "legend": {"bottom": 0, "type": "scroll"},
        "xAxis": {"type": "value", "min": 0, "max": 100},
        "yAxis": {
            "type": "category",
            "data": names,
            "inverse": True,
            "axisLabel": {"width": 140, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "score",
                "name": criterion.name,
                "barMaxWidth": 26,
                "data": [round(line.parts[place].points * 100, 2) for line in ranked],
            }
            for place, criterion in enumerate(found.criteria)
        ],
    }


def acceptability_chart(race: Sequence[Candidate], found: Acceptability) -> dict[str, Any]:
    """How often each candidate has which rank: stacked shares."""
    names = [str(candidate) for candidate in race]
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 46, "containLabel": True},
        "legend": {"bottom": 0, "type": "scroll"},
        "xAxis": {"type": "value", "min": 0, "max": 1},
        "yAxis": {
            "type": "category",
            "data": names,
            "inverse": True,
            "axisLabel": {"width": 140, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "ranks",
                "name": _("rank %(rank)s") % {"rank": rank + 1},
                "barMaxWidth": 26,
                "color": RANK_COLOURS[min(rank, len(RANK_COLOURS) - 1)],
                "data": [round(row[rank], 4) for row in found.ranks],
            }
            for rank in range(len(race))
        ],
    }


RANK_COLOURS = ("@good", "@primary", "@accent", "@warning", "@line", "@muted")


def intervals_chart(criteria: Sequence[Criterion], intervals: Sequence[Interval]) -> dict[str, Any]:
    """From which to which weight the winner stays first, and the weight as it is."""
    names = [criterion.name for criterion in criteria]
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 46, "containLabel": True},
        "legend": {"bottom": 0, "data": [_("stays first"), _("weight now")]},
        "xAxis": {"type": "value", "min": 0, "max": 1},
        "yAxis": {
            "type": "category",
            "data": names,
            "inverse": True,
            "axisLabel": {"width": 140, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "range",
                "silent": True,
                "itemStyle": {"color": "transparent"},
                "tooltip": {"show": False},
                "data": [round(each.low, 4) for each in intervals],
            },
            {
                "type": "bar",
                "stack": "range",
                "name": _("stays first"),
                "color": "@primary",
                "barMaxWidth": 18,
                "data": [round(each.high - each.low, 4) for each in intervals],
            },
            {
                "type": "scatter",
                "name": _("weight now"),
                "color": "@warning",
                "symbolSize": 11,
                "data": [[round(each.weight, 4), place] for place, each in enumerate(intervals)],
            },
        ],
    }


def weights_chart(found: Argument) -> dict[str, Any]:
    weights = found.weights.weights or ()
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 24, "containLabel": True},
        "xAxis": {"type": "value", "min": 0},
        "yAxis": {
            "type": "category",
            "data": [criterion.name for criterion in found.criteria],
            "inverse": True,
            "axisLabel": {"width": 140, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "color": "@primary",
                "barMaxWidth": 18,
                "data": [round(weight, 4) for weight in weights],
            }
        ],
    }
