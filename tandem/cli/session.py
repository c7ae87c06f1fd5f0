"""Brings up what a command needs: the database's address in the environment, then Django."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import click
import django

from tandem.config.environment import Environment, read_environment

if TYPE_CHECKING:
    from tandem.accounts.models import Organization


def find_database() -> Environment:
    """Start or join the embedded PostgreSQL where no DATABASE_URL is given."""
    environment = read_environment()
    if environment.embedded:
        _start_embedded(environment)
    elif not environment.owner_url:
        os.environ["TANDEM_OWNER_URL"] = environment.database_url
    return environment


def start(*, with_database: bool = True) -> None:
    """Database found, Django set up as the application's own role. The help of Django's commands needs no database."""
    if with_database:
        find_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.config.settings")
    django.setup()


def work(name: str) -> ModuleType:
    """What the commands of that name do."""
    start()
    return import_module(f"tandem.cli.work.{name}")


def act_for(slug: str) -> Organization:
    """The organisation a command names: the rest of the command sees and changes what is that organisation's."""
    from tandem.accounts.queries import organization_by_slug
    from tandem.core.fence import acting_for

    organization = organization_by_slug(slug)
    click.get_current_context().with_resource(acting_for(organization.pk))
    return organization


def act_for_all() -> None:
    """For a command that names no organisation: it is about the installation."""
    from tandem.core.fence import beyond_the_fence

    click.get_current_context().with_resource(beyond_the_fence())


def _start_embedded(environment: Environment) -> None:
    from tandem.config import postgres

    try:
        postgres.export(postgres.start(environment.postgres))
    except PermissionError as error:
        raise click.ClickException(
            f"{error.filename} belongs to another user: run Tandem as the user who made {environment.data}, "
            "or set TANDEM_DATA to a folder of your own."
        ) from error
