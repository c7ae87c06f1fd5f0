"""Ratios of financial statements: each with its formula; without what it needs there is no value, and a reason.

A missing line is never taken as zero. Amounts are exact (`Decimal`); a quotient has 28 significant digits.

Altman's Z″ is the four-variable model for companies that are not listed, whatever their industry, without a constant:
E. I. Altman, J. Hartzell, M. Peck, "Emerging Markets Corporate Bonds: A Scoring System", Salomon Brothers, 1995; also
E. I. Altman, "Predicting Financial Distress of Companies: Revisiting the Z-Score and ZETA Models", 2000. The emerging
market score of the same paper adds 3.25 to it, and its cut-offs are those here plus 3.25 (4.35 and 5.85).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

CAS, IFRS, OTHER = "cas", "ifrs", "other"
SHARE, TIMES, MONEY = "share", "times", "money"


class Reason(StrEnum):
    """Why there is no value."""

    MISSING = "missing"
    NO_YEAR_BEFORE = "no year before"
    OTHER_CURRENCY = "other currency"
    OTHER_LENGTH = "other length"
    NOT_A_YEAR = "not a year"
    ZERO = "zero"
    NOT_POSITIVE = "not positive"


@dataclass(frozen=True)
class Year:
    """One statement: amounts by the codes of `statement_lines`, in `unit`s of the currency; what is not in it is not
    known."""

    ends: date
    lines: Mapping[str, Decimal]
    currency: str = "CNY"
    unit: int = 1
    months: int = 12
    standard: str = CAS

    def amount(self, name: str) -> Decimal | None:
        """A line or something made of lines, in whole units of the currency."""
        if name in PARTS_OF:
            return PARTS_OF[name](self)
        value = self.lines.get(name)
        return None if value is None else value * self.unit

    def missing(self, name: str) -> tuple[str, ...]:
        """Which lines are wanting for it."""
        if self.amount(name) is not None:
            return ()
        parts = MADE_OF.get(name)
        if parts is None:
            return (name,)
        wanting = parts(self) if callable(parts) else parts
        return tuple(code for part in wanting for code in self.missing(part))


def _interest(year: Year) -> Decimal | None:
    stated = year.amount("interest_expense")
    return year.amount("finance_costs") if stated is None else stated


def _sum(*names: str) -> Callable[[Year], Decimal | None]:
    def added(year: Year) -> Decimal | None:
        amounts = [year.amount(name) for name in names]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(amounts) else None

    return added


def _less(name: str, other: str) -> Callable[[Year], Decimal | None]:
    def left(year: Year) -> Decimal | None:
        whole, part = year.amount(name), year.amount(other)
        return None if whole is None or part is None else whole - part

    return left


def _earned_lines(year: Year) -> tuple[str, ...]:
    """Chinese statements show what has been earned and kept in two lines."""
    return ("retained_earnings", "surplus_reserve") if year.standard == CAS else ("retained_earnings",)


PARTS_OF: dict[str, Callable[[Year], Decimal | None]] = {
    "interest": _interest,
    "ebit": _sum("profit_before_tax", "interest"),
    "ebitda": _sum("ebit", "depreciation"),
    "gross_profit": _less("revenue", "cost_of_sales"),
    "working_capital": _less("current_assets", "current_liabilities"),
    "quick_assets": _less("current_assets", "inventories"),
    "free_cash_flow": _less("operating_cash_flow", "capital_expenditure"),
    "earned": lambda year: _sum(*_earned_lines(year))(year),
}
MADE_OF: dict[str, Any] = {
    "interest": ("interest_expense",),
    "ebit": ("profit_before_tax", "interest"),
    "ebitda": ("ebit", "depreciation"),
    "gross_profit": ("revenue", "cost_of_sales"),
    "working_capital": ("current_assets", "current_liabilities"),
    "quick_assets": ("current_assets", "inventories"),
    "free_cash_flow": ("operating_cash_flow", "capital_expenditure"),
    "earned": _earned_lines,
}


@dataclass(frozen=True)
class Value:
    """A ratio's value; without one, why not, and which lines are wanting."""

    value: Decimal | None
    reason: Reason | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ratio:
    """`top` divided by `bottom`, each a line or something made of lines; without a `bottom`, the amount itself.

    `averaged`: the bottom is the mean of this year-end and the one before. `grown`: the change of `top` against the
    year before. `annual`: an amount of a period beside one of a day, so that it takes a statement of twelve months.
    `positive`: the ratio says nothing unless the bottom is above zero."""

    code: str
    group: str
    name: Any
    formula: Any
    top: str
    bottom: str = ""
    unit: str = SHARE
    better: str = "higher"
    averaged: bool = False
    grown: bool = False
    annual: bool = False
    positive: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.top, self.bottom) if self.bottom else (self.top,)


