"""Upkeep of the background work itself."""

from django.core.management import call_command
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

# A job whose worker died this often is taken to be what kills it.
MOST_ATTEMPTS = 3


@app.periodic(cron="* * * * *")
@app.task(
    name="tandem.take_up_stalled_jobs",
    queue="upkeep",
    priority=100,
    queueing_lock="tandem.take_up_stalled_jobs",
    pass_context=True,
)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again what a killed worker left half done; its actions are whole or not at all.

    A worker is dead when it has given no sign of life for 30 seconds.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.attempts + 1 >= MOST_ATTEMPTS:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await jobs.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="tandem.forget_what_is_over", queue="upkeep", pass_context=True)
async def forget_what_is_over(context: JobContext, timestamp: int) -> None:
    """Done jobs after a day, failed ones after a month: what they did is in the audit trail."""
    jobs = context.app.job_manager
    await jobs.delete_old_jobs(nb_hours=24)
    await jobs.delete_old_jobs(nb_hours=30 * 24, include_failed=True)


@app.periodic(cron="27 3 * * *")
@app.task(name="tandem.clear_sessions", queue="upkeep")
def clear_sessions(timestamp: int) -> None:
    call_command("clearsessions")
