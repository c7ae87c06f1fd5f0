"""What happened to a batch, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.accounts.history import Told, told
from tandem.accounts.models import AuditEntry
from tandem.facts.models import Batch, BatchStatus

VERBS = {"opened": _("File taken in"), "moved_status": _("Status changed")}
FIELDS = {"status": _("Status")}


def of_batch(batch: Batch, actor: Actor) -> Iterable[Told]:
    """The newest first."""
    entries = AuditEntry.objects.visible_to(actor).about(batch)
    return [told(entry, VERBS, FIELDS, {"status": _status}) for entry in entries]


def _status(code: str) -> str:
    return str(dict(BatchStatus.choices).get(code, code))
