from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.scorecards import actions
from tandem.scorecards.models import Run


@app.task(name="tandem.scorecards.compute_run", queue="scorecards")
def compute_run(run_id: int) -> None:
    run = Run.objects.select_related("customer", "template").get(pk=run_id)
    actions.compute_run(run, by=Actor.system(run.customer, run.started_by), now=timezone.now())
