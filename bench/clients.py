"""Sixteen signed-in clients that ask for one page at a time, each over a connection it keeps."""

import http.client
import threading
import time
from collections.abc import Mapping, Sequence


def p95(address: tuple[str, int], paths: Sequence[str], cookie: str, *, clients: int, requests: int) -> float:
    """Seconds within which 95 of 100 answers came, over `requests` requests in all. Raises on any other than 200."""
    times = _asked(address, paths, {"Cookie": cookie}, clients=clients, requests=requests)
    return sorted(times)[int(len(times) * 0.95) - 1]


def p95_with(
    address: tuple[str, int],
    paths: Sequence[str],
    headers: Mapping[str, str],
    *,
    clients: int,
    requests: int,
) -> float:
    """The same for whoever sends other headers than a session's cookie."""
    times = _asked(address, paths, headers, clients=clients, requests=requests)
    return sorted(times)[int(len(times) * 0.95) - 1]


def rate(
    address: tuple[str, int], path: str, headers: Mapping[str, str], *, clients: int, requests: int
) -> float:
    """Requests answered a second, over `requests` in all. Raises on any other answer than 200."""
    begun = time.perf_counter()
    times = _asked(address, [path], headers, clients=clients, requests=requests)
    return len(times) / (time.perf_counter() - begun)


def _asked(
    address: tuple[str, int],
    paths: Sequence[str],
    headers: Mapping[str, str],
    *,
    clients: int,
    requests: int,
) -> list[float]:
    """How long each answer took."""
    times: list[float] = []
    errors: list[str] = []
    share = requests // clients

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection(*address, timeout=60)
        for turn in range(share):
            path = paths[(number * share + turn) % len(paths)]
            begun = time.perf_counter()
            connection.request("GET", path, headers={**headers, "Accept-Encoding": "identity"})
            response = connection.getresponse()
            response.read()
            times.append(time.perf_counter() - begun)
            if response.status != 200:
                errors.append(f"{path}: {response.status}")
                return
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise RuntimeError(f"{len(errors)} answers were not 200, the first {errors[0]}")
    return times
