from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tandem.lake.calendars import as_data, calendars, days_of, from_data
from tandem.lake.dialect import Grain
from tandem.lake.errors import LakeRefused
from tandem.lake.kpis import Judging, shipped
from tandem.lake.lines import lines
from tests.lake.stories import line, receipt, reversal
from tests.lake.world import BOREALIS, CASPIAN, DORADO, by_period, opened, values, world

ON_TIME = ("on_time_lines", "on_time_quantity", "otif", "fill_rate", "days_late_mean")


def judged(reading: Any, **judging: Any) -> dict[str, Any]:
    return values(reading, *(replace(shipped()[code], judging=Judging(**judging)) for code in ON_TIME))


def test_two_half_deliveries_on_the_due_day_are_on_time_and_in_full(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        order_lines=[line(1)],
        receipts=[receipt("R1", 1, "2026-03-10", 50), receipt("R2", 1, "2026-03-10", 50)],
    )
    assert values(reading, *ON_TIME) == {
        "on_time_lines": 1,
        "on_time_quantity": 1,
        "otif": 1,
        "fill_rate": 1,
        "days_late_mean": 0,
    }


def test_a_second_half_five_days_late(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        order_lines=[line(1)],
        receipts=[receipt("R1", 1, "2026-03-08", 60), receipt("R2", 1, "2026-03-15", 40)],
    )
    assert values(reading, *ON_TIME) == {
        "on_time_lines": 0,
        "on_time_quantity": 0.6,
        "otif": 0,
        "fill_rate": 1,
        "days_late_mean": 5,
    }
    assert judged(reading, late_days=5)["otif"] == 1
    assert judged(reading, early_days=1, late_days=5)["on_time_quantity"] == 0.4


def test_undelivered_cancelled_and_not_yet_due(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        order_lines=[
            line(1),
            line(2, status="cancelled"),
            line(3, "2026-05-01"),
            line(4, status="closed"),
            line(5, quantity=0),
        ],
    )
    found = by_period(reading, "on_time_lines", Grain.MONTH)
    assert found == [
        (BOREALIS, date(2026, 3, 1), 0.0, 2, None),
        (BOREALIS, date(2026, 5, 1), None, 0, "no data"),
        (CASPIAN, None, None, 0, "no data"),
    ]
    assert values(reading, "days_late_mean") == {"days_late_mean": 22}  # line 4 will never come


def test_a_line_closed_short_is_delivered_but_not_in_full(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        order_lines=[line(1, status="closed")],
        receipts=[receipt("R1", 1, "2026-03-09", 90)],
    )
    assert values(reading, *ON_TIME) == {
        "on_time_lines": 1,
        "on_time_quantity": 0.9,
        "otif": 0,
        "fill_rate": 0.9,
        "days_late_mean": 0,
    }


def test_a_reversal_takes_the_delivery_back(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        order_lines=[line(1)],
        receipts=[
            receipt("R1", 1, "2026-03-05"),
            reversal("R2", 1, "2026-03-06", 100, of="R1"),
            receipt("R3", 1, "2026-03-13"),
        ],
    )
    assert values(reading, *ON_TIME)["days_late_mean"] == 3
    assert values(reading, "on_time_lines") == {"on_time_lines": 0}


def test_what_was_received_after_the_as_of_date_is_not_known_yet(tmp_path: Path) -> None:
    facts: dict[str, Any] = {
        "order_lines": [line(1)],
        "receipts": [receipt("R1", 1, "2026-03-08", 60), receipt("R2", 1, "2026-03-15", 40)],
    }
    reading = world(tmp_path, as_of="2026-03-12", **facts)
    assert values(reading, "fill_rate", "days_late_mean", "lead_time_mean") == {
        "fill_rate": 0.6,
        "days_late_mean": 2,
        "lead_time_mean": "no data",
    }
    later = opened(tmp_path, dict(reading.snapshot), "2026-03-20")
    assert values(later, "lead_time_mean") == {"lead_time_mean": 14}
    before = opened(tmp_path, dict(reading.snapshot), "2026-03-09")
    assert values(before, "on_time_lines") == {"on_time_lines": "no data"}


