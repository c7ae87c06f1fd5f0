from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tandem.lake import measures, store
from tandem.lake.dialect import Grain
from tandem.lake.errors import LakeRefused
from tandem.lake.kpis import Judging, KpiSpec, check, from_data, shipped
from tandem.lake.lines import lines, preview
from tandem.lake.measures import measure, measure_slices
from tandem.lake.queries import Scope
from tandem.lake.reading import Rates
from tests.lake.stories import line, receipt, reversal, rows
from tests.lake.world import BOREALIS, CASPIAN, by_period, opened, values, world

RATES = Rates(
    "EUR",
    pa.table(
        {
            "currency": ["USD", "USD"],
            "date": [date(2026, 1, 1), date(2026, 3, 5)],
            "rate": [Decimal("0.90"), Decimal("0.80")],
        }
    ),
)


def event(number: int, **more: Any) -> dict[str, Any]:
    return {
        "source": "erp",
        "supplier_key": "borealis",
        "event": f"Q{number}",
        "found_at": "incoming",
        "found_date": "2026-03-12",
        "disposition": "accepted",
        **more,
    }


def invoice(number: int, **more: Any) -> dict[str, Any]:
    return {
        "source": "erp",
        "supplier_key": "borealis",
        "invoice": f"I{number}",
        "invoice_date": "2026-03-01",
        "amount": 100,
        "currency": "EUR",
        **more,
    }


def test_defects_are_counted_against_what_was_really_received(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        order_lines=[line(1, quantity=1000), line(2, quantity=1000)],
        receipts=[
            receipt("R1", 1, "2026-03-05", 600),
            receipt("R2", 1, "2026-03-06", 400),
            receipt("R3", 2, "2026-03-07", 1000),
            reversal("R4", 2, "2026-03-08", 1000),
        ],
        quality_events=[
            event(1, defective_quantity=3, disposition="returned"),
            event(2, defective_quantity=2, disposition="concession", found_at="line", incident="line_stop"),
            event(3, defective_quantity=90, responsibility="rejected", incident="line_stop"),
            event(4),
        ],
    )
    assert values(reading, "defect_ppm", "lot_acceptance", "line_stops") == {
        "defect_ppm": 5000,
        "lot_acceptance": 0.5,
        "line_stops": 1,
    }
    assert lines(reading, shipped()["lot_acceptance"], BOREALIS).total == 2
    assert {row[2:] for row in by_period(reading, "line_stops", Grain.NONE)} == {
        (1.0, 6, None),
        (None, 0, "no data"),
    }


def test_money_is_converted_at_the_facts_date_and_never_without_a_rate(tmp_path: Path) -> None:
    given = [
        line(1, ordered_date="2026-03-01", currency="USD"),
        line(2, ordered_date="2026-03-09", currency="USD"),
        line(3, ordered_date="2026-03-09"),
        line(4, ordered_date="2026-03-09", currency="CHF", status="cancelled"),
        line(5, ordered_date="2026-02-09", currency="JPY"),
    ]
    reading = replace(world(tmp_path, order_lines=given), rates=RATES)
    assert by_period(reading, "spend", Grain.MONTH) == [
        (BOREALIS, date(2026, 2, 1), None, 1, "no data, rate missing"),
        (BOREALIS, date(2026, 3, 1), 180.0 + 160 + 200, 3, None),
        (CASPIAN, None, None, 0, "no data"),
    ]
    without = replace(reading, rates=None)
    assert values(without, "spend", "order_lines") == {
        "spend": "no data, rate missing",
        "order_lines": 4,
    }


def test_the_organisations_own_currency_needs_no_rate_and_no_date(tmp_path: Path) -> None:
    given = [line(1, None, ordered_date=None), line(2, "1965-03-01", ordered_date="1965-01-01")]
    reading = replace(world(tmp_path, order_lines=given), rates=RATES)
    assert values(reading, "spend") == {"spend": 400}


def test_large_orders_overflow_no_product_of_decimals(tmp_path: Path) -> None:
    given = [
        line(
            1,
            quantity=40_000_000,
            unit_price="2500.5",
            baseline_price=2500,
            line_value="100020000000.25",
            ordered_date="2026-03-09",
            currency="USD",
        )
    ]
    reading = replace(world(tmp_path, order_lines=given), rates=RATES)
    own = replace(shipped()["spend"], code="worth", expression="sum(quantity * unit_price)")
    assert values(reading, "spend", "price_variance") == {
        "spend": 100020000000.25 * 0.8,
        "price_variance": 0.0002,
    }
    assert measure(reading, [own], Scope())["value"].to_pylist() == [100020000000.0, None]


def test_a_price_is_compared_with_its_baseline_and_with_the_year_before(tmp_path: Path) -> None:
    prices = {"item": "bolt", "uom": "PCS", "quantity": 10}
    given = [
        line(1, ordered_date="2025-01-10", unit_price=1, **prices),
        line(2, ordered_date="2025-06-01", unit_price=2, **prices),
        line(3, ordered_date="2025-07-01", unit_price=4, **prices),
        line(4, ordered_date="2026-03-01", unit_price=4.5, baseline_price=5, **prices),
        line(5, ordered_date="2026-03-01", unit_price=9, **{**prices, "item": "nut"}),
    ]
    reading = replace(world(tmp_path, order_lines=given), rates=RATES)
    march = Scope(start=date(2026, 3, 1), end=date(2026, 4, 1))
    assert values(reading, "price_variance", "price_trend", scope=march) == {
        "price_variance": -0.1,
        "price_trend": 0.5,
    }


