"""How an organisation's relationships stand: what the home page reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.analytics.figures import Figures, measure_figures
from tandem.facts import locks, opening
from tandem.facts.models import Batch
from tandem.relationships.models import Relationship, Stage
from tandem.scorecards.models import Card, Run

MOVERS = 5
PERIODS_SHOWN = 8
KEPT_FOR = 26 * 3600
ABSENT = "absent"
FORM = 2  # of what is kept: count on when `Figures` changes


@dataclass(frozen=True)
class Standing:
    """How many relationships there are, by stage and by published grade ("" is not graded)."""

    stages: list[tuple[str, str, int]]
    grades: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for *_, count in self.stages)

    @property
    def graded(self) -> int:
        return sum(count for grade, count in self.grades if grade)


def standing(actor: Actor) -> Standing:
    rows = Relationship.objects.visible_to(actor).order_by()
    stages: Counter[str] = Counter()
    grades: Counter[str] = Counter()
    for stage, grade, count in rows.values_list("stage", "grade").annotate(Count("pk")):
        stages[stage] += count
        grades[grade] += count
    return Standing(
        stages=[(code, str(label), stages[code]) for code, label in Stage.choices if code in stages],
        grades=sorted(grades.items(), key=lambda pair: (pair[0] == "", pair[0])),
    )


def only_supplies(actor: Actor) -> bool:
    """Whether an organisation without suppliers of its own serves somebody: its people begin at their customers."""
    return actor.can(Capability.READ_CUSTOMERS) and Relationship.objects.served_by(actor).exists()


def any_loaded(actor: Actor) -> bool:
    """Whether a file of facts has been loaded."""
    return Batch.objects.visible_to(actor).filter(status=Batch.Status.LOADED).exists()


def movers(actor: Actor) -> list[Relationship]:
    """Whose published score moved most since the one before: the largest falls first, then the largest rises."""
    rows = Relationship.objects.visible_to(actor).order_by()
    moved = rows.annotate(moved=F("score") - F("previous_score")).values_list("pk", "moved")
    # Only keys are sorted; the few that are shown are read whole afterwards.
    falls = moved.filter(moved__lt=0).order_by("moved", "pk")[:MOVERS]
    rises = moved.filter(moved__gt=0).order_by("-moved", "pk")[:MOVERS]
    keys = [pk for pk, _moved in (*falls, *rises)]
    known = Relationship.objects.select_related("supplier").defer("search_text").in_bulk(keys)
    return [known[pk] for pk in keys]


@dataclass(frozen=True)
class GradesOverTime:
    """How many suppliers had each grade in each published period, the oldest first."""

    periods: list[str]
    grades: list[str]
    counts: dict[tuple[str, str], int]


def grades_over_time(actor: Actor) -> GradesOverTime:
    """The latest published periods of the template that was published last."""
    runs = Run.objects.visible_to(actor).filter(status=Run.Status.PUBLISHED)
    latest = runs.select_related("template").order_by("-starts", "-published_at").first()
    if latest is None:
        return GradesOverTime([], [], {})
    chosen = runs.filter(template__name=latest.template.name).order_by("-starts")[:PERIODS_SHOWN]
    periods = {run.pk: run.period for run in chosen}
    key = f"grades:{actor.organization_id}:{'-'.join(map(str, periods))}"
    found: GradesOverTime | None = cache.get(key)  # published cards never change
    if found is None:
        found = _count_grades(periods)
        cache.set(key, found, KEPT_FOR)
    return found


def _count_grades(periods: dict[int, str]) -> GradesOverTime:
    rows = Card.objects.filter(run__in=list(periods)).whole().order_by()
    counts: dict[tuple[str, str], int] = {}
    for run, grade, count in rows.values_list("run", "grade").annotate(Count("pk")):
        counts[periods[run], grade] = counts.get((periods[run], grade), 0) + count
    return GradesOverTime(
        periods=list(periods.values())[::-1],
        grades=sorted({grade for _, grade in counts if grade}),
        counts=counts,
    )


def _key(actor: Actor, pins: opening.Pins, today: date) -> str:
    """One entry for each state of the facts; a new import, match or rate makes a new one."""
    versions = f"{pins.lake_version}:{pins.numbering_version}:{pins.rates_version}"
    return f"home{FORM}:{actor.organization_id}:{versions}:{today:%Y%m%d}"


def kept_figures(actor: Actor, today: date) -> tuple[bool, Figures | None]:
    """Whether the present facts have been measured, and what was found (None: no orders)."""
    found = cache.get(_key(actor, opening.pins_now(actor.organization_id), today))
    return found is not None, None if found == ABSENT else found


@transaction.atomic
def figures(actor: Actor, today: date) -> tuple[bool, Figures | None]:
    """As `kept_figures`, measuring them now unless somebody else is already doing so. Raises Refused."""
    pins = opening.pins_now(actor.organization_id)
    key = _key(actor, pins, today)
    found = cache.get(key)
    if found is not None:
        return True, None if found == ABSENT else found
    # Until the commit, at which the figures can be seen: a mark in the cache would be seen as late as they are.
    if not locks.taken_to_the_end(key):
        return False, None
    measured = measure_figures(actor, pins, today)
    cache.set(key, measured or ABSENT, KEPT_FOR)
    return True, measured


@dataclass(frozen=True)
class Spender:
    name: str
    url: str
    amount: Decimal
    up_to: float


def largest_spenders(figures: Figures) -> list[Spender]:
    known = Relationship.objects.select_related("supplier").in_bulk([pk for pk, _amount in figures.largest])
    return [
        Spender(
            known[pk].supplier.display_name if pk in known else _("Removed"),
            known[pk].get_absolute_url() if pk in known else "",
            Decimal(str(amount)),
            share,
        )
        for pk, amount, share in figures.concentration
    ]
