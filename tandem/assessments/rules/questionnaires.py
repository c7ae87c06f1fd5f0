"""Who may write templates, ask, answer, verify and publish."""

from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.assessments.models import Assessment, Assessor, Template
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches

C = Capability


def can_write_templates(actor: Actor) -> bool:
    return actor.can(C.EDIT_ASSESSMENTS)


def can_change_template(actor: Actor, template: Template) -> bool:
    return template.customer_id == actor.organization_id and can_write_templates(actor)


def can_ask(actor: Actor, relationship: Relationship) -> bool:
    """A buyer assesses the suppliers of the buyer's categories."""
    return relationship.customer_id == actor.organization_id and reaches(
        actor, C.ASSESS_SUPPLIERS, relationship
    )


def can_ask_suppliers(actor: Actor) -> bool:
    """Some of them at least."""
    return actor.reach(C.ASSESS_SUPPLIERS) != frozenset() and actor.can(C.ASSESS_SUPPLIERS)


def why_not_ask(actor: Actor) -> Any:
    return out_of_reach(actor, C.ASSESS_SUPPLIERS)


def can_decide(actor: Actor, assessment: Assessment) -> bool:
    """Assign assessors, return, withdraw, publish: any of those who may assess this supplier."""
    return can_ask(actor, assessment.relationship)


def can_answer(actor: Actor, assessment: Assessment) -> bool:
    return (
        assessment.self_assessed
        and assessment.relationship.supplier_id == actor.organization_id
        and actor.can(C.ANSWER_CUSTOMERS)
    )


def can_assess(actor: Actor, assessor: Assessor | None) -> bool:
    """As the assessor one was made, until one has handed in."""
    return (
        assessor is not None
        and actor.user_id is not None
        and assessor.user_id == actor.user_id
        and can_ask(actor, assessor.assessment.relationship)
    )


def can_settle(actor: Actor, assessment: Assessment) -> bool:
    """The lead assessor; whoever may assess this supplier where the lead has left."""
    if not can_decide(actor, assessment):
        return False
    lead = next((each for each in assessment.assessors.all() if each.is_lead), None)
    return lead is not None and (lead.user_id is None or lead.user_id == actor.user_id)
