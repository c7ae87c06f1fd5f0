"""PostgreSQL as Django knows it, which tells each transaction who is acting: what the policies ask for.

Before a statement the acting person and organisation (`core/fence.py`) are set for the transaction, where they are not
set already; they end with it. A statement outside of any transaction gets one of its own while somebody is acting.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.transaction import TransactionManagementError, atomic

from tandem.core.fence import NOBODY, Acting, acting, acting_as

SET = (
    "SELECT set_config('tandem.person', %s, true), set_config('tandem.organization', %s, true),"
    " set_config('tandem.everything', %s, true), set_config('tandem.presented', %s, true)"
)


class _Telling:
    """Lets the database know who acts before it runs a statement."""

    db: "DatabaseWrapper"
    cursor: Any

    def _execute(self, *arguments: Any) -> Any:
        with self.db.told_who_acts():
            return super()._execute(*arguments)  # type: ignore[misc]  # of Django's wrapper

    def _executemany(self, *arguments: Any) -> Any:
        with self.db.told_who_acts():
            return super()._executemany(*arguments)  # type: ignore[misc]  # of Django's wrapper

    def copy(self, statement: str) -> Any:
        """COPY, inside a transaction. Fenced tables take none: copy into a temporary one and insert from that."""
        if not self.db.in_atomic_block:
            raise TransactionManagementError("COPY runs inside a transaction.")
        self.db.tell(acting())
        return self.cursor.copy(statement)


class TellingCursor(_Telling, CursorWrapper):
    pass


class TellingDebugCursor(_Telling, CursorDebugWrapper):
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    # Who acts as far as this transaction has been told; None when that is not certain.
    _told: Acting | None = NOBODY

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return TellingCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        return TellingDebugCursor(cursor, self)

    @contextmanager
    def told_who_acts(self) -> Iterator[None]:
        who = acting()
        if self.in_atomic_block or not self.get_autocommit():
            self.tell(who)
            yield
        elif who == NOBODY:
            yield
        else:
            with atomic(using=self.alias):
                self.tell(who)
                yield

    def tell(self, who: Acting) -> None:
        if who == self._told or self.connection is None:
            return
        values = [
            str(who.person or ""),
            str(who.organization or ""),
            "on" if who.everything else "",
            who.presented,
        ]
        with self.wrap_database_errors:
            self.connection.execute(SET, values)
        self._told = who

    def on_commit(self, func: Callable[[], Any], robust: bool = False) -> None:
        """What waits for the commit is done by whoever asked for it."""
        who = acting()

        @wraps(func)
        def as_then() -> Any:
            with acting_as(who):
                return func()

        super().on_commit(as_then, robust)

    # The settings end with their transaction, and go back to what they were with a savepoint.
    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self._told = NOBODY

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        self._told = NOBODY

    def _savepoint_rollback(self, sid: str) -> None:
        # Spelt out: a transaction that failed runs this statement and no other, so nobody can be told before it.
        with self.cursor() as cursor, self.wrap_database_errors:
            cursor.cursor.execute(self.ops.savepoint_rollback_sql(sid))
        self._told = None

    def connect(self) -> None:
        self._told = NOBODY
        super().connect()
