import json

import click

from tandem.accounts import actions, queries
from tandem.accounts.models import Organization


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
    rows = list(queries.customers())
    if as_json:
        click.echo(json.dumps([_plain(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.slug}\t{row.name}\t{row.country}\t{row.currency}")


def _plain(organization: Organization) -> dict[str, str]:
    return {
        "slug": organization.slug,
        "name": organization.name,
        "name_local": organization.name_local,
        "country": organization.country,
        "currency": organization.currency,
    }
