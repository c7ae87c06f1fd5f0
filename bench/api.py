"""The API's list of 50 relationships and one scorecard, against the same rows written out by hand with `.values()`.

Reference and ours go through the same tokens, limits and fences; requests a second of 8 clients in turn.
`python -m bench.api` prints these rows alone, over a small installation.
"""

import statistics

from bench import installation
from bench.clients import rate
from bench.table import Result, table
from bench.web import served

CLIENTS, REQUESTS, TURNS, BOUND = 8, 400, 3, 3.0
PAIRS = {
    "API list of 50 relationships": ("/api/v1/relationships?limit=50", "/bench/relationships"),
    "API, one scorecard": ("/api/v1/cards/{card}", "/bench/cards/{card}"),
}


def results(lines: int, suppliers: int) -> list[Result]:
    found = installation.run(lines, suppliers)
    headers = {"Authorization": f"Bearer {found['token']}"}
    rows = []
    with served(lines, suppliers, TANDEM_API_RATE="100000000") as address:
        for name, paths in PAIRS.items():
            ours, reference = (path.format(card=found["card"]) for path in paths)
            turns = [
                (_rate(address, ours, headers), _rate(address, reference, headers)) for _ in range(TURNS)
            ]
            our_rate, reference_rate = (statistics.median(column) for column in zip(*turns, strict=True))
            rows.append(
                Result(
                    f"{name}, {suppliers:,} suppliers, {CLIENTS} clients",
                    "hand-written `.values()`, same token and rows",
                    reference_rate / our_rate,
                    BOUND,
                    f"{our_rate:.0f} requests a second against {reference_rate:.0f}",
                )
            )
    return rows


def _rate(address: tuple[str, int], path: str, headers: dict[str, str]) -> float:
    rate(address, path, headers, clients=CLIENTS, requests=CLIENTS * 5)
    return rate(address, path, headers, clients=CLIENTS, requests=REQUESTS)


if __name__ == "__main__":
    print(table(results(10_000, 200)))
