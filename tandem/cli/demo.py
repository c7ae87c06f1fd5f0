"""`tandem demo`: the demonstration companies, built where they are absent, then served."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import psycopg
from psycopg import sql

from tandem.cli import serve, session
from tandem.config.environment import Environment, read_environment
from tandem.demonstration import marker
from tandem.demonstration.customers import PASSWORD, people


@click.command()
@click.option("--reset", is_flag=True, help="Throw the demonstration away and begin anew.")
@click.option("--build-only", is_flag=True, help="Build it, and do not serve it.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=int, help="Port to listen on.")
def demo(reset: bool, build_only: bool, host: str, port: int) -> int:
    """Build the demonstration companies, then serve them."""
    environment = read_environment()
    if environment.production:
        raise click.ClickException(
            "The demonstration has known passwords: it is not served in production mode."
        )
    if reset:
        throw_away(environment)
    environment = session.find_database()
    _in_own_process("tandem.cli.main", "migrate")
    _in_own_process("tandem.demonstration")
    click.echo(sign_in_table())
    return 0 if build_only else serve.run(host=host, port=port)


def throw_away(environment: Environment) -> None:
    """Empty the workflow database, the lake and the files of a marked data folder, and nothing else."""
    begun = marker.read(environment.data)
    if begun is None:
        if _holds_nothing(environment):
            return
        raise click.ClickException(
            f"{environment.data} holds no demonstration, so nothing was thrown away. TANDEM_DATA names the folder."
        )
    if not environment.embedded:
        raise click.ClickException(
            "The demonstration's database is not the embedded one: drop and create it yourself, then run "
            "`tandem demo` again."
        )
    marker.write(environment.data, begun.begun_anew())  # killed from here on, it is not taken for whole
    _drop_database(environment)
    for folder in (Path(environment.lake), environment.files):
        shutil.rmtree(folder, ignore_errors=True)
    marker.remove(environment.data)


def sign_in_table() -> str:
    """Who can sign in, as whom, and what to look at first."""
    rows = [("e-mail", "organisation", "role", "look first at")]
    rows += [
        (person.email, place.customer, place.role.replace("_", " "), person.look_at)
        for person in people()
        for place in person.memberships
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    return "\n".join(["", f"Sign in with any of these and the password “{PASSWORD}”:", "", *lines, ""])


def _holds_nothing(environment: Environment) -> bool:
    return environment.embedded and not environment.postgres.exists()


def _drop_database(environment: Environment) -> None:
    from tandem.config import postgres

    superuser = postgres.start(environment.postgres).superuser
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier("tandem")))


def _in_own_process(module: str, *arguments: str) -> None:
    """Run a module to its end; what it has to say about a failure it says itself."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tandem.config.settings"}
    done = subprocess.run([sys.executable, "-m", module, *arguments], env=environment, check=False)
    if done.returncode:
        raise click.exceptions.Exit(done.returncode)
