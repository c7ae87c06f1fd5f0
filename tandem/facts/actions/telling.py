"""Who hears how a file fared: whoever brought it in; where that is nobody known, everybody who may import."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.models import Membership
from tandem.facts.models import Batch
from tandem.messaging.actions import Recipients, members, notify, people


def batch_loaded(batch: Batch, *, now: datetime) -> None:
    """Only of what is left to do: rows that were rejected, and rows without a supplier."""
    if batch.rejected:
        context = {"file": batch.file_name, "count": batch.rejected}
        notify("import.finished", to=_keepers(batch), about=batch, context=context, now=now)
    if batch.unmatched:
        notify(
            "suppliers.unmatched",
            to=members(batch.customer_id),
            about=batch,
            url=reverse("facts:matching"),
            context={"file": batch.file_name, "count": batch.unmatched},
            now=now,
        )


def batch_refused(batch: Batch, *, now: datetime) -> None:
    context = {"file": batch.file_name, "count": batch.rejected}
    notify("import.rejected", to=_keepers(batch), about=batch, context=context, now=now)


def batch_failed(batch: Batch, *, now: datetime) -> None:
    context = {"file": batch.file_name, "problem": batch.failure}
    notify("import.failed", to=_keepers(batch), about=batch, context=context, now=now)


def _keepers(batch: Batch) -> Recipients:
    started = Membership.objects.filter(user=batch.started_by_id, organization=batch.customer_id)
    if batch.started_by_id and started.exists():
        return people(batch.customer_id, batch.started_by_id)
    return members(batch.customer_id)
