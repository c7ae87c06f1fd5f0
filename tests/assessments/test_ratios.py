"""Ratios and Z″: every value from its formula, and none where a line is missing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.assessments import ratios
from tandem.assessments.ratios import RATIOS, Reason, Value, Year, Zone, altman, evaluate, zone_of
from tandem.assessments.statement_lines import CODES

D = Decimal
LINES = {
    "revenue": D(1000),
    "cost_of_sales": D(700),
    "operating_profit": D(150),
    "finance_costs": D(18),
    "interest_expense": D(20),
    "profit_before_tax": D(120),
    "income_tax": D(30),
    "net_profit": D(90),
    "cash": D(60),
    "inventories": D(140),
    "current_assets": D(400),
    "total_assets": D(1000),
    "current_liabilities": D(250),
    "total_liabilities": D(500),
    "surplus_reserve": D(50),
    "retained_earnings": D(150),
    "total_equity": D(500),
    "operating_cash_flow": D(110),
    "capital_expenditure": D(80),
    "depreciation": D(60),
}
BEFORE = {**LINES, "revenue": D(800), "net_profit": D(60), "total_assets": D(800), "total_equity": D(400)}
YEAR = Year(date(2025, 12, 31), LINES)
EARLIER = Year(date(2024, 12, 31), BEFORE)


def test_every_ratio_of_a_year() -> None:
    found = {ratio.code: evaluate(ratio, YEAR, EARLIER).value for ratio in RATIOS}
    assert found == {
        "gross_margin": D("0.3"),
        "operating_margin": D("0.15"),
        "ebitda_margin": D("0.2"),  # (120 + 20 + 60) / 1000
        "net_margin": D("0.09"),
        "return_on_assets": D("0.1"),  # 90 / ((1000 + 800) / 2)
        "return_on_equity": D("0.2"),  # 90 / ((500 + 400) / 2)
        "current_ratio": D("1.6"),
        "quick_ratio": D("1.04"),
        "cash_ratio": D("0.24"),
        "debt_ratio": D("0.5"),
        "debt_to_equity": D(1),
        "interest_cover": D(7),
        "cash_to_current_liabilities": D("0.44"),
        "cash_margin": D("0.11"),
        "cash_per_profit": D(110) / D(90),
        "free_cash_flow": D(30),
        "revenue_growth": D("0.25"),
        "profit_growth": D("0.5"),
        "asset_growth": D("0.25"),
        "equity_growth": D("0.25"),
    }


def test_altman_by_hand() -> None:
    """6.56 · 0.15 + 3.26 · 0.2 + 6.72 · 0.14 + 1.05 · 1 = 0.984 + 0.652 + 0.9408 + 1.05."""
    found = altman(YEAR)
    assert found.score == Value(D("3.6268"))
    assert [(term.code, quotient, points) for term, quotient, points in found.terms] == [
        ("X1", D("0.15"), D("0.984")),
        ("X2", D("0.2"), D("0.652")),
        ("X3", D("0.14"), D("0.9408")),
        ("X4", D(1), D("1.05")),
    ]
    assert found.zone is Zone.SAFE


def test_the_published_weights_and_cut_offs() -> None:
    """Altman, Hartzell, Peck 1995: 6.56, 3.26, 6.72, 1.05; with the constant 3.25 the cut-offs are 4.35 and 5.85."""
    assert [term.weight for term in ratios.TERMS] == [D("6.56"), D("3.26"), D("6.72"), D("1.05")]
    assert D("4.35") == ratios.DISTRESS_BELOW + ratios.EMERGING_MARKET_CONSTANT
    assert D("5.85") == ratios.SAFE_ABOVE + ratios.EMERGING_MARKET_CONSTANT


@pytest.mark.parametrize(
    ("score", "zone"),
    [
        ("2.6001", Zone.SAFE),
        ("2.6", Zone.GREY),
        ("1.1", Zone.GREY),
        ("1.0999", Zone.DISTRESS),
        ("-4", Zone.DISTRESS),
    ],
)
def test_the_zones_at_their_borders(score: str, zone: Zone) -> None:
    assert zone_of(D(score)) is zone


def test_retained_earnings_are_two_lines_under_chinese_standards_alone() -> None:
    lines = {code: value for code, value in LINES.items() if code != "surplus_reserve"}
    assert altman(Year(YEAR.ends, lines)).score == Value(None, Reason.MISSING, ("surplus_reserve",))
    ifrs = altman(Year(YEAR.ends, lines, standard=ratios.IFRS))
    assert ifrs.terms[1][1] == D("0.15")


def test_finance_costs_stand_in_for_interest_that_is_not_stated() -> None:
    lines = {code: value for code, value in LINES.items() if code != "interest_expense"}
    assert evaluate(ratios.BY_CODE["interest_cover"], Year(YEAR.ends, lines)).value == D(138) / D(18)
    del lines["finance_costs"]
    told = evaluate(ratios.BY_CODE["interest_cover"], Year(YEAR.ends, lines))
    assert told == Value(None, Reason.MISSING, ("interest_expense",))


def test_what_says_nothing_has_no_value() -> None:
    by = ratios.BY_CODE
    in_the_red = Year(YEAR.ends, {**LINES, "total_equity": D(-5), "interest_expense": D(0)})
    assert evaluate(by["debt_to_equity"], in_the_red) == Value(None, Reason.NOT_POSITIVE)
    assert evaluate(by["interest_cover"], in_the_red) == Value(None, Reason.ZERO)
    assert evaluate(by["profit_growth"], YEAR, Year(EARLIER.ends, {"net_profit": D(-1)})) == Value(
        None, Reason.NOT_POSITIVE
    )
    assert evaluate(by["revenue_growth"], YEAR) == Value(None, Reason.NO_YEAR_BEFORE)
    assert evaluate(by["revenue_growth"], YEAR, Year(EARLIER.ends, BEFORE, currency="EUR")) == Value(
        None, Reason.OTHER_CURRENCY
    )
    half = Year(YEAR.ends, LINES, months=6)
    assert evaluate(by["return_on_assets"], half, EARLIER) == Value(None, Reason.NOT_A_YEAR)
    assert evaluate(by["revenue_growth"], half, EARLIER) == Value(None, Reason.OTHER_LENGTH)
    assert evaluate(by["gross_margin"], half).value == D("0.3")
    assert altman(half).score == Value(None, Reason.NOT_A_YEAR)


def test_the_year_before_ended_a_year_earlier() -> None:
    far = Year(date(2023, 12, 31), BEFORE)
    moved = Year(date(2024, 6, 30), BEFORE)
    assert ratios.before(YEAR, [far, moved]) is None
    assert ratios.before(YEAR, [far, EARLIER]) is EARLIER


amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
some_lines = st.dictionaries(st.sampled_from(CODES), amounts)


@given(some_lines, some_lines)
def test_there_is_a_value_or_a_reason(now: dict[str, Decimal], then: dict[str, Decimal]) -> None:
    year, earlier = Year(YEAR.ends, now), Year(EARLIER.ends, then)
    for ratio in RATIOS:
        found = evaluate(ratio, year, earlier)
        assert (found.value is None) == (found.reason is not None)
        assert set(found.missing).isdisjoint(now) or found.reason is Reason.NO_YEAR_BEFORE
    score = altman(year)
    assert (score.score.value is None) == (score.score.reason is not None) == (score.zone is None)


@given(st.sampled_from(sorted(LINES)))
def test_a_missing_line_is_never_zero(code: str) -> None:
    """Without a line no ratio that needs it has a value, and every other is as before."""
    without = {other: value for other, value in LINES.items() if other != code}
    for ratio in RATIOS:
        whole = evaluate(ratio, YEAR, EARLIER)
        found = evaluate(ratio, Year(YEAR.ends, without), EARLIER)
        assert found == whole or code in found.missing or code == "interest_expense"


@given(some_lines, st.sampled_from([1, 1000, 10_000, 1_000_000]))
def test_the_unit_changes_no_quotient(now: dict[str, Decimal], unit: int) -> None:
    one = Year(YEAR.ends, {code: value * unit for code, value in now.items()})
    many = Year(YEAR.ends, now, unit=unit)
    for ratio in RATIOS:
        assert evaluate(ratio, one, None) == evaluate(ratio, many, None)


def test_what_does_not_balance() -> None:
    assert ratios.difference(YEAR) == D(0)
    assert ratios.difference(Year(YEAR.ends, {**LINES, "total_equity": D("499.99")})) == D("0.01")
    assert ratios.difference(Year(YEAR.ends, {"total_assets": D(5)})) is None
