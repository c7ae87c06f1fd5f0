"""`tandem screening`: debarment and sanctions lists, from their publishers' files."""

import json
from pathlib import Path

import click
from django.utils import timezone

from tandem.cli import session
from tandem.core.errors import Refused
from tandem.onboarding.actions.screening_lists import load_list
from tandem.onboarding.models import ListVersion, PublicList
from tandem.onboarding.queries.screening import newest_versions


@click.group()
def screening() -> None:
    """Load the lists that suppliers are screened against."""


@screening.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "kind", required=True, type=click.Choice(PublicList.values), help="Whose list it is.")
@click.option("--aliases", type=click.Path(path_type=Path), help="OFAC's file of alternate names (alt.csv).")
@click.option("--smaller", is_flag=True, help="The list has really shrunk to under half of what it was.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def load(file: Path, kind: str, aliases: Path | None, smaller: bool, as_json: bool) -> None:
    """Load FILE as the newest version of a list; every customer's suppliers are screened again."""
    session.act_for_all()
    version = load_list(
        kind,
        _bytes(file),
        source=" + ".join(path.name for path in (file, aliases) if path),
        by_name="tandem screening",
        now=timezone.now(),
        aliases=_bytes(aliases) if aliases else None,
        smaller=smaller,
    )
    if as_json:
        click.echo(json.dumps(_told(version), ensure_ascii=False))
        return
    click.echo(
        f"Version {version.number} of {version.kind}: {version.entries} companies with {version.names} names "
        f"({version.added} new, {version.changed} changed, {version.removed} gone)."
    )


@screening.command("lists")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def lists(as_json: bool) -> None:
    """Say which version of each list is in force."""
    session.act_for_all()
    newest = newest_versions()
    if as_json:
        click.echo(json.dumps([_told(version) for version in newest.values()], ensure_ascii=False))
        return
    for kind in PublicList.values:
        version = newest.get(kind)
        said = (
            f"version {version.number} of {version.loaded_at:%Y-%m-%d}, {version.entries} companies, "
            f"{version.names} names"
            if version
            else "not loaded"
        )
        click.echo(f"{kind}: {said}")


def _told(version: ListVersion) -> dict[str, object]:
    return {
        "list": version.kind,
        "version": version.number,
        "loaded_at": version.loaded_at.isoformat(),
        "source": version.source,
        "rows": version.rows,
        "left_out": version.left_out,
        "entries": version.entries,
        "names": version.names,
        "added": version.added,
        "changed": version.changed,
        "removed": version.removed,
    }


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"The file {path} cannot be read: {error.strerror}.") from error
