"""ECharts options of statements over the years: plain data, colours by the theme's names (see `{% chart %}`)."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tandem.assessments import ratios
from tandem.assessments.queries.finances import Finances

Option = dict[str, Any]


def charts(found: Finances) -> list[tuple[str, str, str, Option]]:
    """(title, unit, currency, option); without two years there is no course to draw."""
    if len(found.statements) < 2:
        return []
    drawn = [(_("Z″ over the years"), "count", "", altman(found))]
    if found.alike:
        currency = found.latest.currency
        drawn.append((_("Revenue and net profit"), "money", currency, amounts(found)))
    drawn.append((_("Margins"), "share", "", _lines(found, "gross_margin", "operating_margin", "net_margin")))
    drawn.append(
        (_("Debt ratio and return on equity"), "share", "", _lines(found, "debt_ratio", "return_on_equity"))
    )
    return drawn


def altman(found: Finances) -> Option:
    """Z″ with its two cut-offs as lines."""
    names = _names(found)
    flat = len(names)
    return {
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value"},
        "legend": {},
        "series": [
            {
                "type": "line",
                "name": "Z″",
                "data": [_rounded(each.score.value) for each in found.altmans],
                "showSymbol": True,
                "itemStyle": {"color": "@primary"},
            },
            _level(_("safe above 2.6"), ratios.SAFE_ABOVE, "@good", flat),
            _level(_("distress below 1.1"), ratios.DISTRESS_BELOW, "@bad", flat),
        ],
    }


def amounts(found: Finances) -> Option:
    series = [
        {"type": "bar", "name": label, "barMaxWidth": 26, "itemStyle": {"color": colour},
         "data": [_rounded(year.amount(code)) for year in found.years]}
        for code, label, colour in (
            ("revenue", _("Revenue"), "@primary"),
            ("net_profit", _("Net profit"), "@accent"),
        )
    ]  # fmt: skip
    return {
        "xAxis": {"type": "category", "data": _names(found)},
        "yAxis": {"type": "value"},
        "legend": {},
        "series": series,
    }


def _lines(found: Finances, *codes: str) -> Option:
    return {
        "xAxis": {"type": "category", "data": _names(found)},
        "yAxis": {"type": "value"},
        "legend": {},
        "series": [
            {
                "type": "line",
                "name": str(ratios.BY_CODE[code].name),
                "data": [_rounded(value.value) for value in found.ratios[code]],
                "showSymbol": True,
            }
            for code in codes
        ],
    }


def _level(name: str, value: Decimal, colour: str, count: int) -> Option:
    line = {"type": "dashed", "width": 1, "color": colour}
    return {
        "type": "line",
        "name": name,
        "data": [float(value)] * count,
        "showSymbol": False,
        "lineStyle": line,
        "itemStyle": {"color": colour},
    }


def _names(found: Finances) -> list[str]:
    years = [each.year_end.year for each in found.statements]
    if len(set(years)) == len(years):
        return [str(year) for year in years]
    return [f"{each.year_end:%Y-%m}" for each in found.statements]


def _rounded(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 6))
