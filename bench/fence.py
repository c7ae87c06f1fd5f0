"""What row-level security costs: home, list and 360 page with the policies in force and without, in turns.

`python -m bench.fence` prints these rows alone, with all suppliers and a tenth of the lines.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench import installation
from bench.clients import p95
from bench.table import Result, table
from bench.web import PAGES, served

CLIENTS, REQUESTS, TURNS, BOUND = 8, 240, 3, 1.5


def results(lines: int, suppliers: int) -> list[Result]:
    cookie = installation.run(lines, suppliers)["cookie"]
    times: dict[tuple[str, bool], list[float]] = {}
    with served(lines, suppliers) as address, _owner(lines, suppliers) as owner:
        try:
            for _turn in range(TURNS):
                for fenced in (True, False):
                    _switch(owner, fenced=fenced)
                    for name, paths in PAGES.items():
                        p95(address, paths, cookie, clients=CLIENTS, requests=CLIENTS * 3)
                        found = p95(address, paths, cookie, clients=CLIENTS, requests=REQUESTS)
                        times.setdefault((name, fenced), []).append(found)
        finally:
            _switch(owner, fenced=True)
    rows = []
    for name in PAGES:
        on, off = (statistics.median(times[name, fenced]) for fenced in (True, False))
        rows.append(
            Result(
                f"row-level security on: {name}, {suppliers:,} suppliers, {CLIENTS} clients",
                "the same page with it off",
                on / off,
                BOUND,
                f"p95 {on * 1000:.0f} ms against {off * 1000:.0f} ms",
            )
        )
    return rows


@contextmanager
def _owner(lines: int, suppliers: int) -> Iterator[psycopg.Connection[Any]]:
    from tandem.config import postgres

    folder = Path(installation.environment(lines, suppliers)["TANDEM_DATA"]) / "postgres"
    with psycopg.connect(postgres.start(folder).owner, autocommit=True) as connection:
        yield connection


def _switch(owner: psycopg.Connection[Any], *, fenced: bool) -> None:
    """Only the owner can."""
    rows = owner.execute(
        "SELECT DISTINCT relname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid"
    ).fetchall()
    for (name,) in rows:
        what = sql.SQL("ENABLE" if fenced else "DISABLE")
        statement = sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY")
        owner.execute(statement.format(sql.Identifier(name), what))


if __name__ == "__main__":
    print(table(results(1_000_000, 20_000)))
