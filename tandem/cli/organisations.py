"""`tandem organisation`: organisations, and the first people who act for them."""

from typing import Any

import click

from tandem.accounts.roles import Role
from tandem.cli import session

LANGUAGES = ("en", "zh-hans")


@click.group()
def organisation() -> None:
    """Add and list organisations."""


@organisation.command()
@click.argument("name")
@click.option("--slug", required=True, help="Short name in addresses and scripts: letters, digits, hyphens.")
@click.option("--country", required=True, help="ISO 3166 code, for example CN.")
@click.option("--currency", required=True, help="ISO 4217 code, for example CNY.")
@click.option("--name-local", default="", help="Legal name in Chinese script.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def add(**given: Any) -> None:
    """Add the organisation NAME."""
    session.work("organisations").add(**given)


@organisation.command("list")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def list_(**given: Any) -> None:
    """List the organisations that have members or suppliers of their own."""
    session.work("organisations").list_(**given)


@organisation.command()
@click.argument("slug")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", "roles", type=click.Choice(Role.values), multiple=True, default=[Role.ADMINISTRATOR.value],
    show_default=True, help="May be given several times.",
)  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default="en")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def member(**given: Any) -> None:
    """Let EMAIL sign in and act for the organisation SLUG.

    A new person's password is asked for, or read from the first line of standard input.
    """
    session.work("organisations").member(**given)
