"""Templates put to use, and twelve quarters scored: all published but the newest, which waits for its review."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from tandem.accounts.actor import Actor
from tandem.demonstration.companies import Customer
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.exports import EPOCH, span
from tandem.demonstration.scorecard import (
    BANDS,
    BY_SITE_CATEGORY,
    BY_SITE_NAME,
    DEDUCTIONS,
    DRAFT_WEIGHTS,
    KEPT_PROMISES,
    RED_LINES,
    TEMPLATE_NAMES,
    criteria,
)
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.world import World
from tandem.relationships.models import Category
from tandem.scorecards import actions
from tandem.scorecards.models import Run, Template

SCORED_AFTER = timedelta(days=14)


def quarters(ends_on: date) -> list[tuple[str, date]]:
    """The twelve whole quarters of the world, oldest first: name and first day after it."""
    first = EPOCH + timedelta(days=span(ends_on).first)
    starts = [_months_after(first, 3 * place) for place in range(13)]
    return [(f"{start.year}-Q{start.month // 3 + 1}", after) for start, after in pairwise(starts)]


def author(world: World, customer: Customer) -> Actor:
    """Who writes the customer's templates: its administrator, for publishing is not the author's affair."""
    return holder(world, customer, "administrator")


def put_templates_to_use(world: World, customer: Customer, *, by: Actor) -> Template:
    """The customer's scorecard, active, with a draft of its next version to back-test."""
    templates = Template.objects.visible_to(by)
    name = TEMPLATE_NAMES[customer.slug]
    if customer.slug == BRUECKWALD:
        actions.save_kpi(KEPT_PROMISES, by=by, now=moment(world, 0.0))
    template = templates.filter(name=name.en, version=1).first()
    if template is None:
        parts = actions.Parts(criteria(customer.slug), BANDS, DEDUCTIONS, RED_LINES)
        template = actions.save_template(None, {"name": name.en, "name_local": name.zh}, parts, by=by)
        actions.activate_template(template, by=by, now=moment(world, 0.0))
    if not templates.filter(name=name.en, version=2).exists():
        weighed = zip(criteria(customer.slug), DRAFT_WEIGHTS, strict=True)
        heavier = [part | {"weight": weight} for part, weight in weighed]
        draft = actions.new_version(template, by=by)
        actions.save_template(draft, {}, actions.Parts(heavier, BANDS, DEDUCTIONS, RED_LINES), by=by)
    return template


def put_plant_template_to_use(world: World, *, by: Actor) -> Template:
    """One card a plant for the suppliers of one category, and its lines alone."""
    template = Template.objects.visible_to(by).filter(name=BY_SITE_NAME.en).first()
    if template is None:
        assigned = {"category": Category.objects.visible_to(by).get(code=BY_SITE_CATEGORY)}
        fields = {
            "name": BY_SITE_NAME.en,
            "name_local": BY_SITE_NAME.zh,
            "by_site": True,
            "weigh_by": Template.WeighBy.CASES,
            "data_check": True,
            "countersigned_by": ["quality"],
        }
        parts = actions.Parts(criteria(BRUECKWALD), BANDS, DEDUCTIONS, RED_LINES, [assigned])
        template = actions.save_template(None, fields, parts, by=by)
        actions.activate_template(template, by=by, now=moment(world, 2.0))
    return template


def score(world: World, template: Template, *, by: Actor, last: int, publish: bool) -> Iterator[str]:
    """Score the `last` quarters, naming each once done; all but the newest are published where `publish` says so."""
    periods = quarters(world.ends_on)[-last:]
    for name, after in periods:
        newest = (name, after) == periods[-1]
        _score(
            template, name, min(after + SCORED_AFTER, world.ends_on), publish=publish and not newest, by=by
        )
        yield name


def _score(template: Template, period: str, as_of: date, *, publish: bool, by: Actor) -> None:
    """One quarter; a run that a killed build left behind is taken up where it stood."""
    runs = Run.objects.visible_to(by).filter(template=template, period=period)
    now = datetime.combine(as_of, time(9), UTC)
    run = runs.first() or actions.start_run(
        template, period, by=by, now=now, as_of=as_of, in_background=False
    )
    if run.status in (Run.Status.DRAFT, Run.Status.RUNNING):
        actions.compute_run(run, by=by, now=now)
    if publish and run.status == Run.Status.REVIEW:
        actions.publish_run(run, by=by, now=now)


def _months_after(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
