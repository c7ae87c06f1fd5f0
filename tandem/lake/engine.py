"""The DuckDB the lake works with: in memory, spilling to a folder of its own, no extension, no database file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

MEMORY = os.environ.get("TANDEM_LAKE_MEMORY", "1200MB")
"""What DuckDB may hold before it spills; the process needs some hundred megabytes more."""


@contextmanager
def engine(memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A fresh engine; what it holds is gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="tandem-spill-") as spill:
        connection = duckdb.connect(
            config={
                "memory_limit": memory,
                "temp_directory": spill,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "preserve_insertion_order": "false",
            }
        )
        try:
            yield connection
        finally:
            connection.close()


def quoted(value: str) -> str:
    """The text as a SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def named(name: str) -> str:
    """The name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
