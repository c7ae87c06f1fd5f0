"""A Parquet file's cells as text, read in a process of its own.

    python -m tandem.core.parquet_cells < file > cells

One value written once stands for millions of rows, so a file's size says nothing of what it unpacks to. What is told
beside the cells is `fault`, the file's `columns` by name, and its `rows`.
"""

import sys
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tandem.core import confined

DAMAGED, NARROW, TOO_MANY, TOO_LARGE = "damaged", "narrow", "too many", "too large"
MOST_CELLS = 200_000_000
MOST_BYTES = 2 * 2**30
"""of text, with four bytes a cell to find it by"""
ROWS_AT_ONCE = 4096


def main() -> None:
    confined.confine()
    try:
        file = pq.ParquetFile(pa.BufferReader(sys.stdin.buffer.read()))
        columns, rows = list(file.schema_arrow.names), file.metadata.num_rows
        fault = ""
        if len(columns) < 2:
            fault = NARROW
        elif rows * len(columns) > MOST_CELLS:
            fault = TOO_MANY
        told = {"fault": fault, "columns": columns, "rows": rows}
        confined.tell(told, None if fault else pa.Table.from_batches(_batches(file), _schema(len(columns))))
    except (MemoryError, pa.ArrowCapacityError):
        sys.exit(1)
    except (pa.ArrowException, OSError):
        confined.tell({"fault": DAMAGED})


def _schema(width: int) -> pa.Schema:
    return pa.schema([(f"c{place}", pa.string()) for place in range(width)])


def _batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    """The rows as text, until there is more of it than one file may hold."""
    import duckdb

    size = 0
    with duckdb.connect(config={"threads": 1}) as connection:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, use_threads=False):
            cells = _without_zones(pa.table(batch.columns, names=_schema(batch.num_columns).names))
            texts = ", ".join(f"{_text(field)} AS {field.name}" for field in cells.schema)
            connection.register("cells", cells)
            text = connection.sql(f"SELECT {texts} FROM cells").to_arrow_table()  # noqa: S608  # names are ours
            size += text.nbytes
            if size > MOST_BYTES:
                raise MemoryError
            yield from text.to_batches()


def _text(field: pa.Field) -> str:
    """The cell as text; a moment loses its fraction of a second, as a spreadsheet's has none."""
    if pa.types.is_timestamp(field.type):
        return f"strftime({field.name}, '%Y-%m-%d %H:%M:%S')"
    return f"cast({field.name} as varchar)"


def _without_zones(table: pa.Table) -> pa.Table:
    """Moments as the clock showed them where they were written: midnight in Shanghai stays that day."""
    for place, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz:
            table = table.set_column(place, field.name, pc.local_timestamp(table[place]))
    return table


if __name__ == "__main__":
    main()
