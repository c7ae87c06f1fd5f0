from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.core.fence import Acting, acting_as
from tandem.onboarding import actions


@app.periodic(cron="23 4 * * *")
@app.task(name="tandem.onboarding.follow_calendar", queue="upkeep")
def follow_calendar(timestamp: int) -> None:
    with acting_as(Acting(everything=True)):
        actions.follow_calendar(now=timezone.now())
