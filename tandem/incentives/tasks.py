from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.incentives import actions
from tandem.incentives.models import Consequence
from tandem.incentives.naming import APPLY_TASK, RECONSIDER_TASK
from tandem.scorecards.models import Run


@app.task(name=APPLY_TASK, queue="scorecards")
def apply_policies(run_id: int) -> None:
    """What the policies in use make of a run that was published."""
    with beyond_the_fence():
        run = Run.objects.select_related("customer", "template").get(pk=run_id)
    with acting_for(run.customer_id):
        if run.status == Run.Status.PUBLISHED:
            _apply(run, None)


@app.task(name=RECONSIDER_TASK, queue="scorecards")
def reconsider(run_id: int, customer_id: int, relationship_id: int) -> None:
    """One supplier's card was computed again."""
    with acting_for(customer_id):
        run = Run.objects.select_related("customer", "template").get(pk=run_id)
        if run.status == Run.Status.PUBLISHED:
            _apply(run, [relationship_id])


def _apply(run: Run, chosen: list[int] | None) -> None:
    by, now = Actor.system(run.customer, run.started_by), timezone.now()
    with transaction.atomic():
        actions.reconsider(run, now=now, chosen=chosen)
        actions.apply_policies(run, by=by, now=now, chosen=chosen)


@app.periodic(cron="52 4 * * *")
@app.task(name="tandem.incentives.unanswered", queue="upkeep")
def unanswered(timestamp: int) -> None:
    """Penalties that nobody answered in time come into force."""
    now = timezone.now()
    with beyond_the_fence():
        due = list(
            Consequence.objects.waiting_for_supplier()
            .filter(respond_by__lt=timezone.localdate())
            .select_related("relationship__customer")
        )
    for consequence in due:
        customer = consequence.relationship.customer
        with acting_for(customer.pk):
            actions.come_into_force(
                consequence, by=Actor.system(customer, consequence.approved_by_name), now=now
            )
