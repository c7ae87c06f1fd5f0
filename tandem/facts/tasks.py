from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import Membership
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.facts import actions
from tandem.facts.actions import Choices
from tandem.facts.actions.loading import LOAD_TASK
from tandem.facts.models import Batch


@app.task(name=LOAD_TASK, queue="facts")
def load_batch(batch_id: int, good_rows_only: bool = False, create_suppliers: bool = False) -> None:
    with beyond_the_fence():
        batch = Batch.objects.select_related("customer").get(pk=batch_id)
    if not batch.under_way:
        return  # a worker was killed after the batch was through, and its job is taken up again
    choices = Choices(good_rows_only=good_rows_only, create_suppliers=create_suppliers)
    with acting_for(batch.customer_id):
        actions.load_batch(batch, by=_who(batch), clock=timezone.now, choices=choices)


def _who(batch: Batch) -> Actor:
    """Who opened the batch, with the role they have now; the system for those who have left."""
    memberships = Membership.objects.select_related("organization", "user")
    membership = memberships.filter(organization=batch.customer, user=batch.started_by_id).first()
    if membership is not None:
        return actor_of(membership, timezone.now())
    return Actor.system(batch.customer, batch.started_by_name)
