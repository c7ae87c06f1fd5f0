"""Books whose dates have a history: what was ordered for which day, and when that day was moved."""

from datetime import UTC, date, datetime, time, timedelta

from tandem.accounts.models import Organization
from tandem.facts.actions.loading import pin
from tandem.facts.models import Batch, BatchStatus
from tandem.facts.queries import lake_root, lake_snapshot
from tandem.lake import store
from tandem.lake.lines import RowKey
from tests.lake.stories import rows
from tests.scorecards import business
from tests.scorecards.business import Row

FIRST_DUE = date(2026, 7, 6)
LATE_BY = timedelta(days=5)
# What the customer did to the late lines: moved in good time, or after the day had passed.
MOVED_IN_TIME, MOVED_TOO_LATE = (0, 1, 2), 3


def load(customer: Organization, day: date, fact: str, given: list[Row]) -> int:
    """Facts of one kind as a batch that came in on a day; its number."""
    root, snapshot = lake_root(customer), lake_snapshot(customer)
    number = Batch.objects.filter(customer=customer).count() + 1
    loaded = store.load(root, snapshot, fact, number, rows(fact, *given))
    pin(customer.pk, loaded.changes)
    Batch.objects.create(
        customer=customer,
        number=number,
        fact=fact,
        source="erp",
        file_name=f"{fact}-{day}.csv",
        sha256="0" * 64,
        status=BatchStatus.LOADED,
        started_by_name="erp",
        finished_at=datetime.combine(day, time(9), UTC),
    )
    return number


def eleven_late_of_thirty(customer: Organization, key: str) -> list[RowKey]:
    """Thirty orders of the third quarter of which eleven come five days late. Of these the customer had moved three
    forward by four days in good time, and a fourth when its day had passed already. Returns the keys of the late
    lines, the four first."""
    lines = [business.order(key, number, FIRST_DUE + timedelta(days=number)) for number in range(30)]
    receipts = [
        business.receipt(line, line["requested_date"] + (LATE_BY if place < 11 else timedelta()))
        for place, line in enumerate(lines)
    ]
    asked_later = timedelta(days=6)
    before = [dict(line) for line in lines]
    for place in MOVED_IN_TIME:
        before[place]["requested_date"] += asked_later
    before[MOVED_TOO_LATE]["requested_date"] -= timedelta(days=2)
    load(customer, FIRST_DUE - timedelta(days=20), "order_lines", before)
    load(customer, FIRST_DUE - timedelta(days=4), "order_lines", [lines[place] for place in MOVED_IN_TIME])
    load(customer, FIRST_DUE + timedelta(days=20), "order_lines", [lines[MOVED_TOO_LATE]])
    load(customer, date(2026, 8, 30), "receipts", receipts)
    return [("erp", line["document"], "1", "1") for line in lines[:11]]
