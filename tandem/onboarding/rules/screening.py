from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.onboarding.models import ScreeningMatch
from tandem.relationships.rules import reaches


def can_decide(actor: Actor, match: ScreeningMatch) -> bool:
    """Say whether a supplier of one's own is the listed company."""
    relationship = match.relationship
    return relationship.customer_id == actor.organization_id and reaches(
        actor, Capability.DECIDE_SCREENING, relationship
    )
