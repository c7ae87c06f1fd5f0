import os

import click
import django

from tandem.cli import session


@click.command()
def migrate() -> None:
    """Bring the database's tables to this version, as the role that owns them."""
    session.find_database()
    run_migrations()
    click.echo("The database is up to date.", err=True)


def run_migrations() -> None:
    """Migrate, fence and grant as the owner. The process must not have set Django up before."""
    application_url = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = os.environ["TANDEM_OWNER_URL"]
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from tandem.config import grants, policies
    from tandem.config.settings import database

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    policies.fence(connection)
    role = database(application_url)["USER"]
    if role and role != settings.DATABASES["default"]["USER"]:
        grants.grant(connection, role)
    connection.close()
    os.environ["DATABASE_URL"] = application_url
