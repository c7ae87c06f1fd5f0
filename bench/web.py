"""Home, list and 360 page with many suppliers and lines, 16 clients at once, against the least a page can cost."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench import installation
from bench.clients import p95
from bench.table import Result

CLIENTS, REQUESTS, BOUND = 16, 640, 5.0
PAGES = {
    "home": ["/"],
    "list": [f"/relationships/{query}" for query in ("", "?page=40", "?q=supplier+number+19", "?grade=C")],
    "360 page": [f"/relationships/supplier-number-{number}/" for number in (7, 400, 999, 12, 951)],
}


def results(lines: int, suppliers: int) -> list[Result]:
    found = installation.run(lines, suppliers)
    rows = [
        Result(
            f"full run, stored and explained, {found['cards']:,} cards × {len(installation.CRITERIA)} KPIs",
            "the measure it rests on",
            found["run"] / found["measure"],
            5.0,
            f"{found['run']:.1f} s against {found['measure']:.1f} s",
        )
    ]
    with served(lines, suppliers) as address:
        reference = _p95(address, ["/bench/reference"], found["cookie"])
        for name, paths in PAGES.items():
            ours = _p95(address, paths, found["cookie"])
            rows.append(
                Result(
                    f"{name}, {suppliers:,} suppliers, {CLIENTS} clients",
                    "base template after one primary-key query",
                    ours / reference,
                    BOUND,
                    f"p95 {ours * 1000:.0f} ms against {reference * 1000:.0f} ms",
                )
            )
    return rows


def _p95(address: tuple[str, int], paths: list[str], cookie: str) -> float:
    p95(address, paths, cookie, clients=CLIENTS, requests=CLIENTS * 4)
    return p95(address, paths, cookie, clients=CLIENTS, requests=REQUESTS)


@contextmanager
def served(lines: int, suppliers: int, **settings: str) -> Iterator[tuple[str, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tandem.cli.main", "serve", "--port", str(port)]
    env = installation.environment(lines, suppliers) | settings
    server = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        _await(port, server)
        yield "127.0.0.1", port
    finally:
        server.terminate()
        server.wait(30)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError("`tandem serve` ended before it answered.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/accounts/login/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("`tandem serve` did not answer within a minute.")