def test_due_is_the_requested_date_or_else_the_next_one_known(tmp_path: Path) -> None:
    delivered = {"received_date": "2026-03-12"}
    reading = world(
        tmp_path,
        deliveries=[
            line(1, None, first_confirmed_date="2026-03-12", **delivered),
            line(2, None, latest_confirmed_date="2026-03-11", **delivered),
            line(3, "2026-03-10", first_confirmed_date="2026-03-12", **delivered),
            line(4, None, **delivered),
        ],
    )
    assert by_period(reading, "on_time_lines", Grain.YEAR)[0][2:4] == (0.333333333, 3)
    assert judged(reading, due_basis="first_confirmed")["on_time_lines"] == 0.666666667


def test_chinese_new_year_and_make_up_days_in_working_days(tmp_path: Path) -> None:
    """Due on Friday 13 February 2026; the make-up Saturday 14 works, 15 to 23 rest, Tuesday 24 works again."""
    days = days_of("cn", "CN", date(2026, 1, 1), date(2026, 12, 31))
    working = dict(zip(days["date"].to_pylist(), days["working"].to_pylist(), strict=True))
    assert [working[date(2026, 2, day)] for day in (13, 14, 15, 23, 24, 28)] == [
        True,
        True,
        False,
        False,
        True,
        True,
    ]
    facts = [
        line(1, "2026-02-13", ordered_date="2026-02-02", site="Suzhou", received_date="2026-02-24"),
        line(2, "2026-02-18", ordered_date="2026-02-02", site="Suzhou", received_date="2026-02-24"),
        line(3, "2026-02-13", ordered_date="2026-02-02", site="Lyon", received_date="2026-02-16"),
    ]
    reading = world(tmp_path, deliveries=facts)
    kept = calendars(
        [days, days_of("fr", "FR", date(2026, 1, 1), date(2026, 12, 31))],
        default="cn",
        sites={"Lyon": "fr"},
    )
    with_calendar = replace(reading, calendars=kept)
    assert from_data(json.loads(json.dumps(as_data(kept)))) == kept  # as a run remembers them
    spec = replace(shipped()["days_late_mean"], judging=Judging(day_count="working"))

    rows = lines(with_calendar, spec, BOREALIS).table.to_pylist()
    assert [(row["line"], row["days_late"]) for row in rows] == [("1", 2), ("3", 1), ("2", 0)]
    two_days = replace(shipped()["otif"], judging=Judging(late_days=2, day_count="working"))
    assert values(with_calendar, two_days) == {"otif": 1}
    with pytest.raises(LakeRefused, match="no calendar"):
        values(reading, spec)


def test_a_sites_own_exception_is_a_working_day(tmp_path: Path) -> None:
    del tmp_path
    sunday = date(2026, 3, 8)
    days = days_of("own", "CN", sunday, sunday, exceptions={sunday: True})
    assert days["working"].to_pylist() == [True]


def test_a_date_moved_by_the_customer(tmp_path: Path) -> None:
    from tandem.lake import store
    from tests.lake.stories import rows

    one = store.load(tmp_path, {}, "order_lines", 1, rows("order_lines", line(1), line(2)))
    two = store.load(tmp_path, one.snapshot, "order_lines", 2, rows("order_lines", line(1, "2026-03-20")))
    assert values(opened(tmp_path, two.snapshot), "date_changes") == {"date_changes": 0.5}
    without = store.withdraw(tmp_path, two.snapshot, 2)
    assert values(opened(tmp_path, without.snapshot), "date_changes") == {"date_changes": 0}


def test_nobody_reads_beyond_the_relationships_allowed(tmp_path: Path) -> None:
    reading = world(
        tmp_path, order_lines=[line(1), line(2, supplier_key="dorado"), line(3, supplier_key="nobody")]
    )
    found = by_period(reading, "order_lines", Grain.NONE)
    assert found == [(BOREALIS, None, 1.0, 1, None), (CASPIAN, None, None, 0, "no data")]
    assert lines(reading, shipped()["order_lines"], DORADO).total == 0


