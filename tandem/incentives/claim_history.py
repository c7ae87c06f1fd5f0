"""The audit trails of claims and statements, read as sentences in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tandem.accounts.models import AuditEntry
from tandem.incentives.history import Told

SENTENCES: dict[str, Any] = {
    "written": _("Written"),
    "attached": _("Evidence attached: %(new)s"),
    "downloaded": _("Evidence downloaded: %(new)s"),
    "offered": _("Another amount offered"),
    "made": _("Made out"),
    "taken_in": _("Lines taken in: %(new)s"),
    "taken_off": _("Taken off: %(old)s"),
    "draft": _("Sent back to who wrote it"),
    "proposed": _("Handed in for approval"),
    "sent": _("Sent to the supplier"),
    "returned": _("Returned by the supplier"),
    "agreed": _("Agreed"),
    "settled": pgettext_lazy("amount", "Settled"),
    "withdrawn": _("Withdrawn"),
    "improvement_asked": _("Improvement asked for: %(new)s"),
}
ICONS = {"sent": "send", "agreed": "circle-check", "returned": "arrow-back-up", "attached": "paperclip"}
TONES = {"agreed": "good", "returned": "warning", "sent": "info"}


def told(entries: Iterable[AuditEntry]) -> list[Told]:
    return [_told(entry) for entry in entries]


def _told(entry: AuditEntry) -> Told:
    verb = entry.changes.get("status", ["", ""])[1] if entry.verb == "moved_status" else entry.verb
    old, new = next(iter(entry.changes.values()), ("", ""))
    sentence = SENTENCES.get(verb)
    title = str(sentence) % {"old": old, "new": new} if sentence else verb
    return Told(
        entry.at, entry.actor_name, title, entry.reason, ICONS.get(verb, "point"), TONES.get(verb, "neutral")
    )
