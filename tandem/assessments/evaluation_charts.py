"""ECharts options of evaluations: plain data, colours by the theme's names (see `{% chart %}`)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from tandem.assessments import scales
from tandem.assessments.queries.course import Moment
from tandem.assessments.queries.evaluation import DIMENSIONS, Evaluation
from tandem.core import formats

Option = dict[str, Any]
FEWEST = 3
"""Dimensions that a radar needs to be one."""


def radar(found: Sequence[Evaluation]) -> Option | None:
    """The dimensions that are known of all; None for too few. One that is missing is left out, since it would look like
    nought."""
    places = scales.complete([each.points for each in found])
    if len(places) < FEWEST:
        return None
    return {
        "radar": {
            "indicator": [
                {"name": found[0].dimensions[place].label, "max": 100, "min": 0} for place in places
            ],
            "radius": "62%",
            "splitNumber": 4,
        },
        "legend": {},
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "radar",
                "areaStyle": {"opacity": 0.08},
                "data": [
                    {
                        "name": str(each.relationship),
                        "value": [round(each.points[place] or 0, 1) for place in places],
                    }
                    for each in found
                ],
            }
        ],
    }


def trend(moments: Sequence[Moment]) -> Option | None:
    """Points over the months in which anything is known."""
    months = sorted({f"{each.on:%Y-%m}" for each in moments})
    if len(months) < 2:
        return None
    language = get_language() or "en"
    series = []
    for key, (label, _page) in DIMENSIONS.items():
        known = {f"{each.on:%Y-%m}": round(each.points, 1) for each in moments if each.dimension == key}
        if known:
            series.append(
                {
                    "type": "line",
                    "name": str(label),
                    "showSymbol": True,
                    "connectNulls": True,
                    "data": [known.get(month) for month in months],
                }
            )
    return {
        "xAxis": {"type": "category", "data": [formats.period(month, language) for month in months]},
        "yAxis": {"type": "value", "min": 0, "max": 100},
        "legend": {},
        "series": series,
    }
