"""Who may open cases, fill steps in, decide on them and close them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.improvement.disciplines import BEFORE
from tandem.improvement.models import Case, Step
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches

C = Capability


def can_open(actor: Actor, relationship: Relationship) -> bool:
    """Either side: the customer for a supplier within reach, the supplier for its customer."""
    if relationship.customer_id == actor.organization_id:
        return reaches(actor, C.MANAGE_IMPROVEMENT, relationship)
    return relationship.supplier_id == actor.organization_id and actor.can(C.ANSWER_CASES)


def can_open_for_some(actor: Actor) -> bool:
    return actor.reach(C.MANAGE_IMPROVEMENT) != frozenset() and actor.can(C.MANAGE_IMPROVEMENT)


def can_manage(actor: Actor, case: Case) -> bool:
    """Accept and return steps, close, withdraw, open again: the customer's."""
    return case.relationship.customer_id == actor.organization_id and reaches(
        actor, C.MANAGE_IMPROVEMENT, case.relationship
    )


def can_answer(actor: Actor, case: Case) -> bool:
    """Fill in the steps: the supplier's."""
    return case.relationship.supplier_id == actor.organization_id and actor.can(C.ANSWER_CASES)


def can_set_rules(actor: Actor) -> bool:
    """What holds for all suppliers is set by whoever may manage the cases of all."""
    return actor.can_everywhere(C.MANAGE_IMPROVEMENT)


def why_not_manage(actor: Actor) -> Any:
    return out_of_reach(actor, C.MANAGE_IMPROVEMENT)


def unmet(step: Step, steps: Mapping[str, Step]) -> list[str]:
    """The codes of the steps that come before this one and are not accepted yet."""
    return [
        code
        for code in BEFORE.get(step.code, ())
        if code in steps and steps[code].status != Step.Status.ACCEPTED
    ]


def why_not_hand_in(step: Step, steps: Mapping[str, Step]) -> str:
    """A sentence; empty where nothing stands against it."""
    if step.case.status != Case.Status.OPEN:
        return _("The case is “%(status)s”: its steps no longer change.") % {
            "status": step.case.get_status_display()
        }
    if not step.is_waiting:
        return _("%(step)s is “%(status)s”; it can be handed in again once it is returned.") % {
            "step": step.code,
            "status": step.get_status_display(),
        }
    if before := unmet(step, steps):
        return _("Before %(step)s these steps are accepted: %(before)s.") % {
            "step": step.code,
            "before": ", ".join(before),
        }
    return ""
