from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.core.fence import acting_for, beyond_the_fence
from tandem.onboarding.actions.qualification_documents import reopen_lapsed
from tandem.onboarding.actions.qualification_reminding import remind_of_overdue
from tandem.onboarding.models import Qualification


@app.periodic(cron="35 4 * * *")
@app.task(name="tandem.onboarding.remind_of_qualifications", queue="onboarding")
def remind_of_qualifications(timestamp: int) -> None:
    with beyond_the_fence():
        running = Qualification.objects.open().order_by()
        customers = list(running.values_list("relationship__customer", flat=True).distinct())
    for customer in customers:
        with acting_for(customer):
            reopen_lapsed(customer, now=timezone.now())
            remind_of_overdue(customer, now=timezone.now())
