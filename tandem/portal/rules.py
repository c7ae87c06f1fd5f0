from datetime import datetime
from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.portal.models import Ask, Link, Survey
from tandem.relationships.models import Relationship
from tandem.relationships.rules import out_of_reach, reaches


def can_ask(actor: Actor, relationship: Relationship) -> bool:
    """A buyer asks the suppliers of the buyer's categories."""
    return relationship.customer_id == actor.organization_id and reaches(
        actor, Capability.ASK_SUPPLIERS, relationship
    )


def can_ask_suppliers(actor: Actor) -> bool:
    """Some of them at least."""
    return actor.reach(Capability.ASK_SUPPLIERS) != frozenset() and actor.can(Capability.ASK_SUPPLIERS)


def why_not_ask(actor: Actor) -> Any:
    return out_of_reach(actor, Capability.ASK_SUPPLIERS)


def can_open_surveys(actor: Actor) -> bool:
    """A survey asks all suppliers, so that it takes the right for all of them."""
    return actor.can_everywhere(Capability.ASK_SUPPLIERS)


def can_decide(actor: Actor, ask: Ask) -> bool:
    """Accept, return or withdraw it: any of those who may ask."""
    return can_ask(actor, ask.relationship)


def can_answer(actor: Actor, ask: Ask) -> bool:
    return ask.relationship.supplier_id == actor.organization_id and actor.can(Capability.ANSWER_CUSTOMERS)


def can_link(actor: Actor, ask: Ask) -> bool:
    return can_ask(actor, ask.relationship)


def can_change_link(actor: Actor, link: Link) -> bool:
    return link.customer_id == actor.organization_id and can_ask(actor, link.ask.relationship)


def can_survey(actor: Actor, survey: Survey) -> bool:
    return survey.customer_id == actor.organization_id and can_open_surveys(actor)


def takes_answers(ask: Ask, now: datetime) -> bool:
    """It is the supplier's turn; a survey's is over with its last day, whoever closes it when."""
    if not ask.is_waiting:
        return False
    return ask.survey is None or (
        ask.survey.status == Survey.Status.OPEN and now.date() <= ask.survey.closes_on
    )
