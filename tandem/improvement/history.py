"""The audit trail of a case, read as sentences in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry
from tandem.improvement.models import Case, Project, Step

SENTENCES: dict[str, Any] = {
    "opened": gettext_lazy("Case opened"),
    "handed_over": gettext_lazy("Handed over to %(new)s"),
    "form_exported": gettext_lazy("Written into an Excel form"),
    "looked_elsewhere": gettext_lazy("Looked where else the cause may sit: %(new)s places"),
    "elsewhere_taken": gettext_lazy("Case opened elsewhere: %(new)s"),
    "elsewhere_dismissed": gettext_lazy("Cause dismissed elsewhere: %(new)s"),
    "seen_again": gettext_lazy("Seen again: %(new)s"),
    "escalated": gettext_lazy("Escalated, overdue: %(new)s"),
    "proposed": gettext_lazy("Proposed"),
    "step_planned": gettext_lazy("Step planned: %(new)s"),
    "step_done": gettext_lazy("Step done: %(new)s"),
    "action_done": gettext_lazy("Action in place: %(new)s"),
    "draft_saved": gettext_lazy("%(step)s: draft saved"),
    "file_attached": gettext_lazy("%(step)s: file attached: %(new)s"),
    "file_detached": gettext_lazy("%(step)s: file taken back: %(old)s"),
    "file_downloaded": gettext_lazy("%(step)s: file downloaded: %(new)s"),
}
CASE_MOVED: dict[str, Any] = {
    Case.Status.OPEN: gettext_lazy("Opened again"),
    Case.Status.WATCHED: gettext_lazy("Effectiveness check begun"),
    Case.Status.CLOSED: gettext_lazy("Closed"),
    Case.Status.WITHDRAWN: gettext_lazy("Withdrawn"),
}
STEP_MOVED: dict[str, Any] = {
    Step.Status.OPEN: gettext_lazy("%(step)s begins anew"),
    Step.Status.HANDED_IN: gettext_lazy("%(step)s handed in"),
    Step.Status.RETURNED: gettext_lazy("%(step)s returned"),
    Step.Status.ACCEPTED: gettext_lazy("%(step)s accepted"),
}
PROJECT_MOVED: dict[str, Any] = {
    Project.Status.RUNNING: gettext_lazy("Agreed to"),
    Project.Status.DONE: gettext_lazy("Completed"),
    Project.Status.DECLINED: gettext_lazy("Declined"),
    Project.Status.STOPPED: gettext_lazy("Stopped"),
}
TONES: dict[str, str] = {
    Step.Status.RETURNED: "warning",
    Step.Status.ACCEPTED: "good",
    Case.Status.CLOSED: "good",
    Case.Status.WATCHED: "info",
}
ICONS: dict[str, str] = {
    "opened": "flag",
    "form_exported": "file-spreadsheet",
    "looked_elsewhere": "search",
    "elsewhere_taken": "flag",
    "elsewhere_dismissed": "x",
    "seen_again": "eye",
    "escalated": "clock-exclamation",
    "proposed": "target-arrow",
    "step_planned": "list-check",
    "step_done": "check",
    Project.Status.RUNNING: "circle-check",
    Project.Status.DONE: "flag",
    "handed_over": "user",
    "action_done": "check",
    "draft_saved": "pencil",
    "file_attached": "paperclip",
    "file_detached": "paperclip",
    "file_downloaded": "download",
    Step.Status.HANDED_IN: "send",
    Step.Status.RETURNED: "arrow-back-up",
    Step.Status.ACCEPTED: "circle-check",
    Case.Status.CLOSED: "lock",
    Case.Status.OPEN: "refresh",
    Case.Status.WATCHED: "eye",
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


def entries(case: Case, actor: Actor) -> QuerySet[AuditEntry]:
    """What either side did, as far as the actor's side may know; newest first."""
    steps = list(case.steps.values_list("pk", flat=True))
    about = Q(record_type=Case._meta.label_lower, record_id=case.pk) | Q(
        record_type=Step._meta.label_lower, record_id__in=steps
    )
    return (
        AuditEntry.objects.visible_to(actor)
        .filter(about)
        .select_related("organization")
        .order_by("-at", "-pk")
    )


def told(found: Iterable[AuditEntry]) -> list[Told]:
    return [_told(entry) for entry in found]


def _told(entry: AuditEntry) -> Told:
    of_step = entry.record_type == Step._meta.label_lower
    named = next((key for key in ("action", "what") if key in entry.changes), next(iter(entry.changes), ""))
    old, new = entry.changes.get(named, ["", ""])
    values = {"step": entry.record_name.rpartition(" ")[2] if of_step else "", "old": old, "new": new}
    by = _("%(person)s for %(organisation)s") % {
        "person": entry.by_whom,
        "organisation": entry.organization.display_name,
    }
    key = entry.verb
    sentence = SENTENCES.get(entry.verb)
    if entry.verb == "moved_status":
        key = str(new)
        moved = STEP_MOVED if of_step else CASE_MOVED
        sentence = (PROJECT_MOVED if entry.record_type == Project._meta.label_lower else moved).get(key)
    title = str(sentence) % values if sentence is not None else entry.verb
    return Told(entry.at, by, title, entry.reason, ICONS.get(key, "point"), TONES.get(key, "neutral"))
