"""Penalties and claims ask for improvement: by the customer's rules, or because a person says so."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import formats
from tandem.improvement import actions as improvement
from tandem.improvement.models import Case
from tandem.incentives import rules, wording
from tandem.incentives.models import Claim, Consequence

Ground = Consequence | Claim


def ask_by_rule(ground: Ground, *, now: datetime) -> None:
    """The case that the customer's rules ask for of an announced penalty or a claim sent. Called as the customer."""
    case = improvement.open_by_rule(ground.relationship, _reason(ground, now), now=now)
    if case is not None:
        _connect(ground, case, by=Actor.system(ground.relationship.customer, "Tandem"))


@transaction.atomic
def ask_to_improve(ground: Ground, *, by: Actor, now: datetime) -> Case:
    """A person asks for it. Raises Refused where a case hangs on it already, or the supplier knows nothing of it."""
    ground.refresh_from_db(fields=["case", "status"])
    require(rules.can_ask_to_improve(by, ground))
    case = improvement.open_for(ground.relationship, _reason(ground, now), by=by, now=now)
    _connect(ground, case, by=by)
    return case


def _connect(ground: Ground, case: Case, *, by: Actor) -> None:
    ground.case = case
    ground.save(update_fields=["case"])
    relationship = ground.relationship
    changes = {"case": ["", str(case)]}
    audit.record(
        ground, "improvement_asked", by=by, changes=changes, counterpart=relationship.supplier_id, shared=True
    )


def _reason(ground: Ground, now: datetime) -> improvement.Reason:
    """In the customer's language, which both sides read as it stands."""
    with override("zh-hans" if ground.relationship.customer.country == "CN" else "en"):
        return _of_claim(ground) if isinstance(ground, Claim) else _of_penalty(ground, now)


def _of_claim(claim: Claim) -> improvement.Reason:
    return improvement.Reason(
        event=Case.Origin.CLAIM,
        title=claim.title,
        text=claim.text,
        reference=_("Claim no. %(number)s") % {"number": claim.number},
        since=claim.happened_on,
        record=claim,
    )


def _of_penalty(consequence: Consequence, now: datetime) -> improvement.Reason:
    card, policy = consequence.card, consequence.policy
    reference = _("%(effect)s no. %(number)s") % {
        "effect": consequence.get_effect_display(),
        "number": consequence.number,
    }
    because = consequence.reason
    if policy is not None and not because:
        because = wording.sentence(policy, wording.kpis_of(consequence), to_supplier=True)
    title = reference
    if consequence.period:
        period = formats.period(consequence.period, get_language() or "en")
        title = _("%(what)s, %(period)s") % {"what": reference, "period": period}
    return improvement.Reason(
        event=Case.Origin.PENALTY,
        title=title,
        text=because,
        reference=reference,
        since=_since(consequence, now),
        record=consequence,
        kpi=(policy.lines_of or policy.kpi) if policy is not None else "",
        card=card,
    )


def _since(consequence: Consequence, now: datetime) -> date:
    return consequence.card.run.starts if consequence.card is not None else localtime(now).date()
