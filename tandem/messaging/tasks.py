"""Sending what waits: as soon as something was told, and each minute what is still due."""

from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.core.fence import Acting, acting_as
from tandem.messaging import actions
from tandem.messaging.actions.notify import BEFORE_OTHER_WORK, DELIVER_TASK, SEND_TASK

EVERYBODYS = Acting(everything=True)


@app.periodic(cron="* * * * *")
@app.task(name=SEND_TASK, queue="messages", priority=BEFORE_OTHER_WORK)
def send_letters(timestamp: int) -> None:
    with acting_as(EVERYBODYS):
        actions.compose_digests(now=timezone.now())
        actions.send_due_letters(clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name=DELIVER_TASK, queue="messages", priority=BEFORE_OTHER_WORK)
def deliver_webhooks(timestamp: int) -> None:
    with acting_as(EVERYBODYS):
        actions.deliver_due_webhooks(clock=timezone.now)


@app.periodic(cron="37 3 * * *")
@app.task(name="tandem.messaging.forget_what_is_over", queue="upkeep")
def forget_what_is_over(timestamp: int) -> None:
    with acting_as(EVERYBODYS):
        actions.forget_what_is_over(now=timezone.now())
