"""8D cases at every stage; projects; the rules that open cases and who hears of delay."""

from django.db import transaction

from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.staging.improvement import cases, projects, settings
from tandem.demonstration.staging.improvement.working import customer
from tandem.demonstration.world import World
from tandem.improvement.models import Case


def improve(world: World) -> None:
    """Where cases stand already, nothing is opened anew."""
    if Case.objects.of_customer(holder(world, customer(world, BRUECKWALD), "quality_engineer")).exists():
        return
    with transaction.atomic():
        cases.at_brueckwald(world)
        projects.at_brueckwald(world)
        settings.at_brueckwald(world)
        cases.at_lanting(world)
        projects.at_lanting(world)
        settings.at_lanting(world)
        cases.at_cedar_ridge(world)
