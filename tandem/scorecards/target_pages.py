"""What both ends' pages show of an agreement on a target."""

from typing import Any

from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for
from tandem.scorecards import queries
from tandem.scorecards.forms.targets import OfferForm
from tandem.scorecards.models import Kpi, TargetAgreement
from tandem.scorecards.models.targets import AGREEMENT_TONES
from tandem.scorecards.rules import targets as rules


def kpis_of(customer_id: int) -> dict[str, Kpi]:
    """The customer's KPIs by code, also for its supplier, which was asked for a value of one."""
    with acting_for(customer_id):
        return queries.current_kpis(customer_id)


def shown(actor: Actor, found: TargetAgreement, form: OfferForm | None = None) -> dict[str, Any]:
    kpi = kpis_of(found.target.customer_id).get(found.target.kpi)
    unit = kpi.unit if kpi else ""
    return {
        "agreement": found,
        "target": found.target,
        "kpi": kpi or found.target.kpi,
        "unit": unit,
        "currency": found.relationship.customer.currency,
        "tone": AGREEMENT_TONES[found.status],
        "offers": list(found.offers.all())[::-1],
        "may_answer": rules.can_answer(actor, found),
        "may_propose": rules.may_propose_again(actor, found),
        "form": form or OfferForm(unit=unit),
    }


def unit_of(found: TargetAgreement) -> str:
    kpi = kpis_of(found.target.customer_id).get(found.target.kpi)
    return kpi.unit if kpi else ""
