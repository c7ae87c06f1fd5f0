from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.relationships import actions
from tandem.relationships.models import SupplierList


@app.task(name=actions.LOAD_TASK, queue="relationships")
def load_list(list_id: int, user_id: int) -> None:
    supplier_list = SupplierList.objects.select_related("customer").get(pk=list_id)
    memberships = Membership.objects.select_related("user", "organization")
    membership = memberships.get(user=user_id, organization=supplier_list.customer)
    actions.load_list(supplier_list, by=Actor.member(membership), now=timezone.now())
