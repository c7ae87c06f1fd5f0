from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.messaging import values
from tandem.messaging.actions import members, notify
from tandem.onboarding.models import ScreeningMatch
from tandem.onboarding.rules import screening as rules
from tandem.relationships.rules import out_of_reach

MOST_WORDS = 2000


@transaction.atomic
def decide_match(match: ScreeningMatch, status: str, *, by: Actor, now: datetime, reason: str) -> None:
    """Confirmed or no match, with a reason. Whoever decides these hears of a confirmed one. Raises Refused."""
    require(rules.can_decide(by, match), out_of_reach(by, Capability.DECIDE_SCREENING))
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why: the reason stands beside the decision."))
    if len(reason) > MOST_WORDS:
        raise Refused(_("The reason has at most %(most)d characters.") % {"most": MOST_WORDS})
    if status not in (ScreeningMatch.Status.CONFIRMED, ScreeningMatch.Status.REJECTED):
        raise Refused(_("A possible match is either confirmed, or it is no match."))
    rows = ScreeningMatch.objects.select_for_update(of=("self",)).select_related("relationship__supplier")
    match = rows.get(pk=match.pk)
    match.decided_at, match.decided_by_id, match.decided_by_name = now, by.user_id, by.name[:120]
    match.reason = reason
    audit.move(match, status, by=by, reason=reason)
    # The supplier's page tells it too; the supplier itself never reads this (`shared` stays false).
    audit.record(
        match.relationship,
        f"screening_{status}",
        by=by,
        changes={"screening": ["", match.listed_name]},
        reason=reason,
    )
    if status == ScreeningMatch.Status.CONFIRMED:
        notify(
            "screening.confirmed",
            to=members(match.relationship.customer_id),
            about=match,
            context={
                "supplier": values.organisation(match.relationship.supplier),
                "listed": match.listed_name,
                "reason": reason,
            },
            by=by,
            now=now,
        )
