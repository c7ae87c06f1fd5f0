"""Who may propose, agree to and work at improvement projects: the side's people who handle its cases."""

from tandem.accounts.actor import Actor
from tandem.improvement.models import Project
from tandem.improvement.rules.cases import can_open
from tandem.relationships.models import Relationship

Status = Project.Status


def side_of(actor: Actor, relationship: Relationship) -> str:
    return (
        Project.Side.CUSTOMER if relationship.customer_id == actor.organization_id else Project.Side.SUPPLIER
    )


def can_propose(actor: Actor, relationship: Relationship) -> bool:
    return can_open(actor, relationship)


def can_work(actor: Actor, project: Project) -> bool:
    """Plan steps, say they are done, stop and finish it: either side."""
    return can_open(actor, project.relationship)


def can_agree(actor: Actor, project: Project) -> bool:
    """The side that did not propose it."""
    return (
        project.status == Status.PROPOSED
        and can_work(actor, project)
        and side_of(actor, project.relationship) != project.proposed_by
    )