def test_order_lines_without_any_promised_date_say_no_data(tmp_path: Path) -> None:
    """As in the WVU file: no delivery dates at all."""
    reading = world(tmp_path, order_lines=[line(1, None), line(2, None, status="cancelled")])
    delivery = [
        code for code, spec in shipped().items() if spec.view == "deliveries" and code != "quantity_changes"
    ]
    assert set(values(reading, *delivery).values()) == {"no data"}
    assert values(reading, "order_lines") == {"order_lines": 1}


def test_the_rows_behind_a_number_are_those_that_count(tmp_path: Path) -> None:
    reading = world(
        tmp_path,
        deliveries=[
            line(1, "2026-03-10", category="steel", received_date="2026-03-12"),
            line(2, "2026-03-05", category="steel", received_date="2026-03-05"),
            line(3, "2026-03-07", category="glass"),
            line(4, "2026-06-01"),
        ],
    )
    page = lines(
        reading,
        shipped()["on_time_lines"],
        BOREALIS,
        start=date(2026, 3, 1),
        end=date(2026, 4, 1),
        category="steel",
        limit=1,
        offset=1,
    )
    assert page.total == 2
    [row] = page.table.to_pylist()
    assert (row["line"], row["due_date"], row["delivered_date"], row["is_on_time"], row["days_late"]) == (
        "1",
        date(2026, 3, 10),
        date(2026, 3, 12),
        False,
        2,
    )


def test_what_was_reversed_after_the_as_of_date_was_still_received_then(tmp_path: Path) -> None:
    """Four lines reversed in April: whole, in part, line by line, and a receipt whose order nobody has told of."""
    told: dict[str, list[dict[str, Any]]] = {
        "order_lines": [line(1), line(2), line(3, status="closed"), line(4)],
        "receipts": [
            receipt("R1", 1, "2026-03-10"),
            reversal("S1", 1, "2026-04-02", 100, of="R1"),
            receipt("R2", 2, "2026-03-09", 60),
            receipt("R3", 2, "2026-03-12", 40),
            reversal("S2", 2, "2026-04-20", 40, of="R3"),
            receipt("R4", 3, "2026-03-10", 80),
            reversal("S3", 3, "2026-03-11", 30, of="R4"),
            reversal("S4", 3, "2026-04-02", 50, of="R4"),
            receipt("R5", 4, "2026-03-10"),
            receipt("R6", 9, "2026-03-10", 500),
            reversal("S6", 9, "2026-04-02", 500, of="R6"),
        ],
        "quality_events": [
            {
                "source": "erp",
                "supplier_key": "borealis",
                "event": "Q1",
                "found_at": "incoming",
                "found_date": "2026-03-15",
                "defective_quantity": 1,
            }
        ],
    }
    reading = world(tmp_path, as_of="2026-04-01", **told)
    codes = (*ON_TIME, "defect_ppm")
    # As on 1 April: lines 1 and 4 in time, line 2 two days late, line 3 closed short with the 50 left of its 80.
    assert values(reading, *codes) == {
        "on_time_lines": 0.75,
        "on_time_quantity": (100 + 60 + 50 + 100) / 400,
        "otif": 0.5,
        "fill_rate": 0.875,
        "days_late_mean": 0.5,
        "defect_ppm": round(1_000_000 / 850, 5),
    }
    behind = lines(reading, shipped()["on_time_lines"], BOREALIS, order=["line"]).table.to_pylist()
    assert [(row["line"], row["received_quantity"], str(row["delivered_date"])) for row in behind] == [
        ("1", 100, "2026-03-10"),
        ("2", 100, "2026-03-12"),
        ("3", 50, "2026-03-10"),
        ("4", 100, "2026-03-10"),
    ]
    # After the last reversal they are gone: the same as if April's postings had been there from the start.
    later = opened(tmp_path, dict(reading.snapshot), as_of="2026-04-20")
    assert values(later, "fill_rate", "defect_ppm") == {
        "fill_rate": (60 + 100) / 400,
        "defect_ppm": 1_000_000 / 160,
    }
    # On 2 April three reversals are known, and the fourth is not.
    between = opened(tmp_path, dict(reading.snapshot), as_of="2026-04-02")
    assert values(between, "fill_rate") == {"fill_rate": 0.5}
