"""`tandem screening`: debarment and sanctions lists, from their publishers' files."""

from pathlib import Path
from typing import Any

import click

from tandem.cli import session

LISTS = ("ofac", "world_bank", "un")


@click.group()
def screening() -> None:
    """Load the lists that suppliers are screened against."""


@screening.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "kind", required=True, type=click.Choice(LISTS), help="Whose list it is.")
@click.option("--aliases", type=click.Path(path_type=Path), help="OFAC's file of alternate names (alt.csv).")
@click.option("--smaller", is_flag=True, help="The list has really shrunk to under half of what it was.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def load(**given: Any) -> None:
    """Load FILE as the newest version of a list; every customer's suppliers are screened again."""
    session.work("screening").load(**given)


@screening.command("lists")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def lists(**given: Any) -> None:
    """Say which version of each list is in force."""
    session.work("screening").lists(**given)
