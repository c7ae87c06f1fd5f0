"""Who countersigns a run: each function by a person who holds it, nobody for two, and never who made the score."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability, Role
from tandem.scorecards.models import Countersignature, Function, Run
from tandem.scorecards.models.countersignatures import SIGNING
from tandem.scorecards.rules import has_overridden
from tandem.scorecards.rules.objections import is_author

C = Capability


def functions_of(actor: Actor) -> list[Function]:
    """For which functions the person signs by their own roles; an administrator for any."""
    if C.COUNTERSIGN_SCORECARDS not in actor.capabilities:
        return []
    if Role.ADMINISTRATOR in actor.roles:
        return list(Function)
    return [function for function in Function if SIGNING[function] in actor.roles]


def why_not_countersign(
    actor: Actor, run: Run, function: str, given: Iterable[Countersignature], now: datetime
) -> Any:
    """A sentence; None where the person may. `given` are the countersignatures of the present round."""
    if run.customer_id != actor.organization_id or function not in functions_of(actor):
        return _("This is countersigned by somebody of that function.")
    if run.status != Run.Status.SIGNING or function not in run.template.countersigned_by:
        return _("Nothing waits for that function’s countersignature.")
    if is_author(actor, run, now):
        return _(
            "You, or whom you stand in for, started this run or put its template to use,"
            " so somebody else countersigns it."
        )
    if has_overridden(actor, run, now):
        return _(
            "You, or whom you stand in for, adjusted points on a card of this run, so somebody else countersigns."
        )
    for each in given:
        if each.function == function:
            return _("This function has countersigned already.")
        if actor.is_one_with(each.signed_by_id, since=each.signed_at, now=now):
            return _("You have countersigned for another function; nobody signs for two.")
    return None
