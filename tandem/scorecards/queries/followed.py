"""Which KPIs a trend is shown of, and up to which day."""

from datetime import date

from django.db.models import Max

from tandem.accounts.actor import Actor
from tandem.scorecards.models import Card, Criterion, Kpi, Run, Template
from tandem.scorecards.models.cards import CardQuerySet
from tandem.scorecards.queries import current_kpis

LATEST = 12
"""cards that say which KPIs a supplier is measured by"""


def of_customer(customer_id: int) -> list[Kpi]:
    """What the customer's scorecards in use are made of, in their order; without any, every KPI that judges a
    supplier."""
    known = current_kpis(customer_id)
    used = Criterion.objects.filter(
        template__customer=customer_id, template__status=Template.Status.ACTIVE
    ).order_by("template", "pk")
    codes = [code for code in dict.fromkeys(used.values_list("kpi", flat=True)) if code in known]
    if codes:
        return [known[code] for code in codes]
    return [
        kpi for kpi in known.values() if kpi.higher_is_better is not None and not kpi.measured_as.of_customer
    ]


def of_supplier(actor: Actor, relationship_id: int) -> list[Kpi]:
    """What the supplier's published scorecards show, the newest one's first."""
    cards = _published(actor, relationship_id).whole().order_by("-run__starts", "-pk")
    rows = list(cards.values_list("run__customer", "lines")[:LATEST])
    codes = dict.fromkeys(line["kpi"] for _customer, lines in rows for line in lines)
    known = current_kpis(rows[0][0]) if rows else {}
    return [known[code] for code in codes if code in known]


def shown_until(actor: Actor, relationship_id: int) -> date | None:
    """The first day that a supplier is not shown: the end of the newest period published to it; None before any."""
    found: date | None = _published(actor, relationship_id).aggregate(newest=Max("run__ends"))["newest"]
    return found


def _published(actor: Actor, relationship_id: int) -> CardQuerySet:
    return Card.objects.visible_to(actor).filter(
        relationship=relationship_id,
        relationship__supplier=actor.organization_id,
        run__status=Run.Status.PUBLISHED,
    )
