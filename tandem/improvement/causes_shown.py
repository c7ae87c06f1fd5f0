"""Root causes by branch, as bars with their cumulative share."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from tandem.improvement.queries.root_causes import RootCause


def option(causes: list[RootCause]) -> dict[str, Any]:
    counted = Counter(each.branch_name for each in causes).most_common()
    whole, so_far, shares = len(causes), 0, []
    for _branch, count in counted:
        so_far += count
        shares.append(round(100 * so_far / whole, 1))
    return {
        "xAxis": {"type": "category", "data": [name for name, _count in counted]},
        "yAxis": [
            {"type": "value", "minInterval": 1},
            {"type": "value", "min": 0, "max": 100, "interval": 25, "axisLabel": {"formatter": "{value}%"},
             "splitLine": {"show": False}},
        ],
        "legend": {},
        "series": [
            {"type": "bar", "name": _("Confirmed causes"), "data": [count for _name, count in counted],
             "itemStyle": {"color": "@primary"}},
            {"type": "line", "name": _("cumulative, in %"), "yAxisIndex": 1, "data": shares, "showSymbol": True,
             "lineStyle": {"color": "@accent"}, "itemStyle": {"color": "@accent"}},
        ],
    }  # fmt: skip
