"""Who may put other points in the place of computed ones."""

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.relationships.models import Relationship
from tandem.relationships.rules import reaches
from tandem.scorecards.models import Run


def can_override(actor: Actor, run: Run, relationship: Relationship) -> bool:
    """Whoever prepares runs, a buyer for suppliers of the buyer's categories; while nobody has seen the card yet."""
    return (
        run.customer_id == actor.organization_id
        and run.status == Run.Status.REVIEW
        and reaches(actor, Capability.RUN_SCORECARDS, relationship)
    )
