"""An effect as the case's page says and draws it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.improvement.effect import (
    LEAST_CASES,
    LEAST_DAYS,
    LEAST_EXPECTED,
    LEAST_MONTHS,
    Method,
    Verdict,
    bound,
)
from tandem.improvement.queries.watching import Effect
from tandem.scorecards.models import Kpi

TONES = {Verdict.IMPROVED: "good", Verdict.NO_CHANGE: "warning", Verdict.TOO_EARLY: "neutral"}


@dataclass(frozen=True)
class Shown:
    found: Effect
    kpi: Kpi
    label: str
    tone: str
    sentence: str
    how: str
    option: dict[str, Any]
    chart_label: str


def shown(found: Effect) -> Shown:
    result = found.result
    return Shown(
        found,
        found.kpi,
        label(result.verdict, worse=result.worse),
        "bad" if result.worse else TONES[result.verdict],
        _sentence(found),
        how(result.test),
        _option(found),
        _("%(kpi)s month by month, before and after the actions") % {"kpi": found.kpi},
    )


def label(verdict: str, *, worse: bool = False) -> str:
    if worse:
        return _("got worse")
    match verdict:
        case Verdict.IMPROVED:
            return _("improved")
        case Verdict.NO_CHANGE:
            return _("no change shown")
    return _("too early")


def how(test: Method) -> str:
    """The test by name, and what it needs."""
    match test:
        case Method.FISHER:
            return _(
                "Fisher’s exact test, two-sided, at the 5 %% level over half a year of nightly looks (p below"
                " %(bound)s); too early below %(cases)d cases on either side or %(days)d days after the actions."
            ) % {"bound": bound(test), "cases": LEAST_CASES, "days": LEAST_DAYS}
        case Method.POISSON:
            return _(
                "Conditional binomial test of two Poisson rates, two-sided, at the 5 %% level over half a year of"
                " nightly looks (p below %(bound)s); too early below %(expected)d defects expected after, or %(days)d"
                " days after the actions."
            ) % {"bound": bound(test), "expected": LEAST_EXPECTED, "days": LEAST_DAYS}
        case Method.WELCH:
            return _(
                "Welch’s t-test, two-sided, at the 5 %% level over half a year of nightly looks (p below"
                " %(bound)s); too early below %(cases)d cases on either side or %(days)d days after the actions."
            ) % {"bound": bound(test), "cases": LEAST_CASES, "days": LEAST_DAYS}
    return _(
        "Mann–Whitney U test of the months’ values, two-sided, at the 5 %% level over three months’ looks (p below"
        " %(bound)s); too early below %(months)d whole months on either side."
    ) % {"bound": bound(test), "months": LEAST_MONTHS}


def _sentence(found: Effect) -> str:
    result, language = found.result, get_language() or "en"
    told = {
        "p": "< 0.001"
        if result.p is not None and result.p < 0.001
        else f"= {result.p:.3f}"
        if result.p is not None
        else "",
        "until": formats.day(found.watch_until, language),
    }
    if result.verdict == Verdict.IMPROVED:
        return _("It improved: chance alone would hardly explain the difference (p %(p)s).") % told
    if result.worse:
        return _("It got worse: chance alone would hardly explain the difference (p %(p)s).") % told
    if result.verdict == Verdict.NO_CHANGE:
        return (
            _(
                "No change is shown: chance alone may explain the difference (p %(p)s). Watched until %(until)s."
            )
            % told
        )
    return _("It is too early to say. Watched until %(until)s.") % told


def _option(found: Effect) -> dict[str, Any]:
    """Points by month, with the value of each stretch as a line."""
    language = get_language() or "en"
    names = [formats.period(f"{month.first:%Y-%m}", language) for month in found.months]
    before = [found.before.value if month.first < found.opened else None for month in found.months]
    acted = found.acted.replace(day=1)
    after = [found.after.value if month.first >= acted else None for month in found.months]
    points = [month.value for month in found.months]
    return {
        "xAxis": {"type": "category", "data": names},
        "yAxis": {"type": "value", "scale": True},
        "legend": {},
        "series": [
            {"type": "line", "name": _("by month"), "data": points, "showSymbol": True, "symbolSize": 7,
             "lineStyle": {"color": "@muted", "width": 1}, "itemStyle": {"color": "@primary"}},
            {"type": "line", "name": _("before the actions"), "data": before, "showSymbol": False,
             "lineStyle": {"color": "@bad", "width": 2, "type": "dashed"}, "itemStyle": {"color": "@bad"}},
            {"type": "line", "name": _("after the actions"), "data": after, "showSymbol": False,
             "lineStyle": {"color": "@good", "width": 2}, "itemStyle": {"color": "@good"}},
        ],
    }  # fmt: skip
