from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging.models import Endpoint


def can_manage_webhooks(actor: Actor) -> bool:
    return actor.can(Capability.MANAGE_INTEGRATIONS)


def can_change_endpoint(actor: Actor, endpoint: Endpoint) -> bool:
    return can_manage_webhooks(actor) and endpoint.organization_id == actor.organization_id
