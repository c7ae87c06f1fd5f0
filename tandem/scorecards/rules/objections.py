"""Who may object to a card, and who decides: never the author of the score, never who objected."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.core import zones
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches
from tandem.scorecards.models import Objection, Run
from tandem.scorecards.rules import has_overridden

C = Capability


def can_object(actor: Actor, relationship: Relationship) -> bool:
    return relationship.supplier_id == actor.organization_id and actor.can(C.ANSWER_CUSTOMERS)


def takes_appeals(run: Run, today: date) -> bool:
    return run.status == Run.Status.PUBLISHED and run.appeals_until is not None and today <= run.appeals_until


def is_late(objection: Objection, now: datetime) -> bool:
    """Its last day is over where the supplier is."""
    return objection.due_on < zones.today_in(objection.relationship.supplier.country, now)


def can_write(actor: Actor, objection: Objection) -> bool:
    """Mark lines, take them back, send it."""
    return objection.is_open and can_object(actor, objection.relationship)


def can_withdraw(actor: Actor, objection: Objection) -> bool:
    under_way = objection.status in (Objection.Status.OPEN, Objection.Status.SUBMITTED)
    return objection.kind == Objection.Kind.APPEAL and under_way and can_object(actor, objection.relationship)


def decides(actor: Actor) -> bool:
    """Of some suppliers at least."""
    return actor.reach(C.DECIDE_APPEALS) != frozenset() and actor.can(C.DECIDE_APPEALS)


def can_decide(actor: Actor, objection: Objection, run: Run, now: datetime) -> bool:
    return why_not_decide(actor, objection, run, now) is None


def why_not_decide(actor: Actor, objection: Objection, run: Run, now: datetime) -> Any:
    """A sentence; None where the person may."""
    relationship = objection.relationship
    if relationship.customer_id != actor.organization_id:
        return _("Objections are decided by the customer.")
    if is_author(actor, run, now):
        return _(
            "You, or whom you stand in for, started this run or put its template to use, so somebody else decides:"
            " nobody judges an objection to their own score."
        )
    if has_overridden(actor, run, now, relationship.pk):
        return _("You, or whom you stand in for, adjusted points on this card, so somebody else decides.")
    if actor.is_one_with(objection.submitted_by_user_id, since=objection.submitted_at, now=now):
        return _("You raised this objection, or stand in for who did, so somebody else decides it.")
    if not reaches(actor, C.DECIDE_APPEALS, relationship):
        return out_of_reach(actor, C.DECIDE_APPEALS) or _(
            "Deciding on objections is a right of its own. Ask a purchasing manager, or quality or logistics."
        )
    return None


def is_author(actor: Actor, run: Run, now: datetime) -> bool:
    """Whoever started the run, or put the weights to use that it scored by."""
    return actor.is_one_with(run.started_by_user_id, since=run.created_at, now=now) or actor.is_one_with(
        run.template.activated_by_id, since=run.template.activated_at, now=now
    )
