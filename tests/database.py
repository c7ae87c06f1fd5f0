"""Gives every test run a real PostgreSQL: the embedded one, or the server DATABASE_URL names.

Loaded as a plugin (`-p tests.database`) before Django reads its settings. Tests run as the application's own
role, as Tandem does; the database is made by its owner.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "tests"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """A wrapper, because pytest-django reads the settings first among the ordinary hooks."""
    CACHE.mkdir(parents=True, exist_ok=True)
    os.environ["TANDEM_DATA"] = _own_folder()
    os.environ.setdefault("TANDEM_SECRET_KEY", "for tests only")
    if "DATABASE_URL" not in os.environ:
        from tandem.config import postgres

        addresses = postgres.start(CACHE / "postgres")
        os.environ["TANDEM_OWNER_URL"] = addresses.owner
        # Only a superuser may create databases here; the tests themselves SET ROLE (see below).
        os.environ["DATABASE_URL"] = addresses.superuser
        _set_up_for_tests(addresses.superuser)
    return (yield)


def pytest_configure() -> None:
    from django.conf import settings

    # The real hash is slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _set_up_for_tests(superuser: str) -> None:
    """What the tests keep need not outlive the machine. Vacuumed between two tests that took their rows back, a table
    counts as empty, and what the next one asks of it is planned for one row."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def _own_folder() -> str:
    """Lake and files of this process alone: runs and parallel workers share nothing but the server."""
    folder = tempfile.mkdtemp(prefix="data-", dir=CACHE)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix() -> None:
    """xdist's own suffix is replaced: several checkouts or runs may share one server."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    from django.conf import settings

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_tandem_{os.getpid()}_{worker}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Generator[None, None, None]:
    """Grant the application's role what `tandem migrate` grants, and take it on for every connection."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    from tandem.config import grants, policies, postgres

    with django_db_blocker.unblock():
        policies.fence(connection)
        grants.grant(connection, postgres.APP_ROLE)
        connection_created.connect(_as_application, weak=False)
        _as_application(connection=connection)
        _let_the_owner_empty_tables(connection)
    yield
    with django_db_blocker.unblock():
        connection_created.disconnect(_as_application)
        connection.close()  # the next one is the owner's again, who may drop the database


def _as_application(*, connection: Any, **_: Any) -> None:
    from tandem.config import postgres

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {postgres.APP_ROLE}")


def _let_the_owner_empty_tables(connection: Any) -> None:
    """After a test that commits, all tables are emptied; the application's own role may not do that.

    Rows are deleted where there are any: truncating two hundred tables takes a second, and waits in a deadlock with a
    request that a closed browser left behind. Set on the class: a browser's event loop gives a test a connection of
    its own.
    """
    operations = type(connection.ops)

    def as_owner(self: Any, _truncating: list[str]) -> None:
        names = self.connection.introspection.django_table_names(only_existing=True)
        tables = [sql.Identifier(name) for name in names]
        asked = sql.SQL(", ").join(sql.SQL("EXISTS (SELECT FROM {})").format(table) for table in tables)
        with self.connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SET session_replication_role = replica")  # in whatever order: no trigger asks
            cursor.execute(sql.SQL("SELECT {}").format(asked))
            for table, holds_rows in zip(tables, cursor.fetchone(), strict=True):
                if holds_rows:
                    cursor.execute(sql.SQL("DELETE FROM {}").format(table))
            cursor.execute("RESET session_replication_role")
        _as_application(connection=self.connection)

    operations.execute_sql_flush = as_owner