def test_an_acceptance_bill_settles_when_handed_over_and_brings_its_money_when_it_matures(
    tmp_path: Path,
) -> None:
    bill = {"instrument": "bank_acceptance", "due_date": "2026-03-31"}
    reading = world(
        tmp_path,
        invoices=[
            invoice(1, due_date="2026-03-31", paid_date="2026-03-30"),
            invoice(2, **bill, paid_date="2026-03-25", bill_matures_date="2026-09-25"),
            invoice(3, **bill, bill_issued_date="2026-03-20", bill_matures_date="2026-03-31"),
            invoice(4, **bill, paid_date="2026-03-25"),  # nobody knows when it matures
            invoice(5, instrument="commercial_acceptance", due_date="2026-03-21"),
        ],
    )
    assert values(reading, "paid_on_time", "money_on_time", "payment_delay", "money_delay") == {
        "paid_on_time": 0.8,
        "money_on_time": 0.5,
        "payment_delay": 11 / 5,
        "money_delay": 12 / 4,
    }
    rows = lines(reading, shipped()["paid_on_time"], BOREALIS).table.to_pylist()
    told = {
        row["invoice"]: (row["is_paid_on_time"], row["is_money_on_time"], row["is_outstanding"])
        for row in rows
    }
    assert told == {
        "I1": (True, True, False),
        "I2": (True, False, False),
        "I3": (True, True, False),
        "I4": (True, None, False),
        "I5": (False, False, True),
    }


def test_amounts_by_currency_are_never_added_across_currencies(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        invoices=[invoice(1, amount=100), invoice(2, amount=50), invoice(3, amount=7, currency="USD")],
    )
    billed = replace(
        shipped()["invoice_accuracy"], code="billed", expression="sum(amount)", sample="count(amount)"
    )
    found = measure(reading, [billed], Scope(by_currency=True), filled=False).to_pylist()
    assert {(row["currency"], row["value"]) for row in found} == {("EUR", 150.0), ("USD", 7.0)}


def test_changed_quantities_and_changed_confirmed_lines_are_counted(tmp_path: Path) -> None:
    confirmed = {"first_confirmed_date": "2026-03-10"}
    state: dict[str, int] = {}
    told = (
        [line(1, **confirmed), line(2, **confirmed), line(3), line(4, **confirmed)],
        [line(1, **confirmed, quantity=90), line(2, "2026-03-20", **confirmed), line(3, quantity=50)],
    )
    for batch, given in enumerate(told, start=1):
        state = store.load(tmp_path, state, "order_lines", batch, rows("order_lines", *given)).snapshot
    assert values(opened(tmp_path, state), "quantity_changes", "confirmed_changes", "date_changes") == {
        "quantity_changes": 0.5,
        "confirmed_changes": pytest.approx(2 / 3),
        "date_changes": 0.25,
    }


def test_invoices_paid_when_due_by_the_agreed_terms(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        order_lines=[line(1)],
        receipts=[receipt("R1", 1, "2026-03-10")],
        invoices=[
            invoice(1, terms_days=10, start_event="invoice", paid_date="2026-03-11", expected_amount=100),
            invoice(2, terms_days=10, start_event="receipt", document="PO-1", paid_date="2026-03-21"),
            invoice(
                3, invoice_date="2026-02-03", terms_days=10, start_event="month_end", paid_date="2026-03-10"
            ),
            invoice(4, due_date="2026-03-31", expected_amount="99.99"),
            invoice(5, due_date="2026-05-31"),
            invoice(6),
        ],
    )
    assert values(reading, "paid_on_time", "invoice_accuracy") == {
        "paid_on_time": 0.5,
        "invoice_accuracy": 0.5,
    }
    rows = lines(reading, shipped()["paid_on_time"], BOREALIS).table.to_pylist()
    assert [(row["invoice"], row["payment_due_date"], row["days_overdue"]) for row in rows] == [
        ("I3", date(2026, 3, 10), 0),
        ("I1", date(2026, 3, 11), 0),
        ("I2", date(2026, 3, 20), 1),
        ("I4", date(2026, 3, 31), 1),
    ]


def test_by_week_category_and_site(tmp_path: Path) -> None:
    given = [
        line(1, ordered_date="2026-03-01", category="steel", site="Lyon"),
        line(2, ordered_date="2026-03-02", category="steel", site="Lyon"),
        line(3, ordered_date="2026-03-08", category="steel", site="Turin"),
    ]
    reading = world(tmp_path, order_lines=given)
    scope = Scope(Grain.WEEK, by_category=True, by_site=True)
    found = measure(reading, [shipped()["order_lines"]], scope, filled=False).to_pylist()
    assert sorted((r["period_start"], r["category"], r["site"], r["value"]) for r in found) == [
        (date(2026, 2, 23), "steel", "Lyon", 1),
        (date(2026, 3, 2), "steel", "Lyon", 1),
        (date(2026, 3, 2), "steel", "Turin", 1),
    ]


