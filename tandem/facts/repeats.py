"""Rows of one file that share a natural key: the same again is nothing new, something else is a fault."""

import duckdb
import pyarrow as pa

from tandem.facts import clauses, reasons
from tandem.lake.schemas import Fact

TAKEN = "(from checked anti join repeats using (row) where taken)"
"""The rows that stay, once repeats are set apart."""


def set_repeats_apart(connection: duckdb.DuckDBPyConnection, fact: Fact) -> tuple[int, pa.Table]:
    """Among the rows taken in `checked`, keep the first of each natural key.

    Later rows equal to it are counted and left out; later rows that differ are rejected, naming the row they
    collide with. Returns how many were equal, and the rejects.
    """
    # The source is the same in every row of a file.
    key = ", ".join(name for name in fact.key if name != "source")
    connection.execute(
        # The hash finds the few candidates cheaply; whether their keys are truly the same is asked of those alone.
        "create temp table candidates as select * exclude (taken) from checked where taken and "
        f"hash({key}) in (select hash({key}) from checked where taken group by 1 having count(*) > 1)"
    )
    others = [name for name in fact.names if name not in fact.key]
    firsts = ", ".join(f"first_value({name}) over same as first_{name}" for name in others)
    equal = " and ".join(f"{name} is not distinct from first_{name}" for name in others) or "true"
    connection.execute(
        f"create temp table repeats as select row, {key}, first_row, {equal} as equal from ("
        f"select *, first_value(row) over same as first_row, {firsts} from candidates "
        f"window same as (partition by {key} order by row)) where row <> first_row"
    )
    [(equal_rows,)] = connection.execute("select count(*) from repeats where equal").fetchall()
    return equal_rows, _collisions(connection, fact)


def _collisions(connection: duckdb.DuckDBPyConnection, fact: Fact) -> pa.Table:
    named = [column for column in fact.columns if column.name in fact.key and column.name != "source"]
    reason = reasons.collides(
        ", ".join(column.label.en.lower() for column in named), "、".join(column.label.zh for column in named)
    )
    shown = ", ".join(column.name for column in named)
    label = " · ".join(column.name for column in named)
    return connection.sql(
        f"select row, {clauses.literal(label)} as column, concat_ws(' · ', {shown}) as value, "
        f"'rejected' as kind, replace({clauses.literal(reason.en)}, '%s', cast(first_row as varchar)) as reason, "
        f"replace({clauses.literal(reason.zh)}, '%s', cast(first_row as varchar)) as reason_zh "
        "from repeats where not equal"
    ).to_arrow_table()
