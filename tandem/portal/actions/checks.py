"""A supplier asked to check its lines before a scorecard is published: by a link too, without a password."""

from datetime import datetime

from django.db import transaction

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for
from tandem.portal.models import Ask
from tandem.scorecards.models import Objection


@transaction.atomic
def ask_to_check(objection: Objection, *, by: Actor, now: datetime) -> Ask:
    """The request that links of a data check hang on; the one there is goes on. Its supplier has been told by the check
    itself, so nobody is told again."""
    found = Ask.objects.filter(objection=objection).first()
    if found is not None:
        return found
    ask = Ask.objects.create(
        relationship=objection.relationship,
        kind=Ask.Kind.DATA_CHECK,
        objection=objection,
        period=objection.period,
        due_on=objection.due_on,
        asked_at=now,
        asked_by_user_id=by.user_id,
        asked_by_name=by.name[:120],
    )
    audit.record(
        ask,
        "asked",
        by=by,
        counterpart=objection.relationship.supplier_id,
        shared=True,
        changes={"due_on": ["", ask.due_on]},
    )
    return ask


@transaction.atomic
def note_checked(objection: Objection, *, by: Actor, now: datetime) -> None:
    """However it was answered, its request waits for nothing any more."""
    with acting_for(objection.relationship.customer_id):
        ask = Ask.objects.filter(objection=objection, status=Ask.Status.ASKED).first()
        if ask is None:
            return
        ask.answered_at, ask.answered_by_name = now, by.name[:120]
        ask.answered_via = Ask.Via.PORTAL if by.user_id else Ask.Via.LINK
        system = Actor.system(objection.relationship.customer, by.name)
        supplier = objection.relationship.supplier_id
        audit.move(ask, Ask.Status.ANSWERED, by=system, counterpart=supplier, shared=True)
        audit.move(ask, Ask.Status.ACCEPTED, by=system, counterpart=supplier, shared=True)
