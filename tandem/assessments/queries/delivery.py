"""How a supplier delivers: from the customer's own facts, and beside them, never among them, what references say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from statistics import median, stdev
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.assessments.evidence import Figure, Source
from tandem.assessments.models import Reference
from tandem.assessments.queries.desks import desks_of
from tandem.assessments.queries.words import Words
from tandem.assessments.throughput import months_from
from tandem.core import intervals
from tandem.facts.opening import open_reading, pins_now, refusing
from tandem.lake.dialect import Grain
from tandem.lake.kpis import KpiSpec, shipped
from tandem.lake.measures import measure
from tandem.lake.queries import Scope
from tandem.relationships.models import Consent, Relationship

MONTHS = 12
TARGET = 0.95
FEWEST = 5
"""Lines delivered, below which the supplier is a newcomer here: references are shown first."""


def specs() -> dict[str, KpiSpec]:
    """Those that come with Tandem, and two of the same making."""
    known = shipped()
    mean = known["lead_time_mean"]
    delivered = "delivered_date is not null"
    return {
        "otif": known["otif"],
        "lead_time_mean": mean,
        "lead_time_p90": known["lead_time_p90"],
        "lead_time_median": replace(
            mean, code="lead_time_median", expression="quantile(lead_time, 0.5)", spread=None, interval="none"
        ),
        "exact_quantity": replace(
            mean, code="exact_quantity", unit="percent", direction="higher", spread=None, interval="rate",
            expression=(
                f"count(*) filter (where {delivered} and received_quantity = quantity)"
                f" / nullif(count(*) filter (where {delivered}), 0)"
            ),
            sample=f"count(*) filter (where {delivered})",
        ),
    }  # fmt: skip


@dataclass(frozen=True)
class Measured:
    value: float | None
    n: int
    spread: float | None = None

    @property
    def rate_interval(self) -> intervals.Interval | None:
        return intervals.wilson(self.value, self.n) if self.value is not None and self.n else None

    @property
    def mean_interval(self) -> intervals.Interval | None:
        if self.value is None or self.spread is None or self.n < 2:
            return None
        return intervals.of_mean(self.value, self.spread / sqrt(self.n), self.n)


@dataclass(frozen=True)
class Delivered:
    """Over twelve whole months. `by_month` is the share of lines on time in full, None in a month in which nothing
    was due."""

    months: tuple[date, ...]
    ends: date
    figures: dict[str, Measured]
    by_month: tuple[float | None, ...]
    lines_by_month: tuple[int, ...]

    @property
    def lines(self) -> int:
        return self.figures["otif"].n

    @property
    def newcomer(self) -> bool:
        return self.lines < FEWEST

    @property
    def counted(self) -> list[float]:
        return [each for each in self.by_month if each is not None]

    @property
    def in_target(self) -> int:
        return sum(each >= TARGET for each in self.counted)

    @property
    def reliability(self) -> Measured:
        """The share of the months with deliveries due that reached the target."""
        counted = len(self.counted)
        return Measured(self.in_target / counted if counted else None, counted)

    @property
    def month_spread(self) -> float | None:
        """How far the months lie apart: the standard deviation of their shares."""
        return stdev(self.counted) if len(self.counted) > 1 else None

    @property
    def variation(self) -> float | None:
        """The lead time's coefficient of variation: its standard deviation over its mean."""
        mean = self.figures["lead_time_mean"]
        return mean.spread / mean.value if mean.value and mean.spread is not None else None


def delivered(actor: Actor, relationship: Relationship, today: date) -> Delivered:
    """Measured from the customer's facts. Raises Http404 for a relationship that is not the actor's, and Refused."""
    return delivered_of(actor, [relationship], today)[relationship.pk]


def delivered_of(actor: Actor, relationships: Sequence[Relationship], today: date) -> dict[int, Delivered]:
    """The same for several suppliers of one customer, read at once."""
    ends = today.replace(day=1)
    months = months_from(date(ends.year - 1, ends.month, 1), MONTHS)
    if not relationships:
        return {}
    customer = relationships[0].customer
    asked = [each.pk for each in relationships]
    reading = open_reading(actor, customer, pins_now(customer.pk), as_of=today, relationships=asked)
    wanted = specs()
    scope = Scope(start=months[0], end=ends)
    with refusing():
        whole = measure(reading, list(wanted.values()), scope).to_pylist()
        monthly = measure(
            reading, [wanted["otif"]], replace(scope, grain=Grain.MONTH), filled=False
        ).to_pylist()
    found = {
        (row["relationship_id"], row["kpi"]): Measured(row["value"], row["n"] or 0, row["spread"])
        for row in whole
    }
    course: dict[tuple[int, date], dict[str, Any]] = {
        (row["relationship_id"], row["period_start"]): row for row in monthly
    }
    nothing: dict[str, Any] = {"value": None, "n": 0}
    return {
        pk: Delivered(
            tuple(months),
            ends,
            {code: found.get((pk, code), Measured(None, 0)) for code in wanted},
            tuple(course.get((pk, month), nothing)["value"] for month in months),
            tuple(course.get((pk, month), nothing)["n"] for month in months),
        )
        for pk in asked
    }


