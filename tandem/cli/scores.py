"""`tandem measure` and `tandem score`: figures and scorecards for scripts and for people at a terminal."""

from typing import Any

import click

from tandem.cli import session

DAY = click.DateTime(["%Y-%m-%d"])
BREAKDOWNS = ("relationship", "week", "month", "quarter", "year", "category", "site")


@click.command()
@click.argument("kpis", nargs=-1, required=True, metavar="KPI...")
@click.option(
    "--customer", required=True, metavar="SLUG", help="The organisation whose suppliers are measured."
)
@click.option(
    "--by", "by", multiple=True, type=click.Choice(BREAKDOWNS), help="Break the figures down; repeatable."
)
@click.option("--from", "first", type=DAY, help="The first day that counts.")
@click.option("--to", "until", type=DAY, help="The first day that no longer counts.")
@click.option(
    "--as-of",
    type=DAY,
    help="What is due, received or reversed after this day is not known yet; today if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def measure(**given: Any) -> None:
    """Measure each KPI over the facts: for everybody at once, or broken down by --by."""
    session.work("scores").measure(**given)


@click.command()
@click.option(
    "--customer", required=True, metavar="SLUG", help="The organisation whose suppliers are scored."
)
@click.option(
    "--template", "name", required=True, help="An active template's name; Standard comes with Tandem."
)
@click.option("--period", required=True, help="2015-09, 2015-Q3, 2015 or 2015-W36.")
@click.option(
    "--as-of",
    type=DAY,
    help="What is due, received or reversed after this day is not known yet; today if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def score(**given: Any) -> None:
    """Score every supplier for a period. The run then waits for review; publishing is a step of its own."""
    session.work("scores").score(**given)
