"""`tandem measure` and `tandem score`: figures and scorecards for scripts and for people at a terminal."""

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
from tandem.accounts.models import Organization
from tandem.accounts.queries import organization_by_slug
from tandem.core.errors import Refused
from tandem.facts import opening
from tandem.lake.dialect import Grain
from tandem.lake.queries import Scope
from tandem.relationships.models import Relationship
from tandem.scorecards import actions, explaining, explanation, measuring, queries, standard
from tandem.scorecards.models import Card, Run, Template
from tandem.scorecards.periods import containing

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
def measure(
    kpis: tuple[str, ...],
    customer: str,
    by: tuple[str, ...],
    first: datetime | None,
    until: datetime | None,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Measure each KPI over the facts: for everybody at once, or broken down by --by."""
    organization = organization_by_slug(customer)
    grain = _grain(by)
    scope = Scope(
        grain=grain,
        start=first.date() if first else None,
        end=until.date() if until else None,
        by_category="category" in by,
        by_site="site" in by,
    )
    pins = opening.pins_now(organization.pk)
    table = measuring.figures(
        Actor.system(organization, "tandem measure"),
        kpis,
        scope,
        as_of=as_of.date() if as_of else timezone.localdate(),
        lake_version=pins.lake_version,
        together="relationship" not in by,
    )
    rows = _rows(organization, kpis, table.to_pylist(), grain)
    if as_json:
        click.echo(json.dumps({"lake_version": pins.lake_version, "rows": rows}, ensure_ascii=False))
        return
    shown = [name for name in ("relationship", "period", "category", "site") if _asked(name, by)]
    _print(["kpi", *shown, "value", "n", "reason"], rows)


@click.command()
@click.option(
    "--customer", required=True, metavar="SLUG", help="The organisation whose suppliers are scored."
)
@click.option(
    "--template", "name", required=True, help=f"An active template's name; {standard.NAME} comes with Tandem."
)
@click.option("--period", required=True, help="2015-09, 2015-Q3, 2015 or 2015-W36.")
@click.option(
    "--as-of",
    type=DAY,
    help="What is due, received or reversed after this day is not known yet; today if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def score(customer: str, name: str, period: str, as_of: datetime | None, as_json: bool) -> None:
    """Score every supplier for a period. The run then waits for review; publishing is a step of its own."""
    organization = organization_by_slug(customer)
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
            _card(card, explaining.told(card, basis, earlier.get((card.relationship_id, card.site))))
            for card in cards
        ]
        click.echo(json.dumps({**_run(run), "cards": told}, ensure_ascii=False, default=_plain))
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


def _grain(by: Sequence[str]) -> Grain:
    grains = [Grain(name) for name in by if name in ("week", "month", "quarter", "year")]
    if len(grains) > 1:
        raise Refused("Name one of week, month, quarter and year with --by, not several.")
    return grains[0] if grains else Grain.NONE


def _rows(
    organization: Organization, kpis: Sequence[str], measured: list[dict[str, Any]], grain: Grain
) -> list[dict[str, Any]]:
    """The rows by KPI in the order asked for, then relationship, period, category and site."""
    slugs = dict(Relationship.objects.filter(customer=organization).values_list("pk", "slug"))
    order = {code: place for place, code in reversed(list(enumerate(kpis)))}
    rows = [
        {
            "kpi": row["kpi"],
            "relationship": slugs.get(row["relationship_id"]),
            "period": _period(row["period_start"], grain),
            "category": row["category"],
            "site": row["site"],
            "value": row["value"],
            "n": row["n"],
            "reason": row["reason"],
        }
        for row in measured
    ]
    broken_down = ("relationship", "period", "category", "site")
    return sorted(rows, key=lambda row: (order[row["kpi"]], *(row[name] or "" for name in broken_down)))


def _period(start: date | None, grain: Grain) -> str | None:
    return containing(start, grain.value).name if start else None


def _asked(name: str, by: Sequence[str]) -> bool:
    return name in by or (name == "period" and _grain(by) is not Grain.NONE)


def _template(name: str, actor: Actor, now: datetime) -> Template:
    """The active template of that name; the one that comes with Tandem is put to use when it is first asked for."""
    mine = Template.objects.visible_to(actor)
    if name == standard.NAME and not mine.filter(name=name).exists():
        return actions.use_standard_template(by=actor, now=now)
    return queries.template_by_name(actor, name)


def _run(run: Run) -> dict[str, Any]:
    return {
        "run": run.pk,
        "status": run.status,
        "template": run.template.name,
        "template_version": run.template.version,
        "period": run.period,
        "as_of": run.as_of,
        "lake_version": run.lake_version,
        "numbering_version": run.numbering_version,
        "rates_version": run.rates_version,
        "scored": run.scored,
        "suppliers": run.suppliers,
    }


def _card(card: Card, page: explaining.CardPage) -> dict[str, Any]:
    """A card with its explanation, as the page shows it."""
    return {
        "relationship": card.relationship.slug,
        "site": card.site or None,
        "outcome": card.outcome,
        "score": card.score,
        "computed": card.computed,
        "lower": card.lower,
        "grade": card.grade or None,
        "computed_grade": card.computed_grade or None,
        "rank": card.rank,
        "coverage": card.coverage,
        "n": card.sample,
        "criteria": [{**each.line._asdict(), "gives": each.gives} for each in page.criteria],
        "deductions": [part._asdict() for _name, part in page.deductions],
        "red_lines": [part._asdict() for _name, part in page.red_lines],
        "only": [
            {"category": category or None, "site": site or None}
            for category, site in explanation.shares_from(card.notes)
        ],
        "plants": [{"site": plant.site, "share": plant.share, "score": plant.score} for plant in page.plants],
        "change": _change(page),
        "next_grade": page.advice and {"grade": page.advice.next.grade, "gap": page.advice.next.gap},
        "problem": page.problem or None,
    }


def _change(page: explaining.CardPage) -> dict[str, Any] | None:
    if page.change is None or page.before is None:
        return None
    return {
        "since": page.before.run.period,
        "total": page.change.total,
        "contributions": [
            {"cause": each.part.cause.value, "code": each.part.code or None, "points": each.part.points}
            for each in page.moved
        ],
    }


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
