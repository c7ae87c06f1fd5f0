from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import Membership
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.relationships import actions
from tandem.relationships.models import SupplierList


@app.task(
    name=actions.LOAD_TASK, queue="relationships", retry=RetryStrategy(max_attempts=4, exponential_wait=5)
)
def load_list(list_id: int, user_id: int) -> None:
    """Tried again after a failure, and taken up again after a kill: rows that are done stay done."""
    with beyond_the_fence():
        supplier_list = SupplierList.objects.select_related("customer").get(pk=list_id)
    with acting_for(supplier_list.customer_id):
        actions.load_list(supplier_list, by=_who(supplier_list, user_id), now=timezone.now())


def _who(supplier_list: SupplierList, user_id: int) -> Actor:
    """Who started the load, with the role they have now; the system for those who have left meanwhile."""
    memberships = Membership.objects.select_related("user", "organization")
    membership = memberships.filter(user=user_id, organization=supplier_list.customer).first()
    if membership is None:
        return Actor.system(supplier_list.customer, str(supplier_list.uploaded_by or supplier_list))
    return actor_of(membership, timezone.now())
