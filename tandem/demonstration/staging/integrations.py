"""A service token whose secret nobody knows, so that the page of tokens has something to show."""

from datetime import UTC, datetime, time, timedelta

from tandem.accounts import actions
from tandem.accounts.models import Token
from tandem.accounts.scopes import Scope
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.world import World

NAME = "ERP: nightly deliveries"


def give_tokens(world: World) -> None:
    """The secret is thrown away here, so that nothing is opened by it."""
    for customer in world.customers:
        if customer.slug != BRUECKWALD:
            continue
        by = holder(world, customer, "administrator")
        if Token.objects.visible_to(by).exists():
            continue
        actions.make_token(
            NAME,
            [Scope.READ_RELATIONSHIPS, Scope.READ_FACTS, Scope.WRITE_IMPORTS],
            days=365,
            by=by,
            now=datetime.combine(world.ends_on - timedelta(days=60), time(9), UTC),
            service=True,
        )
