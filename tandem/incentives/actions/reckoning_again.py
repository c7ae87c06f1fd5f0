"""A card computed again after an objection: what policies proposed of it follows it, until it is announced."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.incentives import reckoning
from tandem.incentives.actions.proposing import keep_lines, kept, speaking
from tandem.incentives.models import Consequence, Policy
from tandem.incentives.models.policies import MONEY
from tandem.incentives.reckoning import Reckoned
from tandem.scorecards.models import Card
from tandem.scorecards.queries import pinned_kpis

Status = Consequence.Status
NOT_ANNOUNCED = (Status.PROPOSED, Status.APPROVED)


@transaction.atomic
def reckon_again(card: Card, *, now: datetime) -> None:
    """Lines that were set aside count no more. Where nothing is left, or the policy no longer speaks, it is not
    approved; an approval of other figures does not hold. What the supplier has been told of is decided by people."""
    waiting = Consequence.objects.select_for_update(of=("self",)).select_related("policy__category")
    rows = waiting.filter(card=card, policy__isnull=False, status__in=NOT_ANNOUNCED)
    by = Actor.system(card.run.customer, "Tandem")
    for consequence in rows.order_by("pk"):
        policy = consequence.policy or Policy()
        found = list(speaking(card.run, [policy], chosen=[card.relationship_id]))
        consequence.lines.update(stands=False)  # so that they are free for it
        reckoned = _reckoned(consequence, policy, card, by) if found else None
        if not found or (policy.effect in MONEY and reckoned is None):
            consequence.over_because = _("The scorecard was computed again, and nothing of it is left.")
            audit.move(consequence, Status.REFUSED, by=by, reason=consequence.over_because)
            continue
        consequence.finding = kept(policy, found[0][2])
        if reckoned is not None:
            _replace(consequence, reckoned)
        if consequence.status == Status.APPROVED:
            consequence.approved_at, consequence.approved_by, consequence.approved_by_name = None, None, ""
            consequence.conduct_answer = ""
            audit.move(consequence, Status.PROPOSED, by=by)
        consequence.save()
        audit.record(consequence, "reckoned_again", by=by)


def _reckoned(consequence: Consequence, policy: Policy, card: Card, by: Actor) -> Reckoned | None:
    if policy.effect not in MONEY:
        return None
    kpi = {each.code: each for each in pinned_kpis(card.run).values()}.get(policy.lines_of)
    found = reckoning.reckon(by, policy, card, kpi)
    return next((each for each in found if each.currency == consequence.currency and each.amount > 0), None)


def _replace(consequence: Consequence, reckoned: Reckoned) -> None:
    for name in ("base_value", "uncapped", "cap", "amount"):
        setattr(consequence, name, getattr(reckoned, name))
    consequence.save()
    consequence.lines.all().delete()
    keep_lines(consequence, reckoned)
