"""Bring the world on stage: everything through the actions that people's clicks and commands use.

Each step leaves what stands as it is, so a build that was killed goes on where it stopped.
"""

from collections.abc import Callable
from functools import partial
from itertools import count

from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging import facts, scorecards
from tandem.demonstration.staging.approved import approve_suppliers
from tandem.demonstration.staging.audits import audit_processes
from tandem.demonstration.staging.calendars import follow_calendars
from tandem.demonstration.staging.capacity import describe_plants
from tandem.demonstration.staging.companies import add_people, found_customers
from tandem.demonstration.staging.customer_care import keep_customers
from tandem.demonstration.staging.duplicates import enter_twice
from tandem.demonstration.staging.foundries import require_of_foundries
from tandem.demonstration.staging.improved import ask_for_improvement, reward_what_improved
from tandem.demonstration.staging.improvement import improve
from tandem.demonstration.staging.inbox import read_the_past
from tandem.demonstration.staging.incentives import reward_and_punish
from tandem.demonstration.staging.integrations import connect_systems
from tandem.demonstration.staging.judgements import ask_colleagues
from tandem.demonstration.staging.objections import object_to_cards
from tandem.demonstration.staging.own_records import hold_own_records
from tandem.demonstration.staging.passports import share_passports
from tandem.demonstration.staging.qualification import qualify_suppliers
from tandem.demonstration.staging.qualification_links import qualify_by_assessments
from tandem.demonstration.staging.quality_system import describe_quality
from tandem.demonstration.staging.questionnaires import ask_for_self_assessments
from tandem.demonstration.staging.relationships import (
    assign_categories,
    enter_relationships,
    manager_of,
    mark_internal,
)
from tandem.demonstration.staging.requests import ask_suppliers
from tandem.demonstration.staging.screening import screen_the_suppliers
from tandem.demonstration.staging.selections import choose_suppliers
from tandem.demonstration.staging.statements import keep_statements
from tandem.demonstration.staging.targets import agree_on_targets
from tandem.demonstration.world import World

Progress = Callable[[str, int, int], None]
"""What is being done, how many of how many are done."""

PLANT_QUARTERS = 2


def build(world: World, progress: Progress, *, quarters: int = 12) -> None:
    """The companies, their facts, and the last `quarters` scored."""
    step = partial(progress, "Companies and relationships")
    step(0, len(world.customers))
    found_customers(world)
    add_people(world)
    for place, customer in enumerate(world.customers, start=1):
        manager = manager_of(world, customer)
        enter_relationships(world, customer)
        assign_categories(world, customer)
        mark_internal(customer, by=manager)
        enter_twice(world, customer.slug, by=manager)
        facts.keep_rates(world, customer, by=manager)
        step(place, len(world.customers))
    add_people(world)  # those of the suppliers, whom the customers have entered by now
    _import_everything(world, partial(progress, "Three years of facts"))
    _score_everything(world, partial(progress, f"{quarters} quarters of scorecards"), quarters)
    object_to_cards(world)
    ask_colleagues(world)
    keep_customers(world)
    ask_suppliers(world)
    hold_own_records(world)
    describe_plants(world)
    keep_statements(world)
    share_passports(world)
    describe_quality(world)
    ask_for_self_assessments(world)
    qualify_suppliers(world)
    connect_systems(world)
    approve_suppliers(world)
    screen_the_suppliers(world)
    choose_suppliers(world)
    audit_processes(world)
    require_of_foundries(world)
    improve(world)
    reward_what_improved(world)
    reward_and_punish(world)
    ask_for_improvement(world)
    qualify_by_assessments(world)
    follow_calendars(world)
    read_the_past(world)


def _import_everything(world: World, step: Callable[[int, int], None]) -> None:
    exports = [(customer, export) for customer in world.customers for export in world.exports(customer)]
    names = {customer.slug: facts.names_of(world, customer) for customer in world.customers}
    managers = {customer.slug: manager_of(world, customer) for customer in world.customers}
    step(0, len(exports))
    for place, (customer, export) in enumerate(exports, start=1):
        facts.import_export(export, names[customer.slug], by=managers[customer.slug])
        step(place, len(exports))


def _score_everything(world: World, step: Callable[[int, int], None], quarters: int) -> None:
    total = quarters * len(world.customers) + PLANT_QUARTERS
    done = count(1)
    step(0, total)
    for customer in world.customers:
        template = scorecards.put_templates_to_use(world, customer, by=scorecards.author(world, customer))
        manager = manager_of(world, customer)
        if customer.slug == BRUECKWALD:
            agree_on_targets(world)
        for _ in scorecards.score(world, template, by=manager, last=quarters, publish=True):
            step(next(done), total)
        if customer.slug == BRUECKWALD:
            plants = scorecards.put_plant_template_to_use(world, by=scorecards.author(world, customer))
            for _ in scorecards.score(world, plants, by=manager, last=PLANT_QUARTERS, publish=False):
                step(next(done), total)
