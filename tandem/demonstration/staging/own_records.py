"""A file of Ruiheng's own deliveries to Lanting: mostly the same, and every way in which two sides can differ."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from tandem.core import reading
from tandem.demonstration.customers import LANTING
from tandem.demonstration.staging.companies import member
from tandem.demonstration.staging.customer_care import SALES
from tandem.demonstration.staging.scorecards import quarters
from tandem.demonstration.world import World
from tandem.portal import own_records
from tandem.portal.actions.own_records import keep_records, load_records
from tandem.portal.models import RecordFile
from tandem.portal.reconciling import Told
from tandem.relationships.models import Relationship

HEADINGS = ("客户订单号", "行号", "发货日期", "发货数量")
# Of as many lines in a row, what differs at which: goods that Lanting's warehouse booked days later, parts it counted
# otherwise, a delivery it has not recorded, and one that Ruiheng itself forgot.
OUT_OF = 23
BOOKED_LATE = {2: 3, 9: 1, 16: 4}
COUNTED_OTHERWISE, BOTH, NOT_RECORDED, FORGOTTEN = 5, 12, 19, 21


def hold_own_records(world: World) -> None:
    """Whoever has loaded something already is left alone."""
    sales = member(SALES, "ruiheng")
    if RecordFile.objects.visible_to(sales).exists():
        return
    served = Relationship.objects.served_by(sales).select_related("customer", "supplier")
    relationship = served.get(customer__slug=LANTING)
    starts, ends = quarters(world.ends_on)[-3][1], quarters(world.ends_on)[-1][1]
    received = [
        told
        for told in own_records.theirs(sales, relationship, world.ends_on)
        if told.day is not None and starts <= told.day < ends
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *_rows(received)])
        source = reading.read(path)
    now = datetime.combine(world.ends_on - timedelta(days=8), time(8), UTC)
    kept = keep_records(source, "澜庭发货记录.csv", relationship, by=sales, now=now)
    load_records(kept, kept.columns, by=sales)


def _rows(received: list[Told]) -> Iterator[tuple[str, str, str, str]]:
    """Our own word about each line that the customer has received."""
    for place, told in enumerate(
        sorted(received, key=lambda each: (each.day or date.min, each.document, each.line))
    ):
        turn = place % OUT_OF
        day, quantity, document = told.day, told.quantity, told.document
        if day is None or turn == FORGOTTEN:
            continue
        day -= timedelta(days=2 if turn == BOTH else BOOKED_LATE.get(turn, 0))
        if turn in (COUNTED_OTHERWISE, BOTH):
            quantity += max(Decimal(1), quantity // 20)
        yield document, told.line, day.isoformat(), f"{quantity.normalize():f}"
        if turn == NOT_RECORDED:
            yield document, f"{told.line}0", day.isoformat(), f"{quantity.normalize():f}"
