"""Where a view's rows come from: pinned files, joined to the relationships, rates and working days that are needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import duckdb

from tandem.lake import as_known
from tandem.lake.dialect import day
from tandem.lake.engine import quoted
from tandem.lake.kpis import Judging
from tandem.lake.layout import current_schema, pinned
from tandem.lake.reading import Reading
from tandem.lake.set_aside import left_out
from tandem.lake.view_sql import ORDER_DATE, delivered_date, due_date, window_tag

FEW_KEYS = 20
_ITEM = "PARTITION BY source, supplier_key, item, uom, currency"
_YEAR_BEFORE = "RANGE BETWEEN INTERVAL 365 DAYS PRECEDING AND INTERVAL 1 DAY PRECEDING"


def prepare(db: duckdb.DuckDBPyConnection, reading: Reading) -> Reading:
    """Make the small tables that views join: the relationships allowed, the rates by day, the working days, and what
    order lines had received before later reversals. The answer is the reading that knows whether there are any."""
    db.register("given_mapping", reading.mapping)
    db.execute(
        "CREATE TABLE mapping AS SELECT DISTINCT source, supplier_key, relationship_id FROM given_mapping"
    )
    if reading.narrowed is not None:
        db.register("narrowed", reading.narrowed)
    if reading.set_aside is not None:
        db.register("set_aside", reading.set_aside)
    _prepare_rates(db, reading)
    if reading.calendars:
        sites = ", ".join(
            f"({quoted(site)}, {quoted(calendar)})" for site, calendar in reading.calendars.sites.items()
        )
        db.register("workdays", reading.calendars.days)
        db.execute("CREATE TABLE site_calendars (site VARCHAR, calendar VARCHAR)")
        if sites:
            db.execute(f"INSERT INTO site_calendars VALUES {sites}")
    return replace(reading, reversed_later=as_known.prepare(db, reading))


def _prepare_rates(db: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """One rate for every currency and day: the latest on or before it. The base currency is always worth one."""
    db.execute(
        "CREATE TABLE rates (currency VARCHAR, date DATE, rate DECIMAL(18,8), PRIMARY KEY (currency, date))"
    )
    if reading.rates is None:
        return
    db.register("given_rates", reading.rates.table)
    db.execute(
        f"""
        INSERT INTO rates
        WITH steps AS (
            SELECT currency, date, rate, lead(date) OVER (PARTITION BY currency ORDER BY date) AS until
            FROM (SELECT currency, date, CAST(max(rate) AS DECIMAL(18,8)) AS rate FROM given_rates
                  WHERE currency <> {quoted(reading.rates.base)} GROUP BY ALL)
            UNION ALL SELECT {quoted(reading.rates.base)}, DATE '1970-01-01', 1, NULL
        )
        SELECT currency, CAST(unnest(generate_series(date,
            coalesce(until, {day(reading.as_of)} + 3653) - 1, INTERVAL 1 DAY)) AS DATE), rate
        FROM steps WHERE coalesce(until, {day(reading.as_of)} + 3653) > date
        """
    )


def prepare_window(db: duckdb.DuckDBPyConnection, judging: Judging) -> None:
    """Make the table of a way of judging in working days: for a due date, the first and last day that are on time.

    A due date on a day of rest moves to the next working day. `before` counts the working days before the due date.
    """
    early = judging.early_days or 0
    db.execute(
        f"""
        CREATE TABLE IF NOT EXISTS window_{window_tag(judging)} AS
        WITH due AS (SELECT calendar, date, ordinal - CAST(working AS INTEGER) AS before FROM workdays),
        spans AS (SELECT calendar, ordinal, min(date) AS first, max(date) AS last FROM workdays GROUP BY ALL)
        SELECT d.calendar, d.date, d.before, s.first, l.last
        FROM due d
        LEFT JOIN spans s ON s.calendar = d.calendar AND s.ordinal = d.before + 1 - {early}
        LEFT JOIN spans l ON l.calendar = d.calendar AND l.ordinal = d.before + 1 + {judging.late_days}
        """
    )


def rows(
    reading: Reading,
    view: str,
    used: str,
    windows: Iterable[Judging],
    ordered: tuple[date | None, date | None],
    aside: str = "",
) -> str:
    """A query for the rows of a view, its own columns and those that the SQL in `used` needs joined.

    `ordered` may name a first order date and the day after the last, beyond which rows are of no interest.
    `aside` is the subject whose rows set aside are left out.
    """
    found = _rows(reading, view, used, windows, ordered)
    if aside:
        found = left_out(view, aside, found)
    if reading.narrowed is None:
        return found
    same = " AND ".join(f"(n.{name} IS NULL OR n.{name} = lower(r.{name}))" for name in ("category", "site"))
    return f"SELECT r.* FROM ({found}) r SEMI JOIN narrowed n ON n.relationship_id = r.relationship_id AND {same}"


def _rows(
    reading: Reading,
    view: str,
    used: str,
    windows: Iterable[Judging],
    ordered: tuple[date | None, date | None],
) -> str:
    if view == "deliveries":
        return _deliveries(reading, used, list(windows))
    if view == "orders":
        return _orders(reading, used, *ordered)
    return _quality(reading) if view == "quality" else _invoices(reading, used)


def _current(reading: Reading, name: str, columns: str = "*") -> str:
    if name == "deliveries" and reading.reversed_later:
        return f"(SELECT {columns} FROM {as_known.deliveries(reading)})"
    table = pinned(reading.root, reading.snapshot, f"current/{name}")
    keys = reading.supplier_keys
    if len(keys) > FEW_KEYS or ("supplier_key" not in columns and columns != "*"):
        return table.rows(current_schema(name), columns)
    # The files are sorted by supplier: what stands between is not even read.
    wanted = ", ".join(quoted(key) for key in keys) or "NULL"
    return f"(SELECT {columns} FROM {table.rows(current_schema(name))} WHERE supplier_key IN ({wanted}))"


def _rated(reading: Reading, on: str, used: str) -> tuple[str, str]:
    """The rate of the fact's day as a column, and the join that finds it, where it is needed.

    An amount in the base currency needs no day: without any date it is still worth itself.
    """
    if not re.search(r"\brate\b", used):
        return "", ""
    rate = "x.rate"
    if reading.rates:
        one = "CAST(1 AS DECIMAL(18,8))"
        rate = f"CASE WHEN d.currency = {quoted(reading.rates.base)} THEN {one} ELSE x.rate END AS rate"
    return f", {rate}", f" LEFT JOIN rates x ON x.currency = d.currency AND x.date = {on}"


_MAPPED = "JOIN mapping m ON m.supplier_key = d.supplier_key AND m.source = d.source"


def _deliveries(reading: Reading, used: str, windows: list[Judging]) -> str:
    columns, joins = "d.*, m.relationship_id", _MAPPED
    if windows or "_ordinal" in used:
        calendars = reading.calendars
        calendar = f"coalesce(s.calendar, {quoted(calendars.default if calendars else '')})"
        delivered = f"coalesce({delivered_date(reading.as_of)}, {day(reading.as_of)})"
        columns += ", y.ordinal AS delivered_ordinal, o.ordinal AS ordered_ordinal"
        joins += " LEFT JOIN site_calendars s ON s.site = d.site"
        joins += f" LEFT JOIN workdays y ON y.calendar = {calendar} AND y.date = {delivered}"
        joins += f" LEFT JOIN workdays o ON o.calendar = {calendar} AND o.date = d.ordered_date"
        for judging in windows:
            tag = window_tag(judging)
            name = f"window_{tag}"
            columns += (
                f", {name}.before AS before_{tag}, {name}.first AS start_{tag}, {name}.last AS end_{tag}"
            )
            joins += (
                f" LEFT JOIN {name} ON {name}.calendar = {calendar} AND {name}.date = {due_date(judging)}"
            )
    return f"SELECT {columns} FROM {_current(reading, 'deliveries')} d {joins} WHERE d.content IS NOT NULL"


def _orders(reading: Reading, used: str, start: date | None, end: date | None) -> str:
    table = _current(reading, "deliveries")
    if "previous_price" in used:
        wanted = "content IS NOT NULL"
        if start:
            wanted += f" AND {ORDER_DATE} >= {day(start)} - 365"
        if end:
            wanted += f" AND {ORDER_DATE} < {day(end)}"
        price = "CASE WHEN status <> 'cancelled' AND item IS NOT NULL THEN unit_price END"
        table = (
            f"(SELECT *, CAST(sum({price}) OVER w / nullif(count({price}) OVER w, 0) AS DECIMAL(18,6)) "
            f"AS previous_price FROM {table} d SEMI {_MAPPED} WHERE {wanted} "
            f"WINDOW w AS ({_ITEM} ORDER BY {ORDER_DATE} {_YEAR_BEFORE}))"
        )
    rate, join = _rated(reading, ORDER_DATE, used)
    return f"SELECT d.*, m.relationship_id{rate} FROM {table} d {_MAPPED}{join} WHERE d.content IS NOT NULL"


def _quality(reading: Reading) -> str:
    received = "source, supplier_key, document, item, category, site"
    deliveries = _current(reading, "deliveries")
    events = _current(reading, "quality_events")
    until = day(reading.as_of)
    return f"""SELECT d.*, m.relationship_id FROM (
        SELECT 'received' AS kind, first_receipt_date AS event_date, {received}, received_quantity
        FROM {deliveries} WHERE received_quantity IS NOT NULL AND receipts IS NULL
        UNION ALL BY NAME
        SELECT 'received' AS kind, r.date AS event_date, {received}, r.quantity AS received_quantity
        FROM (SELECT {received}, unnest(receipts) AS r FROM {deliveries} WHERE receipts IS NOT NULL)
        UNION ALL BY NAME
        SELECT 'event' AS kind, found_date AS event_date, * EXCLUDE (found_date, key, content, part) FROM {events}
    ) d {_MAPPED} WHERE d.event_date <= {until}"""


def _invoices(reading: Reading, used: str) -> str:
    table = _current(reading, "invoices")
    if "received_on" in used:
        received = _current(reading, "deliveries", "source, document, last_receipt_date")
        table = (
            f"(SELECT i.*, r.received_on FROM {table} i LEFT JOIN (SELECT source, document, "
            f"max(last_receipt_date) AS received_on FROM {received} GROUP BY ALL) r USING (source, document))"
        )
    rate, join = _rated(reading, "d.invoice_date", used)
    return f"SELECT d.*, m.relationship_id{rate} FROM {table} d {_MAPPED}{join}"