PROFITABILITY, SOLVENCY, CASH_FLOW, GROWTH = "profitability", "solvency", "cash_flow", "growth"
GROUPS = {
    PROFITABILITY: _("Profitability"),
    SOLVENCY: _("Solvency"),
    CASH_FLOW: _("Cash flow"),
    GROWTH: _("Growth"),
}
RATIOS = (
    Ratio("gross_margin", PROFITABILITY, _("Gross margin"), _("(revenue − cost of sales) ÷ revenue"),
          "gross_profit", "revenue", positive=True),
    Ratio("operating_margin", PROFITABILITY, _("Operating margin"), _("operating profit ÷ revenue"),
          "operating_profit", "revenue", positive=True),
    Ratio("ebitda_margin", PROFITABILITY, _("EBITDA margin"),
          _("(profit before tax + interest + depreciation and amortisation) ÷ revenue"),
          "ebitda", "revenue", positive=True),
    Ratio("net_margin", PROFITABILITY, _("Net margin"), _("net profit ÷ revenue"),
          "net_profit", "revenue", positive=True),
    Ratio("return_on_assets", PROFITABILITY, _("Return on assets"),
          _("net profit ÷ mean of total assets at the beginning and at the end of the year"),
          "net_profit", "total_assets", averaged=True, annual=True, positive=True),
    Ratio("return_on_equity", PROFITABILITY, _("Return on equity"),
          _("net profit ÷ mean of total equity at the beginning and at the end of the year"),
          "net_profit", "total_equity", averaged=True, annual=True, positive=True),
    Ratio("current_ratio", SOLVENCY, _("Current ratio"), _("current assets ÷ current liabilities"),
          "current_assets", "current_liabilities", unit=TIMES, positive=True),
    Ratio("quick_ratio", SOLVENCY, _("Quick ratio"), _("(current assets − inventories) ÷ current liabilities"),
          "quick_assets", "current_liabilities", unit=TIMES, positive=True),
    Ratio("cash_ratio", SOLVENCY, _("Cash ratio"), _("cash ÷ current liabilities"),
          "cash", "current_liabilities", unit=TIMES, positive=True),
    Ratio("debt_ratio", SOLVENCY, _("Debt ratio"), _("total liabilities ÷ total assets"),
          "total_liabilities", "total_assets", better="lower", positive=True),
    Ratio("debt_to_equity", SOLVENCY, _("Debt to equity"), _("total liabilities ÷ total equity"),
          "total_liabilities", "total_equity", unit=TIMES, better="lower", positive=True),
    Ratio("interest_cover", SOLVENCY, _("Interest cover"),
          _("(profit before tax + interest) ÷ interest (interest expense; finance costs where it is not stated)"),
          "ebit", "interest", unit=TIMES, positive=True),
    Ratio("cash_to_current_liabilities", CASH_FLOW, _("Operating cash flow to current liabilities"),
          _("cash flow from operations ÷ current liabilities"),
          "operating_cash_flow", "current_liabilities", annual=True, positive=True),
    Ratio("cash_margin", CASH_FLOW, _("Operating cash flow margin"), _("cash flow from operations ÷ revenue"),
          "operating_cash_flow", "revenue", positive=True),
    Ratio("cash_per_profit", CASH_FLOW, _("Cash per unit of profit"), _("cash flow from operations ÷ net profit"),
          "operating_cash_flow", "net_profit", unit=TIMES, positive=True),
    Ratio("free_cash_flow", CASH_FLOW, _("Free cash flow"), _("cash flow from operations − capital expenditure"),
          "free_cash_flow", unit=MONEY),
    Ratio("revenue_growth", GROWTH, _("Growth of revenue"), _("revenue ÷ revenue of the year before − 1"),
          "revenue", grown=True),
    Ratio("profit_growth", GROWTH, _("Growth of net profit"), _("net profit ÷ net profit of the year before − 1"),
          "net_profit", grown=True),
    Ratio("asset_growth", GROWTH, _("Growth of total assets"), _("total assets ÷ total assets a year before − 1"),
          "total_assets", grown=True),
    Ratio("equity_growth", GROWTH, _("Growth of equity"), _("total equity ÷ total equity a year before − 1"),
          "total_equity", grown=True),
)  # fmt: skip
BY_CODE = {ratio.code: ratio for ratio in RATIOS}


def before(year: Year, years: Sequence[Year]) -> Year | None:
    """The statement that ended a year earlier."""
    for each in years:
        if (each.ends.year, each.ends.month) == (year.ends.year - 1, year.ends.month):
            return each
    return None


