"""PostgreSQL advisory locks: one writer a lake table, and a way to see whether a load is still alive.

They belong to the database connection, so a killed process lets go of them at once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection


@contextmanager
def held(names: Sequence[str], *, shared: Sequence[str] = ()) -> Iterator[None]:
    """Wait for the locks in the order of their names; `shared` ones only keep those out who hold them alone.

    Inside a transaction they are held to its end: until then nobody sees what was written beneath them.
    """
    if connection.in_atomic_block:
        for name in sorted({*names, *shared}):
            _call(f"pg_advisory_xact_lock{'_shared' if name in shared else ''}", name)
        yield
        return
    taken: list[tuple[str, str]] = []
    try:
        for name in sorted({*names, *shared}):
            mode = "_shared" if name in shared else ""
            _call(f"pg_advisory_lock{mode}", name)
            taken.append((mode, name))
        yield
    finally:
        for mode, name in reversed(taken):
            _call(f"pg_advisory_unlock{mode}", name)


@contextmanager
def held_if_free(name: str) -> Iterator[bool]:
    """Take the lock where nobody else has it; the answer says whether it was free."""
    free = _call("pg_try_advisory_lock", name)
    try:
        yield free
    finally:
        if free:
            _call("pg_advisory_unlock", name)


def held_to_the_end(name: str) -> None:
    """Wait for the lock and keep it until the transaction ends."""
    _call("pg_advisory_xact_lock", name)


def taken_to_the_end(name: str) -> bool:
    """Take the lock until the transaction ends, unless somebody else has it; whoever comes next sees what was done."""
    return _call("pg_try_advisory_xact_lock", name)


def table(customer_id: int, name: str) -> str:
    return f"tandem lake {customer_id} {name}"


def versions(customer_id: int) -> str:
    return f"tandem lake {customer_id}"


def batch(batch_id: int) -> str:
    return f"tandem batch {batch_id}"


def _call(function: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
        row = cursor.fetchone()
    return bool(row and row[0] is not False)
