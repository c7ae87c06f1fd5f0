"""The lines behind one value, to be marked one by one by the supplier that disputes some of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, overload

from tandem.accounts.actor import Actor
from tandem.lake.lines import RowKey
from tandem.portal import cards
from tandem.scorecards.behind import Heading
from tandem.scorecards.models import Card, Disputed, Kpi
from tandem.scorecards.queries import objections

# What tells that a line pulled its value down, where the KPI reads it.
FAILED = ("is_on_time", "is_on_time_in_full", "is_in_full", "is_accurate")


@dataclass(frozen=True)
class Markable:
    """A row with what a checkbox says of it; `key` is empty for a row that cannot be disputed by itself."""

    cells: list[tuple[Heading, Any]]
    name: str
    key: str
    disputed: Disputed | None


class MarkableLines(cards.Lines):
    """The supplier's own lines behind a value, what pulled it down first."""

    def __init__(self, actor: Actor, card: Card, kpi: Kpi, marked: Iterable[Disputed]) -> None:
        self.marked = {(each.source, each.number, each.line, each.schedule_line): each for each in marked}
        super().__init__(actor, card, kpi, every=False)

    @overload
    def __getitem__(self, wanted: int) -> Any: ...
    @overload
    def __getitem__(self, wanted: slice) -> Any: ...
    def __getitem__(self, wanted: int | slice) -> Any:
        return super().__getitem__(wanted)

    def _row(self, row: dict[str, Any]) -> Any:
        key = objections.row_key(self.spec.view, row)
        cells = [(column, column.of(row)) for column in self.columns]
        first = str(cells[0][1] or "–") if cells else "–"
        return Markable(cells[1:], first, written(key) if key[1] else "", self.marked.get(key))


def written(key: RowKey) -> str:
    """A row's key as a form sends it."""
    return json.dumps(key, ensure_ascii=False)


def read(sent: Iterable[str]) -> list[RowKey]:
    """What a form sent of them; anything else is left out."""
    found: list[RowKey] = []
    for each in sent:
        try:
            parts = json.loads(each)
        except ValueError:
            continue
        if isinstance(parts, list) and len(parts) == 4 and all(isinstance(part, str) for part in parts):
            source, number, line, schedule_line = parts
            found.append((source, number, line, schedule_line))
    return found
