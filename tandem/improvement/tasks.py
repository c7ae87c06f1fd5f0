"""Background work: what published runs open, what is overdue, and whether actions had an effect."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.core.fence import Acting, acting_as, acting_for, beyond_the_fence
from tandem.improvement.actions.escalating import escalate
from tandem.improvement.actions.opening import LOOK_TASK, look_at_run
from tandem.improvement.actions.watching import check_effects
from tandem.scorecards.models import Run

EVERYBODYS = Acting(everything=True)


@app.task(name=LOOK_TASK, queue="upkeep")
def look_at_published_run(run_id: int, customer_id: int) -> None:
    with beyond_the_fence():
        run = Run.objects.select_related("customer", "template").filter(pk=run_id).first()
    if run is not None and run.status == Run.Status.PUBLISHED:
        with acting_for(customer_id):
            look_at_run(run, now=timezone.now())


@app.periodic(cron="7 * * * *")
@app.task(name="tandem.improvement.escalate", queue="upkeep")
def escalate_what_is_overdue(timestamp: int) -> None:
    with acting_as(EVERYBODYS):
        escalate(now=timezone.now())


@app.periodic(cron="47 4 * * *")
@app.task(name="tandem.improvement.check_effects", queue="upkeep")
def look_for_effects(timestamp: int) -> None:
    with acting_as(EVERYBODYS):
        check_effects(now=timezone.now())
