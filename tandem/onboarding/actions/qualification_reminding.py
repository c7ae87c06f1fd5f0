"""Stages past their day: both ends are told once for each due day."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from tandem.accounts.actor import day_of
from tandem.onboarding.models import Qualification, QualificationStage
from tandem.onboarding.telling import qualification as telling


@transaction.atomic
def remind_of_overdue(customer_id: int, *, now: datetime) -> int:
    """Of one customer's qualifications. Returns how many stages were told of."""
    rows = QualificationStage.objects.filter(
        Q(reminded_of=None) | ~Q(reminded_of=F("due_on")),
        status=QualificationStage.Status.OPEN,
        due_on__lt=day_of(now),
        qualification__status=Qualification.Status.RUNNING,
        qualification__relationship__customer=customer_id,
        qualification__relationship__merged_into=None,
    ).select_related("qualification__relationship__customer", "qualification__relationship__supplier")
    found = list(rows.select_for_update(of=("self",)).prefetch_related("items"))
    for stage in found:
        telling.overdue(stage, now=now)
        stage.reminded_of = stage.due_on
        stage.save(update_fields=["reminded_of"])
    return len(found)
