"""Who may do what with a selection, and when."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import CAPABILITIES, Capability, Role
from tandem.relationships.rules import out_of_reach
from tandem.sourcing.models import PREPARING, SIGNING, Function, Judge, Selection

C = Capability
Status = Selection.Status


def can_start(actor: Actor, category_id: int | None = None) -> bool:
    """A buyer begins selections in the buyer's categories."""
    return _reaches(actor, C.RUN_SELECTIONS, category_id)


def can_start_somewhere(actor: Actor) -> bool:
    return actor.reach(C.RUN_SELECTIONS) != frozenset() and actor.can(C.RUN_SELECTIONS)


def can_run(actor: Actor, selection: Selection) -> bool:
    return _own(actor, selection) and _reaches(actor, C.RUN_SELECTIONS, selection.category_id)


def can_prepare(actor: Actor, selection: Selection) -> bool:
    """Change the need, the candidates, the criteria and the evidence."""
    return selection.status in PREPARING and can_run(actor, selection)


def can_judge(actor: Actor, judge: Judge) -> bool:
    """One's own judgement, which nobody makes in one's stead, also not who stands in for one."""
    if judge.selection.customer_id != actor.organization_id or judge.selection.status != Status.JUDGING:
        return False
    return (
        actor.user_id is not None
        and judge.user_id == actor.user_id
        and bool(JUDGING & actor.own_capabilities)
    )


def can_be_invited(membership: Membership) -> bool:
    return any(JUDGING & CAPABILITIES[Role(role)] for role in membership.roles)


def functions_of(actor: Actor) -> list[Function]:
    """For which functions the person signs: by their own roles, by those of whom they stand in for, and an
    administrator for any."""
    if C.COUNTERSIGN_SELECTIONS not in actor.capabilities:
        return []
    roles = {str(role) for role in actor.roles} | {str(role) for role in _handed_over(actor)}
    if Role.ADMINISTRATOR in roles:
        return list(Function)
    return [function for function in Function if SIGNING[function] in roles]


def can_countersign(actor: Actor, selection: Selection, function: str, now: datetime) -> bool:
    """Nobody countersigns what they proposed, nor for two functions."""
    return (
        selection.status == Status.PROPOSED
        and _own(actor, selection)
        and function in functions_of(actor)
        and not is_own_proposal(actor, selection, now)
        and not any(
            actor.is_one_with(each.signed_by_id, since=each.signed_at, now=now)
            for each in selection.countersignatures.all()
            if each.function != function
        )
    )


def can_decide(actor: Actor, selection: Selection, now: datetime) -> bool:
    """Never whoever proposed it, nor whoever is one hand with them."""
    return (
        selection.status == Status.PROPOSED
        and _own(actor, selection)
        and not is_own_proposal(actor, selection, now)
        and _reaches(actor, C.DECIDE_SELECTIONS, selection.category_id)
    )


def is_own_proposal(actor: Actor, selection: Selection, now: datetime) -> bool:
    return actor.is_one_with(selection.proposed_by_id, since=selection.proposed_at, now=now)


def why_not_run(actor: Actor) -> Any:
    return out_of_reach(actor, C.RUN_SELECTIONS)


def why_not_prepare(actor: Actor, selection: Selection) -> Any:
    if selection.status not in PREPARING:
        return _(
            "The selection is “%(status)s”: its need, candidates and evidence change no more."
            " Take it back to collecting evidence first."
        ) % {"status": selection.get_status_display()}
    return why_not_run(actor)


def why_not_countersign(actor: Actor, selection: Selection, function: str, now: datetime) -> Any:
    if selection.status != Status.PROPOSED:
        return _("Only a proposal is countersigned; this selection is “%(status)s”.") % {
            "status": selection.get_status_display()
        }
    if is_own_proposal(actor, selection, now):
        return _("You proposed this, or stand in for who did, so somebody else has to countersign it.")
    if function in functions_of(actor):
        return _("You signed for another function already; a second one takes a second person.")
    return None


def why_not_decide(actor: Actor, selection: Selection, now: datetime) -> Any:
    if selection.status != Status.PROPOSED:
        return _("Only a proposal is decided; this selection is “%(status)s”.") % {
            "status": selection.get_status_display()
        }
    if is_own_proposal(actor, selection, now):
        return _("You proposed this, or stand in for who did, so somebody else has to decide it.")
    return out_of_reach(actor, C.DECIDE_SELECTIONS)


JUDGING = frozenset({C.RUN_SELECTIONS, C.ASSESS_SUPPLIERS})


def _own(actor: Actor, selection: Selection) -> bool:
    return selection.customer_id == actor.organization_id


def _reaches(actor: Actor, capability: Capability, category_id: int | None) -> bool:
    return actor.can_for(capability, [category_id] if category_id else [])


def _handed_over(actor: Actor) -> list[str]:
    givers = [grant.user_id for grant in actor.handed_over]
    if not givers:
        return []
    rows = Membership.objects.filter(organization=actor.organization_id, user__in=givers)
    return [role for roles in rows.values_list("roles", flat=True) for role in roles]
