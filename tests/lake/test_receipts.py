from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tandem.lake.receipts import Posting, net

DAY = date(2026, 3, 1)


def posting(
    number: int, day: int, quantity: int, *, reversal: bool = False, of: int | None = None
) -> Posting:
    return Posting(
        f"R{number}",
        "1",
        DAY + timedelta(days=day),
        Decimal(quantity),
        reversal,
        None if of is None else (f"R{of}", "1"),
    )


def told(*postings: Posting) -> list[tuple[int, int]]:
    return [((day - DAY).days, int(quantity)) for day, quantity in net(postings)]


def test_a_reversal_reduces_the_receipt_it_names() -> None:
    assert told(posting(1, 1, 40), posting(2, 2, 60), posting(3, 3, 40, reversal=True, of=1)) == [(2, 60)]


def test_otherwise_the_latest_before_it_and_then_the_one_before_that() -> None:
    late = posting(4, 9, 5)
    assert told(posting(1, 1, 40), posting(2, 2, 60), late, posting(3, 3, 70, reversal=True)) == [
        (1, 30),
        (9, 5),
    ]


def test_nothing_is_received_less_than_nothing() -> None:
    assert told(posting(1, 5, 10), posting(2, 3, 10, reversal=True)) == [(5, 10)]
    assert told(posting(1, 1, 10), posting(2, 3, 99, reversal=True)) == []


postings = st.lists(
    st.builds(
        posting,
        st.integers(1, 5),
        st.integers(0, 5),
        st.integers(0, 20),
        reversal=st.booleans(),
        of=st.none() | st.integers(1, 5),
    )
)


@given(postings)
def test_the_order_of_the_rows_does_not_matter_and_nothing_appears_from_nowhere(
    given_rows: list[Posting],
) -> None:
    found = net(given_rows)
    days = [day for day, _ in found]
    received = sum((row.quantity for row in given_rows if not row.reversal), Decimal(0))
    reversed_ = sum((row.quantity for row in given_rows if row.reversal), Decimal(0))

    assert days == sorted(set(days))
    assert all(quantity > 0 for _, quantity in found)
    assert received - reversed_ <= sum((quantity for _, quantity in found), Decimal(0)) <= received


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 20))))
def test_without_reversals_it_is_the_sum_by_day(given_rows: list[tuple[int, int]]) -> None:
    expected: dict[int, int] = {}
    for day, quantity in given_rows:
        expected[day] = expected.get(day, 0) + quantity
    found = told(*(posting(n, day, quantity) for n, (day, quantity) in enumerate(given_rows)))
    assert found == sorted(expected.items())
