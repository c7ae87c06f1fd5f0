"""KPIs measured and suppliers scored, told as a table or as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from tandem.accounts.actor import Actor
from tandem.cli import session
from tandem.lake.dialect import Grain
from tandem.scorecards import actions, explaining, plain, queries, standard
from tandem.scorecards.models import Card, Template


def measure(
    kpis: tuple[str, ...],
    customer: str,
    by: tuple[str, ...],
    first: datetime | None,
    until: datetime | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    organization = session.act_for(customer)
    lake_version, rows = plain.measured(
        Actor.system(organization, "tandem measure"),
        kpis,
        by=by,
        first=first.date() if first else None,
        until=until.date() if until else None,
        as_of=as_of.date() if as_of else timezone.localdate(),
    )
    if as_json:
        click.echo(json.dumps({"lake_version": lake_version, "rows": rows}, ensure_ascii=False))
        return
    shown = [name for name in ("relationship", "period", "category", "site") if _asked(name, by)]
    _print(["kpi", *shown, "value", "n", "reason"], rows)


def score(customer: str, name: str, period: str, as_of: datetime | None, as_json: bool) -> None:
    organization = session.act_for(customer)
    actor = Actor.system(organization, "tandem score")
    now = timezone.now()
    run = actions.start_run(
        _template(name, actor, now),
        period,
        by=actor,
        now=now,
        as_of=as_of.date() if as_of else None,
        in_background=False,
    )
    click.echo(f"Scoring {run.period} by {run.template} …", err=True)
    actions.compute_run(run, by=actor, now=now)
    click.echo(f"{run.scored} of {run.suppliers} suppliers scored. Run {run.pk} waits for review.", err=True)
    cards = Card.objects.filter(run=run).select_related(
        "relationship__supplier", "run__template", "run__customer"
    )
    if as_json:
        basis, earlier = explaining.basis_of(run), queries.cards_before(run, explained=True)
        told = [
            plain.card(card, explaining.told(card, basis, earlier.get((card.relationship_id, card.site))))
            for card in cards
        ]
        click.echo(json.dumps({**plain.run(run), "cards": told}, ensure_ascii=False, default=_plain))
        return
    rows = [
        {
            "rank": card.rank,
            "relationship": card.relationship.slug,
            "site": card.site,
            "grade": card.grade,
            "score": card.score,
            "lower": card.lower,
            "n": card.sample,
            "outcome": card.outcome,
        }
        for card in cards
    ]
    _print(["rank", "relationship", "site", "grade", "score", "lower", "n", "outcome"], rows)


def _asked(name: str, by: Sequence[str]) -> bool:
    return name in by or (name == "period" and plain.grain(by) is not Grain.NONE)


def _template(name: str, actor: Actor, now: datetime) -> Template:
    """The active template of that name; the one that comes with Tandem is put to use when it is first asked for."""
    mine = Template.objects.visible_to(actor)
    if name == standard.NAME and not mine.filter(name=name).exists():
        return actions.use_standard_template(by=actor, now=now)
    return queries.template_by_name(actor, name)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _print(headings: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    table = Table(*headings, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("–" if row[name] in (None, "") else str(row[name]) for name in headings))
    Console().print(table)