@dataclass(frozen=True)
class Referred:
    """What references say, each one's word counting once. The medians are of those who gave a number."""

    references: list[Reference]

    @property
    def lead_time(self) -> float | None:
        told = [each.lead_time for each in self.references if each.lead_time is not None]
        return float(median(told)) if told else None

    @property
    def accuracy(self) -> float | None:
        told = [float(each.accuracy) for each in self.references if each.accuracy is not None]
        return median(told) if told else None

    @property
    def reliable(self) -> float | None:
        """The share of those who judged that called the supplier reliable."""
        told = [each.reliability for each in self.references if each.reliability]
        return sum(each == Reference.Judgement.GOOD for each in told) / len(told) if told else None

    @property
    def on(self) -> date | None:
        return max((each.said_on for each in self.references), default=None)


def referred(actor: Actor, relationship: Relationship) -> Referred:
    """Those that the supplier shares, and those that the customer asked for itself."""
    return referred_of([relationship])[relationship.pk]


def referred_of(relationships: Sequence[Relationship]) -> dict[int, Referred]:
    found = desks_of(relationships, Consent.Subject.CAPACITY)
    words = Words(desk for each in found.values() for desk in each.both)
    return {
        key: Referred(
            sorted(
                (said for desk in each.both for said in words.of(Reference, desk)),
                key=lambda said: said.said_on,
                reverse=True,
            )
        )
        for key, each in found.items()
    }


def figures(actor: Actor, relationship: Relationship, today: date) -> list[Figure]:
    """Measured where there is something to measure; a newcomer's from references, marked as such."""
    return figures_of(actor, [relationship], today)[relationship.pk]


def figures_of(actor: Actor, relationships: Sequence[Relationship], today: date) -> dict[int, list[Figure]]:
    """The same for many, by relationship. Raises Refused where the facts cannot be read."""
    seen = delivered_of(actor, relationships, today)
    told = referred_of([each for each in relationships if seen[each.pk].newcomer])
    return {
        pk: _from_references(told[pk]) if pk in told and told[pk].references else _measured(found)
        for pk, found in seen.items()
    }


def _measured(seen: Delivered) -> list[Figure]:
    source, on = Source.MEASURED, seen.ends
    short = _("fewer than %(fewest)s order lines were due in the last twelve months") % {"fewest": FEWEST}
    reason = short if seen.newcomer else ""
    lead, mean = seen.figures["lead_time_median"], seen.figures["lead_time_mean"]
    otif, exact, months = seen.figures["otif"], seen.figures["exact_quantity"], seen.reliability

    def known(value: float | None) -> float | None:
        return None if reason else value

    return [
        Figure(
            "lead_time", _("Lead time, median"), known(lead.value), "days", source, on,
            reason or (_("no order dates in the facts") if lead.value is None else ""), n=lead.n, better="lower",
        ),
        Figure(
            "lead_time_mean", _("Lead time, mean"), known(mean.value), "days", source, on,
            reason or (_("no order dates in the facts") if mean.value is None else ""),
            interval=mean.mean_interval, n=mean.n, better="lower",
        ),
        Figure(
            "accuracy", _("On time in full"), known(otif.value), "share", source, on, reason,
            interval=otif.rate_interval, n=otif.n,
        ),
        Figure(
            "exact_quantity", _("Delivered in the exact quantity"), known(exact.value), "share", source, on, reason,
            interval=exact.rate_interval, n=exact.n,
        ),
        Figure(
            "reliability", _("Months in target"), known(months.value), "share", source, on, reason,
            interval=months.rate_interval, n=months.n,
            note=_("at least %(target)s of the lines on time in full") % {"target": f"{TARGET:.0%}"},
        ),
    ]  # fmt: skip


def _from_references(told: Referred) -> list[Figure]:
    source, n = Source.REFERENCES, len(told.references)

    def figure(key: str, label: str, value: float | None, unit: str, better: str = "higher") -> Figure:
        reason = "" if value is not None else _("no reference gave a number")
        return Figure(key, label, value, unit, source, told.on, reason, n=n, better=better)

    return [
        figure("lead_time", _("Lead time, median"), told.lead_time, "days", "lower"),
        figure("accuracy", _("On time in full"), told.accuracy, "share"),
        figure("reliability", _("References that call it reliable"), told.reliable, "share"),
    ]
