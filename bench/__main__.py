"""`make bench`: prints the table of docs/benchmarks.md. Exit status 1 where a bound does not hold."""

import argparse
import os
import platform
import sys
from datetime import UTC, datetime

from bench import (
    api,
    approved,
    fence,
    lake,
    policies,
    portal,
    queries,
    recomputing,
    screening,
    selection,
    web,
)
from bench.table import table

SUPPLIERS = 20_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="measure ten times the lines too, in slices")
    parser.add_argument("--lines", type=int, default=10_000_000, help="delivery lines (default: 10 million)")
    parser.add_argument("--suppliers", type=int, default=SUPPLIERS, help="suppliers (default: 20,000)")
    given = parser.parse_args()
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores\n",
        flush=True,
    )
    results = lake.results(given.lines, given.suppliers, given.lines // 10)
    if given.large:
        results += lake.large(given.lines, 10, given.suppliers)
    results += web.results(given.lines, given.suppliers)
    results += portal.results()
    results += api.results(given.lines, given.suppliers)
    results += approved.results()
    results += fence.results(given.lines, given.suppliers)
    results += queries.results(given.lines, given.suppliers)
    results += recomputing.results(given.lines, given.suppliers)
    results += policies.results(given.lines, given.suppliers)
    results += screening.results(given.suppliers)
    results += selection.results()
    print(table(results))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
