"""`tandem token`: a service token for a script, where nobody wants to open a page for it."""

import json

import click
from django.utils import timezone

from tandem.accounts import actions
from tandem.accounts.actor import Actor
from tandem.accounts.scopes import PERSONS_ONLY, Scope
from tandem.cli.session import act_for

SCOPES = [scope.value for scope in Scope if scope not in PERSONS_ONLY]


@click.command()
@click.argument("slug")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    required=True,
    help="May be given several times.",
)
@click.option("--days", default=90, show_default=True, help="How long it lives.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def token(slug: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a service token of the organisation SLUG. It is printed this once and kept nowhere."""
    by = Actor.system(act_for(slug), name="tandem token")
    made, secret = actions.make_token(
        name, [Scope(scope) for scope in scopes], days=days, by=by, now=timezone.now(), service=True
    )
    if as_json:
        click.echo(json.dumps({"token": secret, "expires_at": made.expires_at.isoformat()}))
    else:
        click.echo(secret)
