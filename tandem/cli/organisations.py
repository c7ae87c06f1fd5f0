import json
import sys

import click
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tandem.accounts import actions, queries
from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization, User
from tandem.accounts.roles import Role
from tandem.cli import session
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence


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
def add(name: str, slug: str, country: str, currency: str, name_local: str, as_json: bool) -> None:
    """Add the organisation NAME."""
    session.act_for_all()
    added = actions.add_organization(
        name, slug=slug, country=country, currency=currency, name_local=name_local
    )
    if as_json:
        click.echo(json.dumps(_plain(added), ensure_ascii=False))
    else:
        click.echo(f"Added {added.name} as {added.slug}.")


@organisation.command("list")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def list_(as_json: bool) -> None:
    """List the organisations that have members or suppliers of their own."""
    session.act_for_all()
    rows = list(queries.customers())
    if as_json:
        click.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.slug}\t{row.name}\t{row.country}\t{row.currency}")


@organisation.command()
@click.argument("slug")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", "roles", type=click.Choice(Role.values), multiple=True, default=[Role.ADMINISTRATOR.value],
    show_default=True, help="May be given several times.",
)  # fmt: skip
@click.option("--language", type=click.Choice([code for code, _ in settings.LANGUAGES]), default="en")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def member(slug: str, email: str, name: str, roles: tuple[str, ...], language: str, as_json: bool) -> None:
    """Let EMAIL sign in and act for the organisation SLUG.

    A new person's password is asked for, or read from the first line of standard input.
    """
    organization = session.act_for(slug)
    with beyond_the_fence():
        known = User.objects.filter(email=email.lower()).exists()
    password = None if known else _password(User(email=email, name=name))
    added = actions.add_member(
        organization,
        email=email,
        name=name,
        roles=[Role(role) for role in roles],
        password=password,
        language=language,
        by=Actor.system(organization, "tandem"),
    )
    if as_json:
        click.echo(json.dumps({"email": added.user.email, "organisation": slug, "roles": added.roles}))
    else:
        click.echo(
            f"{added.user.email} acts for {organization.name} as {', '.join(added.roles).replace('_', ' ')}."
        )


def _password(user: User) -> str:
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(f"The password will not do: {' '.join(error.messages)}") from error
    return password


def _plain(organization: Organization) -> dict[str, str]:
    return {
        "slug": organization.slug,
        "name": organization.name,
        "name_local": organization.name_local,
        "country": organization.country,
        "currency": organization.currency,
    }
