"""A scoring curve as a person types it: "80%: 0, 95%: 80, 100%: 100", and back."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tandem.core.reading.cells import plain_number

Breakpoints = list[tuple[str, str]]

_FULL_WIDTH = str.maketrans("：，；％", ":,;%")
_PAIR_BREAK = re.compile(r"[,;\n]+")


def parse(text: str) -> Breakpoints | None:
    """(value, points) pairs with numbers as plain text; None where it cannot be read."""
    pairs: Breakpoints = []
    for part in _PAIR_BREAK.split(text.translate(_FULL_WIDTH)):
        if not part.strip():
            continue
        value, colon, points = part.partition(":")
        try:
            pairs.append((_plain(value), _plain(points)))
        except ValueError:
            return None
        if not colon:
            return None
    return pairs


def write(breakpoints: Iterable[Sequence[str]], *, as_percent: bool = False) -> str:
    return ", ".join(f"{_shown(value, as_percent)}: {points}" for value, points in breakpoints)


def _plain(text: str) -> str:
    text = text.strip()
    number = plain_number(text.removesuffix("%").strip())
    return format((number / 100 if text.endswith("%") else number).normalize(), "f")


def _shown(value: str, as_percent: bool) -> str:
    return f"{format((Decimal(value) * 100).normalize(), 'f')}%" if as_percent else value
