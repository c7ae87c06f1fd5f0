"""A KPI's course as its page says and draws it: which chart and why, which rules, which months break them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.core.templatetags.ui_figures import measured_text
from tandem.scorecards import change_points
from tandem.scorecards.control import LEAST_POINTS, Chart, Control, Point, Rule
from tandem.scorecards.happenings import Happening, around
from tandem.scorecards.models import Kpi
from tandem.scorecards.months import Course

Option = dict[str, Any]


@dataclass(frozen=True)
class Signal:
    """A month that breaks a rule. `tone` is bad where the value is worse than usual."""

    month: str
    value: str
    sentences: tuple[str, ...]
    tone: str


@dataclass(frozen=True)
class Change:
    """A change of level, and what happened within six weeks of it."""

    month: str
    sentence: str
    tone: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Row:
    """A month in the table that says the same as the chart."""

    month: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    tone: str
    said: str


@dataclass(frozen=True)
class Trend:
    """`chart_name` and `why` say which chart it is; `too_few` where it has no limits."""

    course: Course
    control: Control
    chart_name: str
    why: str
    rules: tuple[str, ...]
    too_few: str
    signals: tuple[Signal, ...]
    changes: tuple[Change, ...]
    rows: tuple[Row, ...]
    option: Option
    label: str
    stretches: tuple[change_points.Stretch, ...] = field(default=())

    @property
    def kpi(self) -> Kpi:
        return self.course.kpi

    @property
    def last_signals(self) -> bool:
        """Whether the latest month is out of the ordinary."""
        return bool(self.control.points) and self.control.points[-1].signals


def shown(course: Course, currency: str = "", happenings: Sequence[Happening] = ()) -> Trend:
    found = course.control
    divided = levels(found)
    return Trend(
        course,
        found,
        chart_name(found.chart),
        why(course, found),
        rules(),
        _too_few(found),
        tuple(_signal(course, found, place, currency) for place in found.signals[::-1]),
        tuple(_changes(course, divided, currency, happenings)),
        tuple(_row(course, found, place) for place in range(len(course.months) - 1, -1, -1)),
        option(course, found, divided),
        _("%(kpi)s month by month with control limits") % {"kpi": course.kpi},
        tuple(divided),
    )


def chart_name(chart: Chart) -> str:
    match chart:
        case Chart.P:
            return _("p-chart")
        case Chart.P_PRIME:
            return _("Laney p′-chart")
        case Chart.U:
            return _("u-chart")
        case Chart.U_PRIME:
            return _("Laney u′-chart")
    return _("XmR chart (individuals and moving range)")


def why(course: Course, found: Control) -> str:
    """Why this chart, in a sentence or two with its source."""
    words = {"kpi": course.kpi, "factor": formats.number(found.factor, get_language() or "en", 2)}
    match found.chart:
        case Chart.P:
            return (
                _(
                    "“%(kpi)s” is a rate, so many of all cases: a p-chart, whose limits are wider in months with few"
                    " cases (Shewhart 1931; Western Electric 1956)."
                )
                % words
            )
        case Chart.P_PRIME:
            return (
                _(
                    "“%(kpi)s” is a rate, so many of all cases, and its months differ %(factor)s times as much as"
                    " chance alone would make them: Laney’s p′-chart widens the limits of a p-chart by that factor"
                    " (Laney 2002)."
                )
                % words
            )
        case Chart.U:
            return (
                _(
                    "“%(kpi)s” counts defects over a quantity: a u-chart, whose limits are wider in months with"
                    " little of it (Western Electric 1956)."
                )
                % words
            )
        case Chart.U_PRIME:
            return (
                _(
                    "“%(kpi)s” counts defects over a quantity. Defects come in lots, and its months differ"
                    " %(factor)s times as much as single defects would: Laney’s u′-chart widens the limits of a"
                    " u-chart by that factor (Laney 2002)."
                )
                % words
            )
    return (
        _(
            "“%(kpi)s” is neither a rate nor a count over a quantity: an XmR chart, with limits from the mean moving"
            " range of the months (Wheeler 1993)."
        )
        % words
    )


def rules() -> tuple[str, ...]:
    """The rules in words, in the order of `Rule`."""
    return (
        _("one month beyond a limit, three standard deviations from the centre"),
        _("two of three months in a row beyond two standard deviations, on the same side"),
        _("four of five months in a row beyond one standard deviation, on the same side"),
        _("eight months in a row on the same side of the centre"),
    )


def broken(rule: Rule, *, up: bool) -> str:
    match rule:
        case Rule.BEYOND:
            return _("above the upper limit") if up else _("below the lower limit")
        case Rule.TWO_OF_THREE:
            return (
                _("two of three months far above the centre")
                if up
                else _("two of three months far below the centre")
            )
        case Rule.FOUR_OF_FIVE:
            return (
                _("four of five months above the centre") if up else _("four of five months below the centre")
            )
    return _("eight months in a row above the centre") if up else _("eight months in a row below the centre")


def tone(kpi: Kpi, *, up: bool) -> str:
    better = kpi.higher_is_better
    return "warning" if better is None else "good" if better == up else "bad"


def month_name(month: date) -> str:
    return formats.period(f"{month:%Y-%m}", get_language() or "en")


def _too_few(found: Control) -> str:
    if found.centre is not None:
        return ""
    return _("There are %(known)s months with a value; control limits need %(least)s.") % {
        "known": found.known,
        "least": LEAST_POINTS,
    }


def _signal(course: Course, found: Control, place: int, currency: str) -> Signal:
    point = found.points[place]
    return Signal(
        month_name(course.months[place]),
        measured_text(point.value or 0.0, course.kpi.unit, currency),
        tuple(broken(rule, up=point.up) for rule in point.breaks),
        tone(course.kpi, up=point.up),
    )


def _row(course: Course, found: Control, place: int) -> Row:
    point, figure = found.points[place], course.figures[place]
    said = _(", ").join(broken(rule, up=point.up) for rule in point.breaks)
    colour = tone(course.kpi, up=point.up) if point.signals else ""
    return Row(month_name(course.months[place]), point.value, figure.n, point.low, point.high, colour, said)


def levels(found: Control) -> list[change_points.Stretch]:
    """The stretches as places on the chart, months without a value included."""
    if found.centre is None:
        return []
    places = [place for place, point in enumerate(found.points) if point.value is not None]
    values = [point.value for point in found.points if point.value is not None]
    sigmas = [point.sigma for point in found.points if point.value is not None]
    ends = [*places[1:], len(found.points)]
    return [
        change_points.Stretch(places[each.start], ends[each.end - 1], each.mean)
        for each in change_points.stretches(values, sigmas)
    ]


def _changes(
    course: Course,
    divided: Sequence[change_points.Stretch],
    currency: str,
    happenings: Sequence[Happening],
) -> list[Change]:
    found = []
    for earlier, later in itertools.pairwise(divided):
        month, up = course.months[later.start], later.mean > earlier.mean
        words = {
            "month": month_name(month),
            "before": measured_text(earlier.mean, course.kpi.unit, currency),
            "after": measured_text(later.mean, course.kpi.unit, currency),
        }
        sentence = (
            _("From %(month)s the level is higher: %(after)s instead of %(before)s.")
            if up
            else _("From %(month)s the level is lower: %(after)s instead of %(before)s.")
        ) % words
        found.append(
            Change(words["month"], sentence, tone(course.kpi, up=up), tuple(around(month, happenings)))
        )
    return found[::-1]


def option(course: Course, found: Control, divided: Sequence[change_points.Stretch] = ()) -> Option:
    """Points by month within their limits; a rule broken shows by colour and shape, a change of level by a line."""
    names = [month_name(month) for month in course.months]
    series: list[Option] = [
        {
            "type": "line",
            "name": str(course.kpi),
            "data": [_drawn(course.kpi, point) for point in found.points],
            "showSymbol": True,
            # On a phone too, where ECharts leaves out those that stand close.
            "showAllSymbol": True,
            "symbolSize": 6,
            "lineStyle": {"color": "@primary", "width": 1.5},
            "itemStyle": {"color": "@primary"},
            "z": 4,
            **_change_marks(course, divided),
        }
    ]
    if found.centre is not None:
        limit = {"type": "line", "step": "middle", "showSymbol": False, "itemStyle": {"color": "@muted"}}
        dashed = {"color": "@muted", "width": 1, "type": "dashed"}
        series += [
            {
                **limit,
                "name": _("upper control limit"),
                "lineStyle": dashed,
                "data": [p.high for p in found.points],
            },
            {
                **limit,
                "name": _("lower control limit"),
                "lineStyle": dashed,
                "data": [p.low for p in found.points],
            },
            {
                **limit,
                "name": _("level") if len(divided) > 1 else _("centre"),
                "step": False,
                "lineStyle": {"color": "@muted", "width": 1.5},
                "data": _levels(found, divided),
            },
        ]
    return {
        "xAxis": {"type": "category", "data": names},
        "yAxis": _axis(course, found),
        "legend": {"data": [one["name"] for one in series[:1]] + [one["name"] for one in series[1:]]},
        "series": series,
    }


def _axis(course: Course, found: Control) -> Option:
    """Of shares as much as is needed, in tenths; else from nought where everything lies above."""
    if course.kpi.unit != "share":
        return {"type": "value", "splitNumber": 4}
    heights = [each for p in found.points for each in (p.value, p.low, p.high) if each is not None]
    if not heights or min(heights) < 0 or max(heights) > 1:
        return {"type": "value", "scale": True, "splitNumber": 4}
    least, most = min(heights), max(heights)
    return {
        "type": "value",
        "min": max(0.0, int(least * 10) / 10),
        "max": min(1.0, (int(most * 10) + 1) / 10),
        "splitNumber": 4,
    }


def _drawn(kpi: Kpi, point: Point) -> Any:
    if not point.signals:
        return point.value
    colour = f"@{tone(kpi, up=point.up)}"
    drawn: Option = {
        "value": point.value,
        "symbol": "triangle",
        "symbolSize": 11,
        "itemStyle": {"color": colour},
    }
    return drawn if point.up else {**drawn, "symbolRotate": 180}


def _levels(found: Control, divided: Sequence[change_points.Stretch]) -> list[float | None]:
    if len(divided) < 2:
        return [found.centre] * len(found.points)
    return [each.mean for each in divided for _place in range(each.start, each.end)]


def _change_marks(course: Course, divided: Sequence[change_points.Stretch]) -> Option:
    if len(divided) < 2:
        return {}
    return {
        "markLine": {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": "@accent", "type": "dotted", "width": 1.5},
            "label": {"show": False},
            "data": [{"xAxis": month_name(course.months[each.start])} for each in divided[1:]],
        }
    }
