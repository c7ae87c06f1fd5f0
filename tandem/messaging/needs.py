"""What waits for a person, whichever room says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TONES = ("bad", "warning", "info", "neutral")


@dataclass(frozen=True)
class Need:
    text: str
    hint: str
    url: str
    icon: str
    tone: str


def by_weight(found: Iterable[Need]) -> list[Need]:
    return sorted(found, key=lambda need: TONES.index(need.tone))
