"""Throwing the demonstration away: its database, and its customers' folders in lake and files, nothing else."""

import shutil
import sys
from pathlib import Path

import click
import psycopg
from psycopg import sql

from tandem.config.environment import Environment
from tandem.demonstration import marker
from tandem.demonstration.customers import SLUGS

DATABASE = "tandem"
OTHERS = """
SELECT slug FROM accounts_organization
WHERE slug <> ALL(%s) AND (id NOT IN (SELECT supplier_id FROM relationships_relationship)
                           OR id IN (SELECT customer_id FROM relationships_relationship)
                           OR id IN (SELECT organization_id FROM accounts_membership))
ORDER BY slug
"""


def throw_away(environment: Environment, *, yes: bool) -> None:
    """Empty a marked data folder; asks before companies go that were added to the demonstration's own."""
    begun = marker.read(environment.data)
    if begun is None:
        if environment.embedded and not environment.postgres.exists():
            return
        raise click.ClickException(
            f"{environment.data} holds no demonstration, so nothing was thrown away. TANDEM_DATA names the folder."
        )
    if not environment.embedded:
        raise click.ClickException(
            "The demonstration's database is not the embedded one: drop and create it yourself, then run "
            "`tandem demo` again."
        )
    # Imported late: it starts PostgreSQL's tools.
    from tandem.config import postgres

    addresses = postgres.start(environment.postgres)
    others = _others(addresses.owner)
    if others and not yes:
        _ask(others)
    marker.write(environment.data, begun.begun_anew())  # killed from here on, it is not taken for whole
    with psycopg.connect(addresses.superuser, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
    for folder in (Path(environment.lake), environment.files):
        for slug in (*SLUGS, *others):
            shutil.rmtree(folder / slug, ignore_errors=True)
    marker.remove(environment.data)


def _ask(others: list[str]) -> None:
    said = f"This also throws away {', '.join(others)}, added since."
    if not sys.stdin.isatty():
        raise click.ClickException(f"{said} Add --yes if that is meant.")
    click.confirm(f"{said} Go on?", abort=True)


def _others(owner: str) -> list[str]:
    """Organisations that the demonstration did not bring; none where the tables were never made."""
    with psycopg.connect(owner) as connection:
        try:
            return [slug for (slug,) in connection.execute(OTHERS, [list(SLUGS)])]
        except psycopg.errors.UndefinedTable:
            return []
