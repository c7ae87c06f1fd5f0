"""Improvement projects (PDCA): proposed by one side, agreed to by the other, worked at by both."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core import zones
from tandem.core.errors import Refused
from tandem.improvement import telling
from tandem.improvement.models import Project, ProjectStep
from tandem.improvement.rules import projects as rules
from tandem.improvement.rules.cases import why_not_manage
from tandem.relationships.models import Relationship

Status = Project.Status
FIELDS = (
    "title", "why", "kpi", "unit", "baseline", "goal", "goal_text", "due_on", "saving", "currency", "supplier_share",
)  # fmt: skip


@transaction.atomic
def propose_project(
    relationship: Relationship, values: Mapping[str, Any], *, by: Actor, now: datetime
) -> Project:
    """Put a project before the other side. Raises Refused."""
    require(rules.can_propose(by, relationship), why_not_manage(by))
    project = Project(
        relationship=relationship,
        proposed_by=rules.side_of(by, relationship),
        proposed_at=now,
        proposed_by_name=by.name[:120],
        **{name: values[name] for name in FIELDS if name in values},
    )
    if project.goal is None and not project.goal_text:
        raise Refused(_("Say what the goal is: a number, or words."))
    if project.saving is not None and not project.currency:
        project.currency = relationship.customer.currency
    check(project)
    project.save()
    _record(project, "proposed", by=by)
    changes = {"project": ["", project.title]}
    audit.record(
        relationship, "project_proposed", by=by, changes=changes, counterpart=_other(project, by), shared=True
    )
    telling.project(project, "project.proposed", by=by, now=now)
    return project


@transaction.atomic
def agree_to_project(project: Project, *, by: Actor, now: datetime) -> None:
    """Raises Refused for whoever proposed it."""
    _lock(project)
    _require_answer(project, by)
    project.agreed_at, project.agreed_by_name = now, by.name[:120]
    _move(project, Status.RUNNING, by=by)
    telling.project(project, "project.agreed", by=by, now=now)


@transaction.atomic
def decline_project(project: Project, *, reason: str, by: Actor, now: datetime) -> None:
    _lock(project)
    _require_answer(project, by)
    project.remark, project.ended_at = _needed(reason, _("Say why; the other side reads it.")), now
    _move(project, Status.DECLINED, by=by, reason=project.remark)
    telling.project(project, "project.declined", by=by, now=now)


def _require_answer(project: Project, by: Actor) -> None:
    """Whoever works for the side that did not propose it, while it waits."""
    require(rules.can_work(by, project), why_not_manage(by))
    if project.status != Status.PROPOSED:
        raise Refused(
            _("The project is “%(status)s”: it waits for no answer.")
            % {"status": project.get_status_display()}
        )
    if not rules.can_agree(by, project):
        raise Refused(_("Your side proposed this project; the other side agrees to it or declines."))


@transaction.atomic
def stop_project(project: Project, *, reason: str, by: Actor, now: datetime) -> None:
    require(rules.can_work(by, project), why_not_manage(by))
    _lock(project)
    project.remark, project.ended_at = _needed(reason, _("Say why; the other side reads it.")), now
    _move(project, Status.STOPPED, by=by, reason=project.remark)
    telling.project(project, "project.stopped", by=by, now=now)


@transaction.atomic
def finish_project(
    project: Project, *, remark: str, reached: Decimal | None, saved: Decimal | None, by: Actor, now: datetime
) -> None:
    """Say what came of it. Raises Refused while steps are open."""
    require(rules.can_work(by, project), why_not_manage(by))
    _lock(project)
    waiting = [step.text for step in project.steps.all() if step.done_on is None]
    if waiting:
        raise Refused(_("These steps are not done yet: %(steps)s.") % {"steps": "; ".join(waiting[:5])})
    if project.goal is not None and reached is None:
        raise Refused(_("Say what was reached, in the goal’s unit."))
    project.remark = _needed(remark, _("Say what came of it."))
    project.reached, project.saved, project.ended_at = reached, saved, now
    if saved is not None and not project.currency:
        project.currency = project.relationship.customer.currency
    check(project)
    _move(project, Status.DONE, by=by, reason=project.remark)
    changes = {"project": ["", project.title]}
    audit.record(
        project.relationship,
        "project_finished",
        by=by,
        changes=changes,
        counterpart=_other(project, by),
        shared=True,
    )
    telling.project(project, "project.finished", by=by, now=now)


@transaction.atomic
def plan_step(project: Project, step: ProjectStep, *, by: Actor, now: datetime) -> ProjectStep:
    require(rules.can_work(by, project), why_not_manage(by))
    _lock(project)
    if project.is_over:
        raise Refused(
            _("The project is “%(status)s”: its steps no longer change.")
            % {"status": project.get_status_display()}
        )
    step.project = project
    check(step)
    step.save()
    _record(project, "step_planned", by=by, step=step.text)
    return step


@transaction.atomic
def finish_project_step(step: ProjectStep, *, done_on: date, result: str, by: Actor, now: datetime) -> None:
    """Whichever side has the step says that it is done."""
    project = step.project
    require(rules.can_work(by, project), why_not_manage(by))
    _lock(project)
    if project.status != Status.RUNNING:
        raise Refused(
            _("Steps are done while a project is running; this one is “%(status)s”.")
            % {"status": project.get_status_display()}
        )
    if not zones.has_begun(done_on, now):
        raise Refused(_("The day it was done has not come yet. Choose today or an earlier one."))
    step.done_on, step.result, step.done_by_name = done_on, result.strip()[:300], by.name[:120]
    step.save()
    _record(project, "step_done", by=by, step=step.text)


def _lock(project: Project) -> None:
    rows = Project.objects.select_for_update(of=("self",)).select_related(
        "relationship__customer", "relationship__supplier"
    )
    project.refresh_from_db(from_queryset=rows)


def _move(project: Project, to: str, *, by: Actor, reason: str = "") -> None:
    audit.move(project, to, by=by, reason=reason, counterpart=_other(project, by), shared=True)


def _record(project: Project, verb: str, *, by: Actor, **changes: str) -> None:
    said = {name: ["", value] for name, value in changes.items()}
    audit.record(project, verb, by=by, changes=said, counterpart=_other(project, by), shared=True)


def _other(project: Project, by: Actor) -> int:
    relationship = project.relationship
    return (
        relationship.supplier_id
        if relationship.customer_id == by.organization_id
        else relationship.customer_id
    )


def _needed(text: str, asked: str) -> str:
    if not text.strip():
        raise Refused(asked)
    return text.strip()[:2000]
