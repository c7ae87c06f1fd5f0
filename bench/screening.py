"""Screening many suppliers against many listed names, from their names as written to the hits.

`python -m bench.screening` measures this row alone.
"""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy
from rapidfuzz import fuzz, process

from bench.table import Result, table
from tandem.onboarding.screening_score import THRESHOLD, WORKERS, Bearer, comparable, screen

LISTED = 25_000
ROUNDS = 3
BOUND = 2
SYLLABLES = (
    "an", "bao", "chen", "dor", "el", "fen", "gra", "hua", "is", "jin", "kor", "lin", "mer", "nov", "or", "pet", "qui",
    "rui", "sol", "tan", "ul", "ver", "wei", "xin", "yar", "zen",
)  # fmt: skip
TRADES = ("Castings", "Forging", "Bearings", "Trading", "Shipping", "Machinery", "Seals", "Steel", "Tooling")
FORMS = ("Co., Ltd.", "GmbH", "S.A.", "LLC", "Inc.", "有限公司", "Sp. z o.o.", "JSC", "Limited", "S.r.l.")


def results(suppliers: int) -> list[Result]:
    ours, theirs = _names(suppliers, LISTED)
    bearers = [Bearer(number, name) for number, name in enumerate(ours)]
    listed = [Bearer(number, name) for number, name in enumerate(theirs)]
    forms = ([comparable(name) for name in ours], [comparable(name) for name in theirs])
    screened, compared = [], []
    for _round in range(ROUNDS):
        screened.append(_timed(lambda: screen(bearers, listed)))
        compared.append(_timed(lambda: _reference(*forms)))
    seconds, reference = statistics.median(screened), statistics.median(compared)
    return [
        Result(
            f"screening {suppliers:,} suppliers against {LISTED:,} listed names and aliases",
            "`rapidfuzz.process.cdist` over the same names, same scorer",
            seconds / reference,
            BOUND,
            f"{seconds:.1f} s against {reference:.1f} s",
        )
    ]


def _reference(ours: list[str], theirs: list[str]) -> Any:
    """Of names that are folded already, in one call; the scores take half a gigabyte."""
    return process.cdist(
        ours, theirs, scorer=fuzz.ratio, score_cutoff=THRESHOLD, dtype=numpy.uint8, workers=WORKERS
    )


def _names(suppliers: int, listed: int) -> tuple[list[str], list[str]]:
    """Invented companies; one supplier in fifty bears a listed name with a letter changed."""
    chance = random.Random(4)

    def name() -> str:
        words = [
            "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))) for _ in range(chance.randint(1, 3))
        ]
        return " ".join([*(word.title() for word in words), chance.choice(TRADES), chance.choice(FORMS)])

    theirs = [name() for _ in range(listed)]
    ours = [name() for _ in range(suppliers)]
    for place in range(0, suppliers, 50):
        found = chance.choice(theirs)
        ours[place] = found[:3] + "x" + found[4:]
    return ours, theirs


def _timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(table(results(20_000)))
