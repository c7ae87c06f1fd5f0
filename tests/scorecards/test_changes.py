from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tandem.scorecards import changes
from tandem.scorecards.changes import Cause
from tandem.scorecards.curves import Curve
from tandem.scorecards.scoring import CardResult, Measured, score
from tests.scorecards.cards import DELIVERY_HEAVY, measured, values


def maybe(numbers: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Measured]:
    return st.one_of(
        st.just(Measured(None, reason="no data")), numbers.map(lambda value: Measured(value, 40))
    )


some_cards = st.builds(
    lambda on_time, ppm, price, moved: score(
        replace(DELIVERY_HEAVY, minimum_coverage=Decimal(0)),
        values(on_time_lines=on_time, defect_ppm=ppm, price_variance=price, date_changes=moved),
    ),
    maybe(st.decimals(0, 1, places=5)),
    maybe(st.decimals(0, 6000, places=1)),
    maybe(st.decimals("-0.1", "0.1", places=5)),
    maybe(st.decimals(0, 12, places=0)),
)


@given(some_cards, some_cards)
def test_contributions_add_up_exactly(before: CardResult, after: CardResult) -> None:
    change = changes.between(before, after)
    if before.score is None or after.score is None:
        assert change is None
        return
    assert change is not None
    assert change.total == after.score - before.score
    assert sum((part.points for part in change.contributions), Decimal(0)) == change.total
    rounding = [part.points for part in change.contributions if part.cause is Cause.ROUNDING]
    assert all(abs(points) <= Decimal("0.05") for points in rounding)


@given(some_cards, some_cards)
def test_the_split_reads_the_same_backwards(before: CardResult, after: CardResult) -> None:
    there, back = changes.between(before, after), changes.between(after, before)
    if there is None or back is None:
        return
    turned = {(part.cause, part.code): -part.points for part in back.contributions}
    assert {(part.cause, part.code): part.points for part in there.contributions} == turned


def test_huarui_slips_on_delivery_while_its_price_data_ends() -> None:
    before = score(DELIVERY_HEAVY, values())
    after = score(
        DELIVERY_HEAVY,
        values(
            on_time_lines=measured("0.875"),
            price_variance=measured(None),
            date_changes=measured("4"),
            line_stops=measured("1"),
        ),
    )
    change = changes.between(before, after)
    assert change is not None
    assert (before.score, after.score, change.total) == (
        Decimal("74.00"),
        Decimal("53.00"),
        Decimal("-21.00"),
    )
    assert [(part.cause, part.code, part.points) for part in change.contributions] == [
        (Cause.CRITERION, "delivery", Decimal("-22.50")),
        (Cause.CRITERION, "quality", Decimal("0.00")),
        (Cause.WEIGHTS, "", Decimal("3.50")),
        (Cause.DEDUCTION, "moved_dates", Decimal("-2.00")),
    ]
    assert change.red_lines_new == ("line_stop",)
    assert change.red_lines_gone == ()


def test_a_stricter_template_has_a_line_of_its_own() -> None:
    before = score(DELIVERY_HEAVY, values())
    strict_curve = Curve.through([("0.9", 0), ("1", 100)])
    delivery, *others = DELIVERY_HEAVY.criteria
    stricter = replace(DELIVERY_HEAVY, criteria=(replace(delivery, curve=strict_curve), *others))
    after = score(stricter, values(on_time_lines=measured("0.97")))
    change = changes.between(before, after, restated=score(stricter, values()))
    assert change is not None
    assert [(part.cause, part.code, part.points) for part in change.contributions] == [
        (Cause.TEMPLATE, "", Decimal("-15.00")),
        (Cause.CRITERION, "delivery", Decimal("10.00")),
        (Cause.CRITERION, "quality", Decimal("0.00")),
        (Cause.CRITERION, "price", Decimal("0.00")),
    ]
    assert change.total == Decimal("-5.00")
