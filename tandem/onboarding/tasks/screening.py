from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.accounts.models import Organization
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.onboarding.actions import screening as actions
from tandem.onboarding.models import ScreenedSupplier


@app.task(name=actions.SCREEN_TASK, queue="onboarding")
def screen_suppliers(customer_id: int) -> None:
    """All of a customer's suppliers, after a new version of a list."""
    with acting_for(customer_id):
        customer = Organization.objects.get(pk=customer_id)
        actions.screen_suppliers(customer, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="tandem.onboarding.screen_changed", queue="onboarding")
def screen_changed(timestamp: int) -> None:
    """Suppliers that came or changed since the minute before."""
    with beyond_the_fence():
        waiting = ScreenedSupplier.objects.filter(due_since__isnull=False)
        ids = set(waiting.values_list("relationship__customer", flat=True))
        customers = list(Organization.objects.filter(pk__in=ids).order_by("pk"))
    for customer in customers:
        with acting_for(customer.pk):
            actions.screen_changed(customer, now=timezone.now())


@app.periodic(cron="7 4 * * *")
@app.task(name="tandem.onboarding.screen_everybody", queue="onboarding")
def screen_everybody(timestamp: int) -> None:
    """Once a night: debarments end by their date, without a new list."""
    actions.screen_everybody()
