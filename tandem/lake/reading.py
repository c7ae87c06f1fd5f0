"""The one gate to a customer's facts: what is read, as of when, and for which relationships."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tandem.lake import set_aside
from tandem.lake.calendars import Calendars
from tandem.lake.engine import MEMORY
from tandem.lake.layout import Snapshot
from tandem.lake.set_aside import Aside

Share = tuple[str, str]
"""A category and a site by their codes, in whichever case; empty for any: the rows of both."""


@dataclass(frozen=True)
class Rates:
    """What one unit of a currency is worth in the base currency from a date on, until the next rate.

    `table` has the columns currency, date and rate (decimal).
    """

    base: str
    table: pa.Table


@dataclass(frozen=True)
class Reading:
    """A customer's facts at one snapshot, seen on one day, through one mapping, for the relationships in it alone."""

    root: Path
    snapshot: Snapshot
    mapping: pa.Table
    """source, supplier_key, relationship_id: no supplier outside of it is ever read"""
    as_of: date
    rates: Rates | None = None
    calendars: Calendars | None = None
    memory: str = MEMORY
    reversed_later: bool = False
    """whether receipts known on that day were reversed after it (found by `sources.prepare`)"""
    narrowed: pa.Table | None = None
    """relationship_id, category, site: of whom only the rows of that category and site count, null for any; None where
    every row counts"""
    set_aside: pa.Table | None = None
    """the rows that do not count (`set_aside.table`); None where every row does"""

    def only(self, relationships: Collection[int]) -> Reading:
        """The same reading for fewer relationships."""
        return replace(self, mapping=_restricted(self.mapping, relationships))

    def narrowed_to(self, shares: Mapping[int, Collection[Share]]) -> Reading:
        """The same reading, where of each relationship named only the rows of one of its shares count."""
        rows = [(key, *share) for key, found in shares.items() for share in found]
        rows += [(key, "", "") for key in self.relationships if key not in shares]
        keys, categories, sites = zip(*rows, strict=True) if rows else ((), (), ())
        table = pa.table(
            {
                "relationship_id": pa.array(keys, pa.int64()),
                "category": pa.array([_folded(each) for each in categories], pa.string()),
                "site": pa.array([_folded(each) for each in sites], pa.string()),
            }
        )
        return replace(self, narrowed=table)

    def without(self, rows: Iterable[Aside]) -> Reading:
        """The same reading, where these rows do not count for the KPIs that judge what they were disputed for."""
        given = set_aside.table(rows)
        return replace(self, set_aside=given if given.num_rows else None)

    def leaves_out(self, subject: str) -> bool:
        """Whether any row is set aside for that subject."""
        return self.set_aside is not None and subject in self.set_aside["subject"].to_pylist()

    @property
    def supplier_keys(self) -> list[str]:
        """The supplier numbers under which the rows stand."""
        return sorted(pc.unique(self.mapping["supplier_key"]).to_pylist())

    @property
    def relationships(self) -> list[int]:
        """The relationships that may be read, in order."""
        return sorted(pc.unique(self.mapping["relationship_id"]).to_pylist())


def open_for_reading(
    root: Path,
    snapshot: Snapshot,
    *,
    mapping: pa.Table,
    relationships: Collection[int],
    as_of: date,
    rates: Rates | None = None,
    calendars: Calendars | None = None,
    memory: str = MEMORY,
) -> Reading:
    """A customer's facts for these relationships and no others. `root` is the customer's own folder of the lake."""
    typed = pa.table(
        {
            "source": mapping["source"].cast(pa.string()),
            "supplier_key": mapping["supplier_key"].cast(pa.string()),
            "relationship_id": mapping["relationship_id"].cast(pa.int64()),
        }
    )
    allowed = _restricted(typed, relationships)
    return Reading(root, dict(snapshot), allowed, as_of, rates, calendars, memory)


def _folded(code: str) -> str | None:
    return code.lower() or None


def _restricted(mapping: pa.Table, relationships: Collection[int]) -> pa.Table:
    wanted = pa.array(sorted(relationships), pa.int64())
    return mapping.filter(pc.is_in(mapping["relationship_id"], value_set=wanted))
