"""The audit trail of a selection, read as sentences in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import AuditEntry
from tandem.core import formats
from tandem.sourcing.models import Selection
from tandem.sourcing.models.decision import Function

SENTENCES = {
    "started": _("Begun"),
    "need_changed": _("The need was changed"),
    "candidates_added": _("On the long list: %(new)s"),
    "left_out": _("Left out: %(new)s"),
    "brought_back": _("Back on the short list: %(new)s"),
    "candidate_removed": _("Taken off the long list: %(new)s"),
    "expectations_entered": _("Capacity and expectations entered: %(new)s"),
    "criterion_added": _("Criterion added: %(new)s"),
    "criterion_changed": _("Criterion changed: %(new)s"),
    "criterion_removed": _("Criterion removed: %(old)s"),
    "value_entered": _("Value entered for %(new)s"),
    "values_drawn": _("Values drawn from Tandem: %(new)s known"),
    "offer_entered": _("Offer entered for %(new)s"),
    "file_downloaded": _("File downloaded: %(new)s"),
    "weighting_chosen": _("Another way of finding weights"),
    "judge_invited": _("%(new)s was invited to judge"),
    "judge_dismissed": _("%(old)s is not to judge any more"),
    "judged": _("%(new)s handed in their judgement"),
    "agreed": _("Countersigned for %(new)s"),
    "disagreed": _("Disagreement of %(new)s"),
    "minutes_written": _("Minutes of %(new)s"),
}
MOVED: dict[str, Any] = {
    Selection.Status.DRAFT: _("Back to the draft"),
    Selection.Status.COLLECTING: _("Evidence is being collected"),
    Selection.Status.JUDGING: _("Evidence closed, weights are being judged"),
    Selection.Status.PROPOSED: _("Proposed"),
    Selection.Status.DECIDED: _("Decided"),
    Selection.Status.WITHDRAWN: _("Withdrawn"),
}
ICONS = {
    "moved_status": "arrow-narrow-right",
    "agreed": "check",
    "disagreed": "alert-triangle",
    "judged": "scale",
    "offer_entered": "coins",
    "values_drawn": "refresh",
    "minutes_written": "notes",
}
ABOUT = ("candidate", "status")
TONES = {"agreed": "good", "disagreed": "warning"}


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
    return [
        Told(
            entry.at,
            entry.actor_name,
            _title(entry),
            entry.reason,
            ICONS.get(entry.verb, "point"),
            TONES.get(entry.verb, "neutral"),
        )
        for entry in entries
    ]


def _title(entry: AuditEntry) -> str:
    # The database keeps no order of keys: what an entry is about stands first where it is named.
    about = next((key for key in ABOUT if key in entry.changes), None)
    old, new = entry.changes[about] if about else next(iter(entry.changes.values()), ("", ""))
    if new in Function.values and "function" in entry.changes:
        new = str(Function(new).label)
    if entry.verb == "minutes_written":
        new = formats.day(date.fromisoformat(new), get_language() or "en")
    if entry.verb == "moved_status":
        return str(MOVED.get(new, new))
    sentence = SENTENCES.get(entry.verb)
    return str(sentence) % {"old": old, "new": new} if sentence else entry.verb
