"""ECharts options of this room: plain data, colours by the theme's names."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.analytics.field import Quarters
from tandem.analytics.figures import Figures
from tandem.analytics.queries import GradesOverTime, Spender
from tandem.core import formats
from tandem.scorecards.months import Course

Option = dict[str, Any]


def _periods(names: Sequence[str]) -> list[str]:
    language = get_language() or "en"
    return [formats.period(name, language) for name in names]


def _line(name: str, values: Sequence[float | None], colour: str) -> Option:
    return {
        "type": "line",
        "name": name,
        "data": list(values),
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour},
    }


def punctuality_and_quality(figures: Figures) -> Option:
    """Both as shares of one, so that they share an axis."""
    shown = [
        value
        for code in ("on_time_lines", "lot_acceptance")
        for value in figures.by_month[code]
        if value is not None
    ]
    least = floor(min(shown, default=0.0) * 10) / 10
    step = 0.05 if least >= 0.7 else 0.2
    return {
        "xAxis": {"data": _periods(figures.months)},
        "yAxis": {"min": max(0.0, floor(least / step) * step), "max": 1, "interval": step},
        "legend": {},
        "series": [
            _line(_("On time"), figures.by_month["on_time_lines"], "@primary"),
            _line(_("Lots accepted"), figures.by_month["lot_acceptance"], "@accent"),
        ],
    }


def concentration(spenders: Sequence[Spender]) -> Option:
    """Spend of the largest suppliers as bars, the largest on top; a bar leads to its supplier."""
    rows = list(spenders)[::-1]
    return {
        "grid": {"left": 8, "right": 16, "top": 4, "bottom": 4},
        "xAxis": {"type": "value", "splitNumber": 3},
        "yAxis": {
            "type": "category",
            "data": [row.name for row in rows],
            # Without `alignMinLabel` the lowest name is drawn on the wrong side of the axis where the plot is narrow.
            "axisLabel": {"width": 150, "overflow": "truncate", "alignMinLabel": "right"},
            "axisLine": {"show": False},
            "splitLine": {"show": False},
        },
        "series": [
            {
                "type": "bar",
                "name": _("Spend"),
                "data": [{"value": float(row.amount), "url": row.url} for row in rows],
                "barMaxWidth": 16,
            }
        ],
    }


def grades(over_time: GradesOverTime) -> Option:
    """Suppliers by grade in each period, one column a period."""
    return {
        "xAxis": {"data": _periods(over_time.periods)},
        "legend": {},
        "series": [
            {
                "type": "bar",
                "stack": "grades",
                "name": grade,
                "barMaxWidth": 34,
                "itemStyle": {"color": f"@grade-{grade[:1].lower()}"},
                "data": [over_time.counts.get((period, grade), 0) for period in over_time.periods],
            }
            for grade in over_time.grades
        ],
    }


def against_the_field(course: Course, quarters: Mapping[date, Quarters]) -> Option:
    """One supplier's months over the quartiles of all."""
    fields = [quarters.get(month) for month in course.months]

    def bound(name: str, values: list[float | None], kind: str) -> Option:
        drawn = _line(name, values, "@muted")
        return {**drawn, "lineStyle": {"color": "@muted", "width": 1, "type": kind}}

    shares = course.kpi.unit == "share"
    heights = [*course.values, *(each.high for each in fields if each)]
    within_one = shares and all(value is None or 0 <= value <= 1 for value in heights)
    own = {**_line(_("This supplier"), course.values, "@primary"), "showSymbol": True, "z": 4}
    return {
        "xAxis": {"data": _periods([f"{month:%Y-%m}" for month in course.months])},
        "yAxis": {"scale": True, "splitNumber": 4, **({"max": 1} if within_one else {})},
        "legend": {},
        "series": [
            own,
            bound(_("upper quartile"), [each.high if each else None for each in fields], "dashed"),
            bound(_("median"), [each.middle if each else None for each in fields], "solid"),
            bound(_("lower quartile"), [each.low if each else None for each in fields], "dashed"),
        ],
    }
