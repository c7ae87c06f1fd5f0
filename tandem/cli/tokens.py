"""`tandem token`: a service token for a script, where nobody wants to open a page for it."""

from typing import Any

import click

from tandem.accounts.scopes import PERSONS_ONLY, Scope
from tandem.cli import session

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
def token(**given: Any) -> None:
    """Make a service token of the organisation SLUG. It is printed this once and kept nowhere."""
    session.work("tokens").token(**given)