TREATED = (("early",), ("part",), ("undelivered", "not yet delivered", "nothing received", "not at all"))
TREATED += (("revers",), ("cancelled",))


def test_every_shipped_kpi_is_complete_and_survives_being_stored() -> None:
    for spec in shipped().values():
        check(spec)
        assert from_data(spec.as_data()) == spec
        told = spec.definition.en.lower()
        for treated in TREATED if spec.view == "deliveries" else ():
            assert any(word in told for word in treated), (spec.code, treated)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in spec.definition.zh)


def test_slices_together_are_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [line(n, supplier_key=("borealis", "caspian")[n % 2]) for n in range(1, 8)]
    reading = world(tmp_path, order_lines=given)
    specs = [shipped()["order_lines"], shipped()["on_time_lines"]]
    scope = Scope(Grain.MONTH)

    def rows(*tables: pa.Table) -> list[dict[str, Any]]:
        return sorted((row for table in tables for row in table.to_pylist()), key=str)

    whole = rows(measure(reading, specs, scope))
    assert rows(*measure_slices(reading, specs, scope, slices=2)) == whole
    monkeypatch.setattr(measures, "LINES_AT_ONCE", 3)
    assert rows(measure(reading, specs, scope)) == whole


def own(expression: str, **more: Any) -> KpiSpec:
    base = shipped()["on_time_lines"]
    return replace(base, **{"code": "own", "expression": expression, "sample": "count(*)", **more})


def test_one_kpi_that_fails_on_the_data_spoils_no_other(tmp_path: Path) -> None:
    reading = world(tmp_path, order_lines=[line(1)])
    bad = own("sum(cast(quantity * 10000000000000000 as bigint) * 1000)")
    assert values(reading, bad, "order_lines", "on_time_lines") == {
        "own": "cannot be computed",
        "order_lines": 1,
        "on_time_lines": 0,
    }


def test_one_supplier_whose_facts_a_kpi_cannot_take_spoils_it_for_no_other(tmp_path: Path) -> None:
    theirs = {"supplier_key": "caspian", "document": "PO-2"}
    reading = world(
        tmp_path, order_lines=[line(1), line(2, quantity=50), line(1, quantity=900_000_000, **theirs)]
    )
    fits_most = own("sum(cast(quantity * 10000000000 as bigint) * 10000)")
    found = measure(reading, [fits_most, shipped()["order_lines"]], Scope()).to_pylist()
    assert {(row["kpi"], row["relationship_id"]): (row["value"], row["reason"]) for row in found} == {
        ("own", BOREALIS): (1.5e16, None),
        ("own", CASPIAN): (None, "cannot be computed"),
        ("order_lines", BOREALIS): (2, None),
        ("order_lines", CASPIAN): (1, None),
    }


@pytest.mark.parametrize(
    "expression",
    [
        "sum(quantity) * 1e308",
        "sum(quantity) / sum(0)",
        "ln(sum(quantity) - 150)",
        "sqrt(100 - sum(quantity))",
    ],
)
def test_a_value_beyond_all_numbers_cannot_be_computed_and_its_sample_is_counted(
    tmp_path: Path, expression: str
) -> None:
    reading = world(tmp_path, order_lines=[line(1), line(2, quantity=50)])
    found = measure(reading, [own(expression), shipped()["order_lines"]], Scope()).to_pylist()
    assert {
        (row["kpi"], row["relationship_id"]): (row["value"], row["n"], row["reason"]) for row in found
    } == {
        ("own", BOREALIS): (None, 2, "cannot be computed"),
        ("own", CASPIAN): (None, 0, "no data"),
        ("order_lines", BOREALIS): (2, 2, None),
        ("order_lines", CASPIAN): (None, 0, "no data"),
    }


def test_an_expression_is_tried_on_real_facts_while_it_is_written(tmp_path: Path) -> None:
    reading = world(tmp_path, order_lines=[line(1), line(2, quantity=50)])
    found = preview(reading, own("sum(quantity) / nullif(count(*), 0)"), Scope()).to_pylist()
    assert [(row["relationship_id"], row["value"]) for row in found] == [(BOREALIS, 75), (CASPIAN, None)]
    with pytest.raises(LakeRefused, match="no such column"):
        preview(reading, own("sum(weight)"), Scope())


@pytest.mark.parametrize(
    "spec",
    [
        own("count(*)", view="suppliers"),
        own("count(*)", date="status"),
        own("count(*)", unit="bananas"),
        own("count(*)", judging=Judging(due_basis="someday")),
        own("count(*)", judging=Judging(late_days=-1)),
        own("count(*)", interval="mean"),
    ],
)
def test_a_kpi_that_makes_no_sense_is_refused(spec: KpiSpec) -> None:
    with pytest.raises(LakeRefused):
        check(spec)
