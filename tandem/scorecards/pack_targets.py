"""The agreed targets in a review pack: which value since when, from which requirement, and if the quarter met it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.core.templatetags.ui_figures import measured_text
from tandem.relationships.models import Relationship
from tandem.scorecards import explanation
from tandem.scorecards.models import Kpi, TargetAgreement
from tandem.scorecards.queries.targets import held_by
from tandem.scorecards.review_packs import Section, Shown, Value, published_cards
from tandem.scorecards.target_pages import kpis_of
from tandem.scorecards.targets import Held

CARDS = 24
"""published cards looked through: several scorecards for each month of a quarter"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A target, and what a published scorecard measured by it; without a period none did."""

    kpi: str
    held: Held
    period: str = ""
    value: Decimal | None = None
    met: bool | None = None


def section(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    judged = list(_judged(actor, relationship, since, until))
    others = _agreed(actor, relationship, since, until).exclude(
        pk__in={each.held.agreement for each in judged}
    )
    judged += [Judged(each.target.kpi, held_by(each)) for each in others]
    kpis, currency = kpis_of(relationship.customer_id), relationship.customer.currency
    return Section(
        20,
        _("Agreed targets"),
        (
            _("KPI"), _("Target"), _("Agreed on"), _("Requirement"), _("Period"), _("Measured value"),
            _("Met or missed"),
        ),
        tuple(_row(each, kpis, currency) for each in judged),
        _("No agreed target holds in this quarter."),
        numbers=(1, 5),
        wide=3,
        note=_("Each as it stood when the published scorecard was computed, and as that scorecard judged it.")
        if judged
        else "",
    )  # fmt: skip


def _judged(actor: Actor, relationship: Relationship, since: date, until: date) -> Iterator[Judged]:
    """What the quarter's published scorecards measured by a target, the earliest first; each KPI once a card."""
    for card in reversed(published_cards(actor, relationship, until, CARDS)):
        if card.run.starts >= since:
            found = {
                line.kpi: Judged(line.kpi, line.target, card.run.period, line.value, line.met)
                for line in explanation.lines_from(card.lines)
                if line.target
            }
            yield from found.values()


def _agreed(actor: Actor, relationship: Relationship, since: date, until: date) -> QuerySet[TargetAgreement]:
    """Those with a day in the quarter, if withdrawn then after it."""
    rows = TargetAgreement.objects.visible_to(actor).filter(
        Q(target__ends=None) | Q(target__ends__gte=since),
        Q(withdrawn=False) | Q(target__withdrawn_at__date__gte=until),
        relationship=relationship,
        target__starts__lt=until,
        agreed_at__date__lt=until,
    )
    return rows.select_related("target").order_by("target__kpi", "target__starts", "pk")


def _row(judged: Judged, kpis: Mapping[str, Kpi], currency: str) -> tuple[Value, ...]:
    kpi, held, language = kpis.get(judged.kpi), judged.held, get_language() or "en"
    unit = kpi.unit if kpi else ""
    value = judged.value
    return (
        str(kpi or judged.kpi),
        Shown(formats.written(held.value, unit, currency, language), held.value),
        held.agreed_on,
        held.requirement,
        formats.period(judged.period, language) if judged.period else None,
        None if value is None else Shown(measured_text(value, unit, currency), value),
        _met(judged.met),
    )


def _met(met: bool | None) -> str:
    if met is None:
        return _("Not measured")
    return _("Target met") if met else _("Target missed")
