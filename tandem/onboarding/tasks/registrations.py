from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.core.fence import Acting, acting_as
from tandem.onboarding.actions.registrations import forget_unconfirmed


@app.periodic(cron="47 3 * * *")
@app.task(name="tandem.onboarding.forget_unconfirmed_registrations", queue="upkeep")
def forget_unconfirmed_registrations(timestamp: int) -> None:
    with acting_as(Acting(everything=True)):
        forget_unconfirmed(now=timezone.now())
