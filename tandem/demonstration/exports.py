"""What the ERP hands over on each export day: the rows new or changed since the export before, as Arrow tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from tandem.demonstration.ledger import Ledger, Row, Seen, Span
from tandem.lake.schemas import STORED, Fact, fact

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Export:
    """One file of one source: `table` in the columns of the fact, every row as it stood on `day`."""

    customer: str
    source: str
    fact: str
    day: date
    table: pa.Table

    @property
    def file_name(self) -> str:
        return f"{self.source}-{self.fact}-{self.day:%Y-%m-%d}.csv"


def as_day(value: date) -> int:
    return (value - EPOCH).days


def span(ends_on: date) -> Span:
    """Twelve whole quarters before the quarter of `ends_on`, and that quarter as far as it has come."""
    return Span(as_day(date(ends_on.year - 3, (ends_on.month - 1) // 3 * 3 + 1, 1)), as_day(ends_on))


def export_days(fact_name: str, ends_on: date) -> list[date]:
    """Two years and more in one export, as when Tandem was introduced, and then what is new, the last on `ends_on`.

    Orders come quarterly and monthly at the end, so that moved dates are seen as they move; receipts half-yearly;
    quality events and invoices at the beginning and at the end only.
    """
    month_ends = [_month_end(ends_on, months) for months in range(-12, 1)]
    past = [day for day in month_ends if day < ends_on]
    quarterly = [day for day in past if day.month % 3 == 0]
    if fact_name == "order_lines":
        return sorted({*quarterly, *past[-2:], ends_on})
    return [*(quarterly[::2] if fact_name == "receipts" else quarterly[:1]), ends_on]


def exports(customer: str, source: str, ledger: Ledger, ends_on: date) -> Iterator[Export]:
    """The exports of one source, fact by fact in the order of their days; one without rows is left out."""
    for name in STORED:
        days = export_days(name, ends_on)
        yield from _exports_of_fact(customer, source, fact(name), getattr(ledger, name), days)


def _exports_of_fact(
    customer: str, source: str, kind: Fact, seen: list[Seen], days: list[date]
) -> Iterator[Export]:
    seen.sort(key=lambda entry: entry.day)
    places = [kind.names.index(column) for column in kind.key]
    start = 0
    for day in days:
        last = as_day(day)
        latest: dict[tuple[str | int | None, ...], Row] = {}
        while start < len(seen) and seen[start].day <= last:
            row = seen[start].row
            latest[tuple(row[place] for place in places)] = row
            start += 1
        if latest:
            yield Export(customer, source, kind.name, day, _table(kind, list(latest.values())))


def _table(kind: Fact, rows: list[Row]) -> pa.Table:
    columns = [
        _array(column.type, values)
        for column, values in zip(kind.columns, zip(*rows, strict=True), strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=kind.schema)


def _array(kind: pa.DataType, values: tuple[str | int | None, ...]) -> pa.Array:
    if pa.types.is_decimal(kind):
        whole = pa.array(values, pa.int64()).cast(pa.decimal128(19, 0))
        return pc.multiply(whole, pa.scalar(Decimal("0.0001"), pa.decimal128(5, 4))).cast(kind)
    if pa.types.is_date(kind):
        return pa.array(values, pa.int32()).cast(kind)
    return pa.array(values, kind)


def _month_end(day: date, months: int) -> date:
    """The last day of the month that lies `months` after that of `day`."""
    index = day.year * 12 + day.month + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)