def evaluate(ratio: Ratio, year: Year, earlier: Year | None = None) -> Value:
    """The ratio of a year; `earlier` is the year before, for those that look at both."""
    if ratio.annual and year.months != 12:
        return Value(None, Reason.NOT_A_YEAR)
    if ratio.averaged or ratio.grown:
        if earlier is None:
            return Value(None, Reason.NO_YEAR_BEFORE)
        if earlier.currency != year.currency:
            return Value(None, Reason.OTHER_CURRENCY)
        if ratio.grown and earlier.months != year.months:
            return Value(None, Reason.OTHER_LENGTH)
    wanting = tuple(dict.fromkeys(code for name in ratio.needs for code in year.missing(name)))
    if wanting:
        return Value(None, Reason.MISSING, wanting)
    top = year.amount(ratio.top)
    assert top is not None  # noqa: S101  # nothing is wanting
    if ratio.grown:
        return _growth(ratio, top, earlier)
    if not ratio.bottom:
        return Value(top)
    bottom = _bottom(ratio, year, earlier)
    return bottom if bottom.value is None else Value(top / bottom.value)


def _growth(ratio: Ratio, now: Decimal, earlier: Year | None) -> Value:
    then = earlier.amount(ratio.top) if earlier else None
    if then is None:
        return Value(None, Reason.NO_YEAR_BEFORE, (ratio.top,))
    return Value(now / then - 1) if then > 0 else Value(None, Reason.NOT_POSITIVE)


def _bottom(ratio: Ratio, year: Year, earlier: Year | None) -> Value:
    amount = year.amount(ratio.bottom)
    if ratio.averaged:
        then = earlier.amount(ratio.bottom) if earlier else None
        if then is None:
            return Value(None, Reason.NO_YEAR_BEFORE, (ratio.bottom,))
        amount = None if amount is None else (amount + then) / 2
    if amount is None or amount == 0:
        return Value(None, Reason.ZERO)
    return Value(None, Reason.NOT_POSITIVE) if ratio.positive and amount < 0 else Value(amount)


class Zone(StrEnum):
    SAFE = "safe"
    GREY = "grey"
    DISTRESS = "distress"


SAFE_ABOVE, DISTRESS_BELOW = Decimal("2.6"), Decimal("1.1")
EMERGING_MARKET_CONSTANT = Decimal("3.25")
"""Added by the variant that is not used here; its cut-offs are higher by as much."""


@dataclass(frozen=True)
class Term:
    """One of the four: `weight` times (`top` ÷ `bottom`)."""

    code: str
    weight: Decimal
    name: Any
    top: str
    bottom: str


TERMS = (
    Term("X1", Decimal("6.56"), _("working capital ÷ total assets"), "working_capital", "total_assets"),
    Term("X2", Decimal("3.26"), _("retained earnings ÷ total assets"), "earned", "total_assets"),
    Term("X3", Decimal("6.72"), _("earnings before interest and taxes ÷ total assets"), "ebit", "total_assets"),
    Term("X4", Decimal("1.05"), _("book value of equity ÷ total liabilities"), "total_equity", "total_liabilities"),
)  # fmt: skip


ALTMAN_FORMULA = "Z″ = " + " + ".join(f"{term.weight}·{term.code}" for term in TERMS)


@dataclass(frozen=True)
class Altman:
    """Z″ of a year, and what each term gives to it: (term, quotient, weight × quotient)."""

    score: Value
    terms: tuple[tuple[Term, Decimal, Decimal], ...] = field(default=())

    @property
    def zone(self) -> Zone | None:
        return None if self.score.value is None else zone_of(self.score.value)


def zone_of(score: Decimal) -> Zone:
    """Safe above 2.6, in distress below 1.1, grey from one to the other."""
    if score > SAFE_ABOVE:
        return Zone.SAFE
    return Zone.DISTRESS if score < DISTRESS_BELOW else Zone.GREY


def altman(year: Year) -> Altman:
    """Z″ = 6.56·X1 + 3.26·X2 + 6.72·X3 + 1.05·X4."""
    if year.months != 12:
        return Altman(Value(None, Reason.NOT_A_YEAR))
    names = [name for term in TERMS for name in (term.top, term.bottom)]
    wanting = tuple(dict.fromkeys(code for name in names for code in year.missing(name)))
    if wanting:
        return Altman(Value(None, Reason.MISSING, wanting))
    found = []
    for term in TERMS:
        top, bottom = year.amount(term.top), year.amount(term.bottom)
        if top is None or not bottom:
            return Altman(Value(None, Reason.ZERO))
        found.append((term, top / bottom, term.weight * (top / bottom)))
    return Altman(Value(sum((points for *_term, points in found), Decimal(0))), tuple(found))


def difference(year: Year) -> Decimal | None:
    """Assets less liabilities and equity, in the statement's own unit; None where one of the three is not known."""
    assets, owed, own = (
        year.lines.get(code) for code in ("total_assets", "total_liabilities", "total_equity")
    )
    return None if assets is None or owed is None or own is None else assets - owed - own
