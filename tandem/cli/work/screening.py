"""Lists that suppliers are screened against, loaded and told."""

import json
from pathlib import Path

import click
from django.utils import timezone

from tandem.cli import session
from tandem.core.errors import Refused
from tandem.onboarding.actions.screening_lists import load_list
from tandem.onboarding.models import ListVersion, PublicList
from tandem.onboarding.queries.screening import newest_versions


def load(file: Path, kind: str, aliases: Path | None, smaller: bool, as_json: bool) -> None:
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


def lists(as_json: bool) -> None:
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
