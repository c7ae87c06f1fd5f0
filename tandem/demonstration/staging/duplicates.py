"""A supplier that was entered a second time under a name written otherwise: two records to be merged."""

from tandem.accounts.actor import Actor
from tandem.demonstration.customers import CEDAR_RIDGE
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.world import World
from tandem.relationships import actions
from tandem.relationships.models import Relationship

NAME = "Palmetto Fastener & Supply"
SLUG = "palmetto-fastener"


def enter_twice(world: World, customer: str, *, by: Actor) -> None:
    known = Relationship.objects.filter(customer=by.organization_id, slug=SLUG).exists()
    if customer == CEDAR_RIDGE and not known:
        actions.add_supplier(NAME, slug=SLUG, country="US", currency="USD", by=by, now=moment(world, 2.8))
