"""The shape of every measure's result, and saying "no data" aloud where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

NO_DATA: Final = "no data"
NO_RATE: Final = "no data, rate missing"
NOT_COMPUTABLE: Final = "cannot be computed"

_WORD: Final = pa.dictionary(pa.int16(), pa.string())
RESULT: Final = pa.schema(
    [
        ("kpi", _WORD),
        ("relationship_id", pa.int64()),
        ("period_start", pa.date32()),
        ("category", pa.string()),
        ("site", pa.string()),
        ("currency", pa.string()),
        ("value", pa.float64()),
        ("n", pa.int64()),
        ("spread", pa.float64()),
        ("reason", _WORD),
    ]
)


def long(wide: pa.Table, code: str, number: int) -> pa.Table:
    """One KPI's columns of a wide table (v0, n0, s0, r0, v1, ...) under their common names; numbers are not copied."""
    rows = wide.num_rows
    given = {
        "kpi": _constant(code, rows),
        "value": wide[f"v{number}"],
        "n": wide[f"n{number}"],
        "spread": wide[f"s{number}"],
        "reason": wide[f"r{number}"].cast(_WORD),
    }
    for name in ("relationship_id", "period_start", "category", "site", "currency"):
        if name in wide.column_names:
            given[name] = wide[name]
    return _table(given, rows)


def without_value(code: str, relationships: pa.Array, reason: str) -> pa.Table:
    """A row for each relationship that says why the KPI has no value."""
    rows = len(relationships)
    return _table(
        {
            "kpi": _constant(code, rows),
            "relationship_id": relationships,
            "n": pa.repeat(pa.scalar(0, pa.int64()), rows),
            "reason": _constant(reason, rows),
        },
        rows,
    )


def missing(wide: pa.Table, relationships: Sequence[int]) -> pa.Array:
    """The relationships that have no row at all."""
    wanted = pa.array(relationships, pa.int64())
    return wanted.filter(pc.invert(pc.is_in(wanted, value_set=pc.unique(wide["relationship_id"]))))


def _constant(word: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int16()), rows), pa.array([word]))


def _table(given: dict[str, pa.Array], rows: int) -> pa.Table:
    columns = [given[f.name] if f.name in given else pa.nulls(rows, f.type) for f in RESULT]
    return pa.table(columns, schema=RESULT)
