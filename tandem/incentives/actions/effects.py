"""What a case in force does to the relationship."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.core.errors import Refused
from tandem.incentives.actions import honours
from tandem.incentives.models import Consequence, Effect
from tandem.incentives.models.policies import HONOURS
from tandem.relationships import actions as relationships
from tandem.relationships.models import Stage

STAGES = {Effect.PROBATION: Stage.PROBATION, Effect.SUSPENSION: Stage.SUSPENDED}


def carry_out(consequence: Consequence, *, now: datetime) -> None:
    """Stage, segment and preference move by themselves. What may not move (the stage has changed meanwhile) is on
    record with its reason, and a person sees to it."""
    by = Actor.system(consequence.relationship.customer, consequence.approved_by_name)
    try:
        with transaction.atomic():
            _carry_out(consequence, by=by, now=now)
    except Refused as refusal:
        audit.record(consequence, "not_carried_out", by=by, reason=str(refusal))


def _carry_out(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    relationship, effect = consequence.relationship, Effect(consequence.effect)
    if effect in HONOURS:
        honours.give(consequence, now=now)
        return
    reason = _("%(consequence)s: %(reason)s") % {
        "consequence": consequence,
        "reason": consequence.reason or consequence.clause_text or consequence.policy or "",
    }
    stage = STAGES.get(effect) or (consequence.stage if effect == Effect.STAGE else "")
    if stage and relationship.stage != stage:
        relationships.move_stage(relationship, stage, by=by, now=now, reason=reason)
    elif effect == Effect.SEGMENT:
        relationships.change_relationship(relationship, by=by, values={"segment": consequence.segment})
    elif effect == Effect.PREFERRED:
        relationships.change_relationship(relationship, by=by, values={"preferred": True})
