"""What the pages of trends show, at both ends: every KPI at a glance, and one of them whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.relationships.models import Relationship
from tandem.scorecards import months, trends
from tandem.scorecards.happenings import AROUND, happenings
from tandem.scorecards.models import Kpi
from tandem.scorecards.trends import Trend


@dataclass(frozen=True)
class Page:
    """`trend` is the KPI that was asked for, else the first that anything is known of."""

    overview: tuple[Trend, ...]
    trend: Trend | None
    without: tuple[Kpi, ...]
    """the KPIs that no month has a value of"""
    currency: str


def page(
    actor: Actor,
    customer: Organization,
    kpis: Sequence[Kpi],
    today: date,
    *,
    chosen: str = "",
    relationship: Relationship | None = None,
    until: date | None = None,
) -> Page:
    """Of one relationship, or of all suppliers together. Raises Http404 and Refused."""
    asked = [relationship.pk] if relationship else None
    found = months.courses(actor, customer, kpis, today, relationships=asked, until=until)
    by_kpi = found.get(relationship.pk if relationship else months.EVERYBODY, {})
    known = [kpi for kpi in kpis if kpi.code in by_kpi]
    overview = tuple(trends.shown(by_kpi[kpi.code], customer.currency) for kpi in known)
    picked = next((each for each in overview if each.kpi.code == chosen), next(iter(overview), None))
    if picked is not None and relationship is not None and len(picked.stretches) > 1:
        course = picked.course
        past = happenings(
            actor, relationship, course.months[0] - AROUND, course.months[-1] + AROUND + timedelta(days=1)
        )
        picked = trends.shown(course, customer.currency, past)
    without = tuple(kpi for kpi in kpis if kpi.code not in by_kpi)
    return Page(overview, picked, without, customer.currency)
