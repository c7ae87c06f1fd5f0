"""The template that comes with Tandem, to begin with: delivery, quality, price and invoices.

More than half of its weight needs deliveries alone, so that it scores where nothing but order lines is known.
"""

from typing import Any

NAME = "Standard"
NAME_LOCAL = "标准记分卡"
MINIMUM_SAMPLE = 5
RATE = [["0.6", "0"], ["0.85", "50"], ["0.95", "85"], ["1", "100"]]


GROUPS = {"Delivery": "交付", "Quality": "质量", "Cost": "成本", "Service": "服务"}


def _criterion(kpi: str, group: str, weight: int, curve: list[list[str]], minimum: int = 3) -> dict[str, Any]:
    return {
        "code": kpi, "kpi": kpi, "group": group, "group_local": GROUPS[group],
        "weight": weight, "curve": curve, "minimum_sample": minimum,
    }  # fmt: skip


CRITERIA = (
    _criterion("on_time_lines", "Delivery", 30, RATE, 5),
    _criterion("days_late_mean", "Delivery", 15, [["0", "100"], ["3", "80"], ["10", "40"], ["30", "0"]], 5),
    _criterion("fill_rate", "Delivery", 10, [["0.8", "0"], ["0.95", "70"], ["1", "100"]], 5),
    _criterion(
        "defect_ppm",
        "Quality",
        15,
        [["0", "100"], ["100", "90"], ["500", "70"], ["2000", "40"], ["10000", "0"]],
    ),
    _criterion(
        "lot_acceptance", "Quality", 10, [["0.85", "0"], ["0.95", "60"], ["0.99", "90"], ["1", "100"]]
    ),
    _criterion("price_variance", "Cost", 10, [["-0.05", "100"], ["0", "90"], ["0.05", "60"], ["0.15", "0"]]),
    _criterion("invoice_accuracy", "Service", 10, [["0.8", "0"], ["0.95", "70"], ["1", "100"]]),
)
BANDS = tuple(
    {"grade": grade, "floor": floor} for grade, floor in zip("ABCDE", (90, 75, 60, 45, 0), strict=True)
)
RED_LINES = (
    {
        "code": "line_stop",
        "kpi": "line_stops",
        "name": "A line stop",
        "name_local": "停线",
        "trips_at": 1,
        "cap": "C",
    },
)
