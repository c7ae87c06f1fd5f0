"""The course of an evaluation: what was known of each dimension at a time in the past, in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.assessments import scales
from tandem.assessments.models import CapacityPast, Past, QualityPast, Template
from tandem.assessments.queries import delivery, finance_figures, finances, questionnaires
from tandem.assessments.queries.desks import desks_of
from tandem.assessments.scales import CAPACITY, DELIVERY, FINANCE, QUALITY
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship

Values = dict[str, float | None]
RESULTS = {Template.Kind.AUDIT: "audit", Template.Kind.QUESTIONNAIRE: "questionnaire"}


@dataclass(frozen=True)
class Moment:
    """One point of the course: what was known of a dimension for a time in the past."""

    on: date
    dimension: str
    points: float
    rests_on: float
    words: str


@dataclass(frozen=True)
class Change:
    """From a day on these values hold."""

    on: date
    values: Values
    words: str


def course(actor: Actor, relationship: Relationship, today: date) -> list[Moment]:
    """By year for finances, by month for delivery; for capacity and the quality system by the days on which they
    were changed, or a result was published. The oldest first."""
    found = finances.best(finances.sources(actor, relationship.supplier_id))
    years = [
        Change(on, values, _("statement of the year"))
        for on, values in (finance_figures.by_year(found) if found else [])
    ]
    quality = [*_told(QualityPast, relationship), *_published(relationship)]
    rows = [
        *_moments(FINANCE, years),
        *_moments(CAPACITY, _held(_told(CapacityPast, relationship))),
        *_moments(QUALITY, _held(sorted(quality, key=lambda each: each.on))),
        *_moments(DELIVERY, _deliveries(actor, relationship, today)),
    ]
    return sorted(rows, key=lambda each: each.on)


def _moments(dimension: str, changes: Iterable[Change]) -> list[Moment]:
    """Those at which anything is known."""
    judged = [(each, scales.judged(dimension, each.values)) for each in changes]
    return [
        Moment(each.on, dimension, found.points, found.rests_on, each.words)
        for each, found in judged
        if found.points is not None
    ]


def _held(changes: Sequence[Change]) -> list[Change]:
    """What one change says holds until a later one says otherwise; of a day the whole of it counts."""
    values: Values = {}
    days: dict[date, Change] = {}
    for each in changes:
        values = {**values, **each.values}
        before = days.get(each.on)
        words = (
            each.words if before is None or before.words == each.words else f"{before.words} · {each.words}"
        )
        days[each.on] = Change(each.on, values, words)
    return list(days.values())


def _told(model: type[Past], relationship: Relationship) -> list[Change]:
    """What the supplier said while it shared it; where it never did, what the customer kept itself. The two are never
    mixed. What held when the sharing began stands at that day."""
    found = desks_of([relationship], model.SUBJECT)[relationship.pk]
    if found.theirs is not None and found.since is not None:
        rows = _kept(model, relationship, found.theirs.kept_by)
        before = [each for each in rows if each.on <= found.since][-1:]
        later = [each for each in rows if each.on > found.since]
        said = [(found.since, each) for each in before] + [(each.on, each) for each in later]
        if said:
            return [Change(on, each.figures, _("as the supplier told it")) for on, each in said]
    rows = _kept(model, relationship, found.ours.kept_by)
    return [Change(each.on, each.figures, _("as we wrote it down")) for each in rows]


def _kept(model: type[Past], relationship: Relationship, by: int) -> list[Past]:
    return list(model._default_manager.filter(supplier=relationship.supplier_id, kept_by=by))


def _published(relationship: Relationship) -> list[Change]:
    return [
        Change(localdate(each.closed_at), {key: float(each.score)}, str(each.template))
        for kind, key in RESULTS.items()
        for each in questionnaires.results_over_time(relationship, kind)
        if each.score is not None and each.closed_at is not None
    ]


def _deliveries(actor: Actor, relationship: Relationship, today: date) -> list[Change]:
    try:
        seen = delivery.delivered(actor, relationship, today)
    except Refused:
        return []
    return [
        Change(month, {"accuracy": value}, _("on time in full in the month"))
        for month, value in zip(seen.months, seen.by_month, strict=True)
    ]
