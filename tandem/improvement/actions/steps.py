"""Filling steps in, handing them in, returning and accepting them; what is attached to them, and the actions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import kept_files, zones
from tandem.core.errors import Refused
from tandem.core.file_kinds import DOCUMENTS
from tandem.improvement import deadlines, eight_d, telling
from tandem.improvement.actions.cases import lock, other_end
from tandem.improvement.actions.watching import begin_to_watch
from tandem.improvement.models import Action, Case, Draft, HandIn, Step, StepFile
from tandem.improvement.rules import cases as rules

Status = Step.Status
FOLDER, MOST_FILES = "improvement", 10
# After a return the step is due again so many working days later, where its own day has passed.
AGAIN_IN = 3


@transaction.atomic
def save_draft(step: Step, content: Mapping[str, Any], *, by: Actor, now: datetime) -> Draft:
    """Keep what the supplier has written so far; the customer does not see it. Raises Refused."""
    require(rules.can_answer(by, step.case))
    _lock(step)
    if step.case.status != Case.Status.OPEN or not step.is_waiting:
        raise Refused(rules.why_not_hand_in(step, {}))
    tidy = eight_d.tidied(step.discipline, content)
    values = {"content": tidy, "saved_at": now, "saved_by_name": by.name[:120]}
    draft, _made = Draft.objects.update_or_create(step=step, defaults=values)
    audit.record(step, "draft_saved", by=by)
    return draft


@transaction.atomic
def hand_in(step: Step, content: Mapping[str, Any], *, by: Actor, now: datetime) -> HandIn:
    """Give the step to the customer, with the files attached since. Raises Refused while something is missing."""
    require(rules.can_answer(by, step.case))
    _lock(step)
    found = _handed_in(step, content, by=by, now=now)
    StepFile.objects.filter(step=step, hand_in=None).update(hand_in=found)
    Draft.objects.filter(step=step).delete()
    telling.handed_in(step, by=by, now=now)
    return found


@transaction.atomic
def hand_in_for(step: Step, content: Mapping[str, Any], *, by: Actor, now: datetime) -> HandIn:
    """The customer enters what the supplier sent it in a file. Raises Refused while something is missing."""
    require(rules.can_manage(by, step.case), rules.why_not_manage(by))
    _lock(step)
    return _handed_in(step, content, by=by, now=now, on_behalf=True)


@transaction.atomic
def accept_step(step: Step, *, by: Actor, now: datetime) -> None:
    """Agree to what was handed in last. With D5 its actions become both sides' plan; with D6 the effect begins to
    count."""
    require(rules.can_manage(by, step.case), rules.why_not_manage(by))
    _lock(step)
    latest = _latest(step)
    latest.accepted, latest.decided_at, latest.decided_by_name = True, now, by.name[:120]
    latest.save(update_fields=["accepted", "decided_at", "decided_by_name"])
    _move(step, Status.ACCEPTED, by=by)
    if step.code == "D5":
        _plan(step.case, latest.content)
    if step.code == "D6":
        step.case.acted_on = max(each.done_on for each in step.case.actions.all() if each.done_on)
        step.case.save(update_fields=["acted_on"])
    telling.accepted(step, by=by, now=now)
    if step.code == "D8" and step.case.kpi and step.case.acted_on:
        begin_to_watch(step.case, by=by, now=now)


@transaction.atomic
def return_step(step: Step, *, reason: str, by: Actor, now: datetime) -> None:
    """Give it back with the reason; what was handed in stays readable. Raises Refused without a reason."""
    require(rules.can_manage(by, step.case), rules.why_not_manage(by))
    _lock(step)
    if not reason.strip():
        raise Refused(_("Say what is missing or wrong, so that the supplier can mend it."))
    latest = _latest(step)
    latest.accepted, latest.reason = False, reason.strip()[:2000]
    latest.decided_at, latest.decided_by_name = now, by.name[:120]
    latest.save(update_fields=["accepted", "reason", "decided_at", "decided_by_name"])
    again = deadlines.after(now, AGAIN_IN, step.case.relationship.supplier.country)
    step.due_at = max(step.due_at, again)
    _move(step, Status.RETURNED, by=by, reason=latest.reason)
    telling.returned(step, latest.reason, by=by, now=now)


@transaction.atomic
def attach(step: Step, content: bytes, *, name: str, by: Actor, now: datetime) -> StepFile:
    """Keep a file with the step; the customer sees it with the next hand-in. Raises Refused."""
    require(rules.can_answer(by, step.case))
    _lock(step)
    if step.case.status != Case.Status.OPEN or not step.is_waiting:
        raise Refused(rules.why_not_hand_in(step, {}))
    if step.files.filter(hand_in=None).count() >= MOST_FILES:
        raise Refused(
            _("At most %(most)d files go with one hand-in. Remove one, or put several into one PDF.")
            % {"most": MOST_FILES}
        )
    kept = kept_files.keep(content, name=name, folder=f"{FOLDER}/{step.case_id}", taken=DOCUMENTS)
    file = StepFile.objects.create(
        step=step,
        path=kept.path,
        file_name=kept.file_name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        kept_at=now,
        kept_by_name=by.name[:120],
    )
    audit.record(step, "file_attached", by=by, changes={"file": ["", file.file_name]})
    return file


@transaction.atomic
def detach(file: StepFile, *, by: Actor) -> None:
    """Take back what has not been handed in yet."""
    require(rules.can_answer(by, file.step.case))
    _lock(file.step)
    file.refresh_from_db(fields=["hand_in"])
    if file.hand_in_id is not None:
        raise Refused(_("%(file)s was handed in already and stays with that version.") % {"file": file})
    audit.record(file.step, "file_detached", by=by, changes={"file": [file.file_name, ""]})
    path = file.path
    file.delete()
    transaction.on_commit(lambda: kept_files.forget(path))


def record_download(file: StepFile, *, by: Actor) -> None:
    case = file.step.case
    audit.record(
        file.step,
        "file_downloaded",
        by=by,
        changes={"file": ["", file.file_name]},
        counterpart=other_end(case, by),
    )


@transaction.atomic
def finish_action(action: Action, *, done_on: date, by: Actor, now: datetime) -> None:
    """The supplier says since when an action is in place. Raises Refused for a day to come."""
    case = action.case
    require(rules.can_answer(by, case))
    lock(case)
    if case.status != Case.Status.OPEN:
        raise Refused(rules.why_not_hand_in(Step(case=case), {}))
    if not zones.has_begun(done_on, now):
        raise Refused(_("The day it was done has not come yet. Choose today or an earlier one."))
    begun = case.reopened_at or case.opened_at
    if done_on < zones.today_in(case.relationship.supplier.country, begun):
        raise Refused(
            _("The day lies before the case was opened: what was in place by then did not solve it.")
        )
    old, action.done_on, action.done_by_name = action.done_on, done_on, by.name[:120]
    action.save(update_fields=["done_on", "done_by_name"])
    audit.record(
        case,
        "action_done",
        by=by,
        changes={"action": ["", action.text], "done_on": [old, done_on]},
        counterpart=other_end(case, by),
        shared=True,
    )


def _handed_in(
    step: Step, content: Mapping[str, Any], *, by: Actor, now: datetime, on_behalf: bool = False
) -> HandIn:
    steps = {each.code: each for each in step.case.steps.all()}
    if reason := rules.why_not_hand_in(step, steps):
        raise Refused(reason)
    tidy = eight_d.tidied(step.discipline, content)
    if missing := eight_d.missing(step.discipline, tidy):
        raise Refused(
            _("%(step)s cannot be handed in yet. Fill in: %(missing)s.")
            % {"step": step.code, "missing": "; ".join(missing)}
        )
    if step.code == "D6":
        _require_done(step.case)
    found = HandIn.objects.create(
        step=step,
        version=step.hand_ins.count() + 1,
        content=tidy,
        handed_in_at=now,
        handed_in_by_name=by.name[:120],
        on_behalf=on_behalf,
    )
    _move(step, Status.HANDED_IN, by=by)
    return found


def _require_done(case: Case) -> None:
    waiting = [each.text for each in case.actions.all() if each.done_on is None]
    if waiting:
        raise Refused(
            _("Say first since when these actions are in place: %(actions)s.")
            % {"actions": "; ".join(waiting[:5])}
        )


def _plan(case: Case, content: Mapping[str, Any]) -> None:
    """Those agreed on take the place of what was planned and not done before."""
    case.actions.filter(done_on=None).delete()
    Action.objects.bulk_create(
        Action(
            case=case,
            text=row["action"],
            against=row["against"],
            owner=row["owner"],
            due_on=date.fromisoformat(row["due_on"]),
        )
        for row in content["actions"]
    )


def _latest(step: Step) -> HandIn:
    found = step.hand_ins.last()
    if step.status != Status.HANDED_IN or found is None:
        raise Refused(
            _("%(step)s is “%(status)s”: there is nothing to decide on.")
            % {"step": step.code, "status": step.get_status_display()}
        )
    if step.case.status != Case.Status.OPEN:
        raise Refused(rules.why_not_hand_in(step, {}))
    return found


def _move(step: Step, to: str, *, by: Actor, reason: str = "") -> None:
    audit.move(step, to, by=by, reason=reason, counterpart=other_end(step.case, by), shared=True)


def _lock(step: Step) -> None:
    """The case is what is locked: its steps wait for each other."""
    case = step.case
    lock(case)
    step.refresh_from_db()
    step.case = case
