"""Policies and cases in words: one sentence that says when, what and on what ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.incentives.models import Consequence, Effect, Policy
from tandem.incentives.models.policies import MONEY
from tandem.relationships.models import Segment, Stage
from tandem.scorecards.models import Kpi
from tandem.scorecards.queries import current_kpis, titles

When, Base, Per = Policy.When, Policy.Base, Policy.Per
Kpis = Mapping[str, Kpi]


def language() -> str:
    return get_language() or "en"


def sentence(policy: Policy, kpis: Kpis, *, to_supplier: bool = False) -> str:
    """The policy as a sentence, in the present language; a supplier is not told in which segment it is."""
    return _("%(when)s, %(what)s%(cap)s.%(clause)s") % {
        "when": _when(policy, kpis, to_supplier=to_supplier),
        "what": _what(policy, kpis),
        "cap": _cap(policy),
        "clause": _clause(policy),
    }


def kpis_of(consequence: Consequence) -> Kpis:
    return current_kpis(consequence.relationship.customer_id)


def in_both(text: Callable[[], str]) -> tuple[str, str]:
    """What `text` says in English and in Chinese, for readers of either."""
    with override("en"):
        english = text()
    with override("zh-hans"):
        return english, text()


def title(consequence: Consequence) -> str:
    """“Contractual deduction no. 12: €1,234.50”; honours by their own name."""
    words = {
        "effect": consequence.get_effect_display(),
        "number": consequence.number,
        "what": of_what(consequence),
    }
    return (
        _("%(effect)s no. %(number)s: %(what)s") if words["what"] else _("%(effect)s no. %(number)s")
    ) % words


def on_a_statement(consequence: Consequence, *, reversal: bool) -> str:
    """“Contractual deduction no. 12, Q3 2026”: what a line of a statement is for."""
    words = {
        "effect": consequence.get_effect_display(),
        "number": consequence.number,
        "period": formats.period(consequence.period, language())
        if consequence.period
        else consequence.reason[:80],
    }
    if reversal:
        return _("Reversal of %(effect)s no. %(number)s, %(period)s") % words
    return _("%(effect)s no. %(number)s, %(period)s") % words


def of_what(consequence: Consequence) -> str:
    """How much, or which; empty where the effect says it all."""
    effect = Effect(consequence.effect)
    if effect in MONEY and consequence.amount is not None:
        return formats.money(consequence.amount, consequence.currency, language())
    if effect == Effect.PAYMENT_TERMS and consequence.days is not None:
        return _("%(days)s days until payment") % {"days": consequence.days}
    if effect == Effect.SHARE and consequence.points is not None:
        return _points(consequence.points)
    if effect == Effect.STAGE and consequence.stage:
        return str(Stage(consequence.stage).label)
    if effect == Effect.SEGMENT and consequence.segment:
        return str(Segment(consequence.segment).label)
    chinese = language().startswith("zh")
    return (consequence.title_local if chinese else "") or consequence.title


def finding(consequence: Consequence, kpis: Kpis) -> list[tuple[str, str]]:
    """What showed, a period a line: (period, grade or the KPI's value)."""
    found = consequence.finding
    if cases := found.get("cases"):
        text = ngettext("%(count)d case improved", "%(count)d cases improved", len(cases))
        return [
            (formats.period(period, language()), text % {"count": len(cases)}) for period in found["periods"]
        ]
    rows = zip(found.get("periods", ()), found.get("grades", ()), found.get("values", ()), strict=True)
    return [
        (
            formats.period(period, language()),
            _grade(grade) if value is None else _value(found.get("kpi", ""), Decimal(value), kpis),
        )
        for period, grade, value in rows
    ]


def _when(policy: Policy, kpis: Kpis, *, to_supplier: bool) -> str:
    scorecard = _(" on the scorecard “%(scorecard)s”") % _scorecard(policy) if policy.scorecard else ""
    whom = _whom(policy, to_supplier=to_supplier)
    words: dict[str, Any] = {
        "whom": whom,
        "scorecard": scorecard,
        "grades": _(" or ").join(policy.grades),
        "periods": policy.periods,
        "condition": _condition(policy, kpis),
    }
    match When(policy.when):
        case When.GRADE:
            return _("When %(whom)s is graded %(grades)s%(scorecard)s") % words
        case When.KPI:
            return _("When of %(whom)s %(condition)s%(scorecard)s") % words
        case When.STREAK if policy.grades:
            return (
                ngettext(
                    "When %(whom)s is graded %(grades)s in %(periods)s period%(scorecard)s",
                    "When %(whom)s is graded %(grades)s in %(periods)s periods in a row%(scorecard)s",
                    policy.periods,
                )
                % words
            )
        case When.STREAK:
            return (
                ngettext(
                    "When of %(whom)s in %(periods)s period %(condition)s%(scorecard)s",
                    "When of %(whom)s in %(periods)s periods in a row %(condition)s%(scorecard)s",
                    policy.periods,
                )
                % words
            )
        case When.IMPROVED:
            return _improved(policy, words, kpis)
        case When.TREND:
            return _trend(policy, words, kpis)
        case _:
            return _("When an incident of %(whom)s is proposed by a person") % words


def _improved(policy: Policy, words: dict[str, Any], kpis: Kpis) -> str:
    words["cases"] = policy.cases
    if not policy.kpi:
        text = ngettext(
            "When %(cases)s case of %(whom)s has improved in the period%(scorecard)s",
            "When %(cases)s cases or more of %(whom)s have improved in the period%(scorecard)s",
            policy.cases,
        )
        return text % words
    words["kpi"] = kpis.get(policy.kpi, policy.kpi)
    text = ngettext(
        "When %(cases)s case of %(whom)s about “%(kpi)s” has improved in the period%(scorecard)s",
        "When %(cases)s cases or more of %(whom)s about “%(kpi)s” have improved in the period%(scorecard)s",
        policy.cases,
    )
    return text % words


def _scorecard(policy: Policy) -> dict[str, str]:
    return {"scorecard": titles(policy.customer_id).get(policy.scorecard, policy.scorecard)}


def _trend(policy: Policy, words: dict[str, Any], kpis: Kpis) -> str:
    change = policy.change or Decimal(0)
    words["what"] = f"“{kpis[policy.kpi]}”" if policy.kpi in kpis else _("the score")
    size = abs(change)
    words["by"] = (
        _value(policy.kpi, size, kpis, named=False) if policy.kpi else formats.number(size, language())
    )
    risen = ngettext(
        "When of %(whom)s %(what)s has risen by %(by)s or more within %(periods)s period%(scorecard)s",
        "When of %(whom)s %(what)s has risen by %(by)s or more within %(periods)s periods%(scorecard)s",
        policy.periods,
    )
    fallen = ngettext(
        "When of %(whom)s %(what)s has fallen by %(by)s or more within %(periods)s period%(scorecard)s",
        "When of %(whom)s %(what)s has fallen by %(by)s or more within %(periods)s periods%(scorecard)s",
        policy.periods,
    )
    return (risen if change > 0 else fallen) % words


def _whom(policy: Policy, *, to_supplier: bool) -> str:
    segment = "" if to_supplier else policy.segment
    words = {"category": policy.category or "", "segment": Segment(segment).label if segment else ""}
    if policy.category_id and segment:
        return _("a supplier of “%(category)s” in the segment “%(segment)s”") % words
    if policy.category_id:
        return _("a supplier of “%(category)s”") % words
    if segment:
        return _("a supplier in the segment “%(segment)s”") % words
    return _("a supplier")


def _condition(policy: Policy, kpis: Kpis) -> str:
    if not policy.kpi or policy.threshold is None:
        return ""
    words = {
        "kpi": kpis.get(policy.kpi, policy.kpi),
        "limit": _value(policy.kpi, policy.threshold, kpis, named=False),
    }
    if policy.comparison == Policy.Comparison.BELOW:
        return _("“%(kpi)s” is below %(limit)s") % words
    return _("“%(kpi)s” is above %(limit)s") % words


def _what(policy: Policy, kpis: Kpis) -> str:
    effect = Effect(policy.effect)
    if effect in MONEY:
        how_much = _how_much(policy, kpis)
        if effect == Effect.REBATE:
            return _("it is credited %(how_much)s") % {"how_much": how_much}
        return _("%(how_much)s is deducted") % {"how_much": how_much}
    words = {"effect": effect.label, "name": policy}
    if effect == Effect.PAYMENT_TERMS:
        return _("it is paid after %(days)s days") % {"days": policy.days}
    if effect == Effect.SHARE:
        return _("its share of the business changes by %(points)s") % {
            "points": _points(policy.points or Decimal(0))
        }
    if effect == Effect.STAGE:
        return _("it comes to the stage “%(stage)s”") % {"stage": Stage(policy.stage).label}
    if effect == Effect.SEGMENT:
        return _("it comes to the segment “%(segment)s”") % {"segment": Segment(policy.to_segment).label}
    return _("what follows is: %(effect)s “%(name)s”") % words


def _how_much(policy: Policy, kpis: Kpis) -> str:
    if policy.base == Base.FIXED:
        return formats.money(policy.amount, policy.currency, language())
    words = {"rate": _percent(policy.rate), "kpi": kpis.get(policy.lines_of, policy.lines_of)}
    if policy.base == Base.PERIOD:
        return _("%(rate)s of the value of all order lines counted in “%(kpi)s”") % words
    text = {
        Per.LINE: _("%(rate)s of the value of each order line that failed “%(kpi)s”"),
        Per.DAY: _("%(rate)s of the value of each order line that failed “%(kpi)s”, for each day late"),
        Per.WEEK: _(
            "%(rate)s of the value of each order line that failed “%(kpi)s”, for each begun week late"
        ),
    }[Per(policy.per)]
    if policy.line_most is not None:
        most = _(" (of one line at most %(most)s)") % {"most": _percent(policy.line_most)}
        return text % words + most
    return text % words


def _cap(policy: Policy) -> str:
    caps = []
    if policy.cap_rate is not None:
        caps.append(_("%(rate)s of the period's value") % {"rate": _percent(policy.cap_rate)})
    if policy.cap_amount is not None:
        caps.append(formats.money(policy.cap_amount, policy.currency, language()))
    return _(", at most %(caps)s") % {"caps": _(" and ").join(caps)} if caps else ""


def _clause(policy: Policy) -> str:
    if not policy.clause:
        return ""
    return _(" Clause %(clause)s of “%(agreement)s”.") % {
        "clause": policy.clause,
        "agreement": policy.agreement,
    }


def _percent(rate: Decimal | None) -> str:
    return formats.percent((rate or Decimal(0)) / 100, language(), _decimals(rate or Decimal(0)))


def _decimals(rate: Decimal) -> int:
    """As many as the rate has: 0.5 % is not rounded to 1 %."""
    exponent = rate.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _points(points: Decimal) -> str:
    words = {"points": formats.number(abs(points), language())}
    if points < 0:
        return _("%(points)s percentage points less") % words
    return _("%(points)s percentage points more") % words


def _grade(grade: str) -> str:
    return _("grade %(grade)s") % {"grade": grade} if grade else _("no grade")


def _value(code: str, value: Decimal, kpis: Kpis, *, named: bool = True) -> str:
    kpi = kpis.get(code)
    if not code:
        text = formats.number(value, language())
        return _("score %(score)s") % {"score": text} if named else text
    unit = kpi.unit if kpi else ""
    text = formats.percent(value, language()) if unit == "share" else formats.number(value, language())
    return f"{kpi or code}: {text}" if named else text
