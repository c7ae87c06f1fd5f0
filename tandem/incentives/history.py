"""The audit trail of a case, read as sentences in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tandem.accounts.models import AuditEntry
from tandem.incentives.models import TONES, Consequence

Status = Consequence.Status
SENTENCES: dict[str, Any] = {
    "proposed": _("Proposed"),
    "reckoned_again": _("Reckoned again: the scorecard was computed anew"),
    "improvement_asked": _("Improvement asked for: %(new)s"),
    "not_carried_out": _("Not carried out by itself: a person has to see to it"),
}
MOVED: dict[str, Any] = {
    Status.APPROVED: _("Approved by another"),
    Status.ANNOUNCED: _("Announced to the supplier"),
    Status.APPEALED: _("The supplier appealed"),
    Status.IN_FORCE: _("In effect"),
    Status.SETTLED: pgettext_lazy("amount", "Settled"),
    Status.REFUSED: _("Not approved"),
    Status.REVERSED: _("Taken back"),
}
ICONS = {
    "proposed": "gavel",
    Status.ANNOUNCED: "send",
    Status.APPEALED: "message-exclamation",
    Status.IN_FORCE: "circle-check",
    "improvement_asked": "flag",
    Status.REVERSED: "arrow-back-up",
}


@dataclass(frozen=True)
class Told:
    """One entry as the timeline shows it."""

    at: datetime
    by: str
    title: str
    detail: str
    icon: str
    tone: str


def told(entries: Iterable[AuditEntry]) -> list[Told]:
    return [_told(entry) for entry in entries]


def _told(entry: AuditEntry) -> Told:
    new = entry.changes.get("status", ["", ""])[1] if entry.verb == "moved_status" else entry.verb
    title = str(MOVED.get(new) or SENTENCES.get(new) or new)
    if new == "improvement_asked":
        title %= {"new": entry.changes["case"][1]}
    icon, tone = ICONS.get(new, "point"), TONES.get(new, "neutral")
    return Told(entry.at, entry.actor_name, title, entry.reason, icon, tone)
