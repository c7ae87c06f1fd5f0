"""Organisations and the people who act for them, added and listed."""

import json
import sys

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tandem.accounts import actions, queries
from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization, User
from tandem.accounts.roles import Role
from tandem.cli import session
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence


def add(name: str, slug: str, country: str, currency: str, name_local: str, as_json: bool) -> None:
    session.act_for_all()
    added = actions.add_organization(
        name, slug=slug, country=country, currency=currency, name_local=name_local
    )
    if as_json:
        click.echo(json.dumps(_plain(added), ensure_ascii=False))
    else:
        click.echo(f"Added {added.name} as {added.slug}.")


def list_(as_json: bool) -> None:
    session.act_for_all()
    rows = list(queries.customers())
    if as_json:
        click.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.slug}\t{row.name}\t{row.country}\t{row.currency}")


def member(slug: str, email: str, name: str, roles: tuple[str, ...], language: str, as_json: bool) -> None:
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
