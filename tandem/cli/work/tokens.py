"""A service token, made."""

import json

import click
from django.utils import timezone

from tandem.accounts import actions
from tandem.accounts.actor import Actor
from tandem.accounts.scopes import Scope
from tandem.cli.session import act_for


def token(slug: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    by = Actor.system(act_for(slug), name="tandem token")
    made, secret = actions.make_token(
        name, [Scope(scope) for scope in scopes], days=days, by=by, now=timezone.now(), service=True
    )
    if as_json:
        click.echo(json.dumps({"token": secret, "expires_at": made.expires_at.isoformat()}))
    else:
        click.echo(secret)
