"""The supplier numbers that the lake's rows use now."""

from pathlib import Path

from tandem.lake.engine import engine
from tandem.lake.layout import Snapshot, current_of, current_schema, pinned
from tandem.lake.schemas import STORED


def keys_in_use(root: Path, snapshot: Snapshot) -> set[tuple[str, str]]:
    """(source, supplier number) of every current row of whatever fact."""
    parts = []
    for name in STORED:
        table = current_of(name)
        rows = pinned(root, snapshot, table).rows(current_schema(table.split("/")[1]), "source, supplier_key")
        parts.append(f"select distinct source, supplier_key from {rows} where supplier_key is not null")
    with engine() as db:
        return set(db.execute(" union ".join(parts)).fetchall())
