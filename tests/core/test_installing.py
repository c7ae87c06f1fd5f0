"""An empty database is installed in one step, and is what the migrations would have made of it one by one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tandem.config import postgres
from tandem.core.database.installing import install

pytestmark = pytest.mark.usefixtures("reached")


@pytest.fixture
def reached(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@contextmanager
def new_database(name: str) -> Iterator[str]:
    """Django's connection leads to a database made for this, as its owner; yields the database's address."""
    server, usual, own = os.environ["DATABASE_URL"], connection.settings_dict["NAME"], f"{name}_{os.getpid()}"
    connection.close()
    with psycopg.connect(server, autocommit=True) as at_server:
        at_server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
        connection.settings_dict["NAME"] = own
        try:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
            yield make_conninfo(server, dbname=own)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            at_server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))


def schema(address: str) -> list[str]:
    """Everything but rows, from the catalogues: columns in their order, constraints, indexes, functions, triggers."""
    command = [postgres.program("pg_dump"), "--schema-only", "--no-owner", "--dbname", address]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # A word drawn anew for each dump.
    return [line for line in dumped.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


def migrations() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return cursor.fetchall()


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def test_installed_in_one_step_it_is_what_all_migrations_make() -> None:
    with new_database("installed") as address:
        said = StringIO()
        call_command("migrate", stdout=said, no_color=True)
        first = said.getvalue().splitlines()[0]
        assert first.startswith("Made every table as "), (
            "a migration must be replayed: docs/decisions/installing.md"
        )
        installed, recorded = schema(address), migrations()
        assert install(connection) == 0
    with new_database("replayed") as address:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        replayed = schema(address)
        assert migrations() == recorded
    assert installed == replayed
    assert (
        f"Made every table as {sum(app != 'procrastinate' for app, _ in recorded)} migrations leave it."
        == first
    )


def test_interrupted_it_leaves_nothing_and_is_done_whole_the_next_time() -> None:
    def stop_at_a_trigger(execute: Any, statement: str, *arguments: Any) -> Any:
        if "CREATE TRIGGER sourcing_" in statement:
            raise KeyboardInterrupt
        return execute(statement, *arguments)

    with new_database("interrupted"):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE of_an_extension ()")
        with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(stop_at_a_trigger):
            install(connection)
        assert tables() == ["of_an_extension"]
        assert install(connection) > 100
        assert {"of_an_extension", "accounts_user", "sourcing_selection"} <= set(tables())


def test_where_a_table_of_ours_is_there_nothing_is_installed() -> None:
    with new_database("begun"):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE accounts_user ()")
        assert install(connection) == 0
        assert tables() == ["accounts_user"]
