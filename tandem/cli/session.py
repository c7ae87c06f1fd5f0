"""Brings up what a command needs: the database's address in the environment, then Django."""

import os
import warnings

import django

from tandem.config.environment import Environment, read_environment


def find_database() -> Environment:
    """Start or join the embedded PostgreSQL where no DATABASE_URL is given."""
    environment = read_environment()
    if environment.embedded:
        # XDG_RUNTIME_DIR is often unset on servers; the fallback folder serves as well.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from tandem.config import postgres

        postgres.export(postgres.start(environment.postgres))
    elif not environment.owner_url:
        os.environ["TANDEM_OWNER_URL"] = environment.database_url
    return environment


def start() -> None:
    """Database found, Django set up as the application's own role."""
    find_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.config.settings")
    django.setup()
