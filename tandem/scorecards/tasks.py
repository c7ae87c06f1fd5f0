from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.scorecards import actions
from tandem.scorecards.actions.back_test import BACK_TEST_TASK
from tandem.scorecards.models import JudgementSurvey, Run, Schedule, Trial


@app.task(name="tandem.scorecards.compute_run", queue="scorecards")
def compute_run(run_id: int) -> None:
    with beyond_the_fence():
        run = Run.objects.select_related("customer", "template").get(pk=run_id)
    if run.status not in (Run.Status.DRAFT, Run.Status.RUNNING, Run.Status.REVIEW):
        return  # computed and gone on with, or thrown away, before its turn came
    with acting_for(run.customer_id):
        actions.compute_run(run, by=Actor.system(run.customer, run.started_by), now=timezone.now())
        actions.hand_on(run, now=timezone.now())


@app.task(name=BACK_TEST_TASK, queue="scorecards")
def back_test(trial_id: int, organization_id: int) -> None:
    with acting_for(organization_id):
        trials = Trial.objects.select_related("customer", "template", "run__template", "run__customer")
        trial = trials.filter(pk=trial_id).first()
        if trial is None or not trial.under_way:
            return  # another took its place, or the template has changed
        by = Actor.system(trial.customer, trial.started_by)
        actions.compute_back_test(trial, by=by, now=timezone.now())


@app.periodic(cron="37 4 * * *")
@app.task(name="tandem.scorecards.look_after_surveys", queue="upkeep")
def look_after_surveys(timestamp: int) -> None:
    """Surveys of colleagues: reminded two days ahead, closed after their last day."""
    now = timezone.now()
    with beyond_the_fence():
        customers = set(JudgementSurvey.objects.open().values_list("run__customer_id", flat=True))
    for customer_id in sorted(customers):
        with acting_for(customer_id):
            actions.look_after_surveys(now=now)


@app.periodic(cron="13 4 * * *")
@app.task(name="tandem.scorecards.close_due_checks", queue="upkeep")
def close_due_checks(timestamp: int) -> None:
    """Data checks whose time was over yesterday."""
    now = timezone.now()
    with beyond_the_fence():
        customers = set(Run.objects.filter(status=Run.Status.CHECKING).values_list("customer_id", flat=True))
    for customer_id in sorted(customers):
        with acting_for(customer_id):
            actions.close_due_checks(today=timezone.localdate(now), now=now)


@app.periodic(cron="33 4 * * *")
@app.task(name="tandem.scorecards.look_after_calendars", queue="upkeep")
def look_after_calendars(timestamp: int) -> None:
    """Periods that open, close or are reminded of today."""
    with beyond_the_fence():
        customers = set(Schedule.objects.values_list("customer_id", flat=True))
    for customer_id in sorted(customers):
        with acting_for(customer_id):
            actions.look_after_calendars(now=timezone.now())
