"""One file of facts, from reading to the lake."""

import json
import tempfile
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.cli import session
from tandem.core.errors import Refused
from tandem.facts import actions
from tandem.facts.actions import Choices
from tandem.facts.mapping import Mapping, parsed
from tandem.facts.models import Batch
from tandem.facts.rejects import write_rejects


def import_facts(
    file: Path,
    fact: str,
    customer: str,
    mapping_file: Path,
    create_suppliers: bool,
    good_rows_only: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    organization = session.act_for(customer)
    text = _text(mapping_file)
    mapping = parsed(text)
    if mapping.fact != fact:
        raise Refused(f"The mapping {mapping_file} is for {mapping.fact}, not for {fact}.")
    choices = Choices(good_rows_only=good_rows_only, create_suppliers=create_suppliers)
    result = (
        _foretold(file, mapping, organization, choices)
        if dry_run
        else _loaded(file, text, mapping, organization, choices)
    )
    _tell(result, as_json=as_json)
    return 1 if result["rejected"] and not result["loaded"] + result["unchanged"] else 0


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The mapping {path} cannot be read: it must be a TOML file in UTF-8.") from error


def _foretold(file: Path, mapping: Mapping, organization: Organization, choices: Choices) -> dict[str, Any]:
    click.echo(f"Checking {file.name} …", err=True)
    by = Actor.system(organization, name="tandem import")
    found = actions.foretell(file, mapping, by=by, choices=choices)
    checked = found.checked
    rejects = None
    if checked.rejects.num_rows:
        rejects = Path(tempfile.mkdtemp(prefix="tandem-")) / f"{file.stem}-rejects.csv"
        write_rejects(checked.rejects, rejects)
    return {
        "batch": None,
        "read": checked.read,
        "loaded": found.loaded,
        "unchanged": found.unchanged,
        "rejected": checked.rejected,
        "skipped": checked.skipped,
        "unmatched": found.unmatched,
        "rejects_file": str(rejects) if rejects else None,
    }


def _loaded(
    file: Path, text: str, mapping: Mapping, organization: Organization, choices: Choices
) -> dict[str, Any]:
    by = Actor.system(organization, name="tandem import")
    batch = actions.open_batch(file.absolute(), fact=mapping.fact, source=mapping.source, mapping=text, by=by)
    click.echo(f"Loading {file.name} as batch {batch.number} …", err=True)
    actions.load_batch(batch, by=by, clock=timezone.now, choices=choices, tell=_progress)
    actions.save_mapping(text, by=by)
    return _result(batch)


def _result(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.number,
        "read": batch.read,
        "loaded": batch.loaded,
        "unchanged": batch.unchanged,
        "rejected": batch.rejected,
        "skipped": batch.skipped,
        "unmatched": batch.unmatched,
        "rejects_file": batch.rejects_path or None,
    }


def _tell(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    counts = ", ".join(f"{result[name]} {name}" for name in ("loaded", "unchanged", "rejected", "skipped"))
    click.echo(f"{result['read']} rows read: {counts}.")
    if result["unmatched"]:
        click.echo(f"{result['unmatched']} rows wait for their supplier in the matching queue.")
    if result["rejects_file"]:
        click.echo(f"The rejected rows, with their reasons, are in {result['rejects_file']}.")


def _progress(percent: int) -> None:
    steps = {5: "reading and checking", 35: "writing into the lake", 70: "making it current"}
    click.echo(f"  {percent} %: {steps[percent]} …", err=True)
