"""What Brückwald asks of a new foundry: its questionnaire and its audit settle their items by themselves."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.companies import holder
from tandem.demonstration.world import World
from tandem.onboarding import shipped
from tandem.onboarding.actions import requirements
from tandem.onboarding.actions.requirements import Head
from tandem.onboarding.models import ItemKind, RequirementSet, Risk, StageKind
from tandem.onboarding.requirement_data import Item, Stage
from tandem.relationships.models import Category

NAME, NAME_LOCAL = "Castings, medium risk", "铸件，中风险"
SURVEY = Item(
    ItemKind.QUESTIONNAIRE,
    "Supplier self-assessment",
    "供应商自评",
    spec={"template": "self-assessment", "least_score": "50"},
)
AUDIT = Item(
    ItemKind.AUDIT,
    "Process audit by VDA 6.3",
    "VDA 6.3 过程审核",
    by_supplier=False,
    spec={"template": "vda63-2016", "least_score": "80"},
)
STAGES = (
    Stage(StageKind.DOCUMENTS, days=14, items=(shipped.ISO_9001, shipped.SCREENING)),
    Stage(StageKind.SURVEY, days=21, items=(SURVEY,)),
    Stage(StageKind.AUDIT, days=45, items=(AUDIT,)),
)


def require_of_foundries(world: World) -> None:
    """Once their templates are in use. What stands already is left as it is."""
    customer = next(customer for customer in world.customers if customer.slug == BRUECKWALD)
    manager = holder(world, customer, "purchasing_manager")
    if RequirementSet.objects.visible_to(manager).filter(name=NAME).exists():
        return
    now = datetime.combine(world.ends_on - timedelta(days=20), time(9), UTC)
    castings = Category.objects.visible_to(manager).get(code="castings")
    head = Head(NAME, NAME_LOCAL, category=castings, risk=Risk.MEDIUM)
    with transaction.atomic():
        made = requirements.save_requirements(None, head, STAGES, by=manager)
        requirements.put_in_force(made, by=manager, now=now)
