"""Brings up what a command needs: the database's address in the environment, then Django."""

import os

import click
import django

from tandem.config.environment import Environment, read_environment


def find_database() -> Environment:
    """Start or join the embedded PostgreSQL where no DATABASE_URL is given."""
    environment = read_environment()
    if environment.embedded:
        _start_embedded(environment)
    elif not environment.owner_url:
        os.environ["TANDEM_OWNER_URL"] = environment.database_url
    return environment


def start(*, with_database: bool = True) -> None:
    """Database found, Django set up as the application's own role. A command's help needs no database."""
    if with_database:
        find_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.config.settings")
    django.setup()


def _start_embedded(environment: Environment) -> None:
    from tandem.config import postgres

    try:
        postgres.export(postgres.start(environment.postgres))
    except PermissionError as error:
        raise click.ClickException(
            f"{error.filename} belongs to another user: run Tandem as the user who made {environment.data}, "
            "or set TANDEM_DATA to a folder of your own."
        ) from error
