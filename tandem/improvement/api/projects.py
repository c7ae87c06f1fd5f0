"""Improvement projects (PDCA), the same from either end."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.improvement import actions
from tandem.improvement.actions.projects import FIELDS
from tandem.improvement.api.cases import supplied
from tandem.improvement.api.routing import (
    Amount,
    Code,
    Day,
    DoneOn,
    Figure,
    GivenReason,
    Line,
    Remark,
    Story,
    Title,
    router,
)
from tandem.improvement.models import Project, ProjectStep
from tandem.relationships.api import Currency, find

BY_DAY = {"proposed": Order("proposed_at", never_null=True)}
DECIMALS = ("baseline", "goal", "saving", "supplier_share")


class ProjectOut(TypedDict):
    """`proposed_by` is the side, customer or supplier; `progress` between 0 and 1, null where it cannot be told."""

    id: int
    status: str
    customer: str
    supplier: str
    proposed_by: str
    title: str
    kpi: str
    unit: str
    baseline: str | None
    goal: str | None
    goal_text: str
    due_on: date
    saving: str | None
    currency: str
    supplier_share: str | None
    proposed_at: datetime
    agreed_at: datetime | None
    reached: str | None
    saved: str | None
    progress: float | None
    ended_at: datetime | None


class ProjectStepOut(TypedDict):
    id: int
    phase: str
    text: str
    side: str
    owner: str
    due_on: date
    done_on: date | None
    result: str


class ProjectWhole(ProjectOut):
    """`remark` is why it was declined or stopped, or what came of it."""

    why: str
    remark: str
    steps: list[ProjectStepOut]


class ProjectPaging(Paging):
    status: Literal["proposed", "running", "done", "declined", "stopped"] | None = None


class ProjectParts(Body):
    """A goal is a number in the unit, or words."""

    title: Title
    why: Story
    due_on: Day
    kpi: Code = ""
    unit: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    baseline: Figure | None = None
    goal: Figure | None = None
    goal_text: Line = ""
    saving: Amount | None = None
    currency: Currency | Literal[""] = ""
    supplier_share: Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$")] | None = None


class NewProject(ProjectParts):
    relationship: Word


class NewReceivedProject(ProjectParts):
    """`customer` is the short name that `GET customers` gives."""

    customer: Word


class NewProjectStep(Body):
    phase: Literal["plan", "do", "check", "act"]
    text: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    side: Literal["customer", "supplier"]
    due_on: Day
    owner: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""


class StepDone(DoneOn):
    result: Line = ""


class Outcome(Remark):
    """`reached` in the goal's unit, `saved` a year."""

    reached: Figure | None = None
    saved: Amount | None = None


@router.get(
    "/projects",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("Improvement projects with the organisation’s suppliers, the newest first"),
        PageOf[ProjectOut],
    ),
)
def projects(request: ApiRequest, asked: Query[ProjectPaging]) -> HttpResponse:
    return _listed(request, Project.objects.of_customer(request.actor), asked)


@router.post(
    "/projects",
    **asks(Scope.WRITE_IMPROVEMENT, _("Propose a project to a supplier"), ProjectWhole, status=201),
)
def propose_project(request: ApiRequest, new: NewProject) -> HttpResponse:
    relationship = find(request, new.relationship)
    made = actions.propose_project(relationship, _values(new), by=request.actor, now=timezone.now())
    return answer(_whole(_ours(request, made.pk)), status=201, location=f"/api/v1/projects/{made.pk}")


@router.get(
    "/projects/{int:pk}",
    **asks(Scope.READ_RELATIONSHIPS, _("One improvement project with its steps"), ProjectWhole),
)
def project(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_whole(_ours(request, pk)))


@router.post(
    "/projects/{int:pk}/agreement",
    **asks(Scope.WRITE_IMPROVEMENT, _("Agree to what the supplier proposed"), ProjectWhole),
)
def agree_to_project(request: ApiRequest, pk: int) -> HttpResponse:
    actions.agree_to_project(_ours(request, pk), by=request.actor, now=timezone.now())
    return answer(_whole(_ours(request, pk)))


@router.post(
    "/projects/{int:pk}/refusal",
    **asks(Scope.WRITE_IMPROVEMENT, _("Decline what the supplier proposed"), ProjectWhole),
)
def decline_project(request: ApiRequest, pk: int, because: GivenReason) -> HttpResponse:
    actions.decline_project(_ours(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(_whole(_ours(request, pk)))


@router.post(
    "/projects/{int:pk}/stop",
    **asks(Scope.WRITE_IMPROVEMENT, _("Stop a project"), ProjectWhole),
)
def stop_project(request: ApiRequest, pk: int, because: GivenReason) -> HttpResponse:
    actions.stop_project(_ours(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(_whole(_ours(request, pk)))


@router.post(
    "/projects/{int:pk}/completion",
    **asks(Scope.WRITE_IMPROVEMENT, _("Say what came of a project"), ProjectWhole),
)
def finish_project(request: ApiRequest, pk: int, outcome: Outcome) -> HttpResponse:
    _finish(request, _ours(request, pk), outcome)
    return answer(_whole(_ours(request, pk)))


@router.post(
    "/projects/{int:pk}/steps",
    **asks(Scope.WRITE_IMPROVEMENT, _("Plan a step of a project"), ProjectWhole, status=201),
)
def plan_step(request: ApiRequest, pk: int, new: NewProjectStep) -> HttpResponse:
    _plan(request, _ours(request, pk), new)
    return answer(_whole(_ours(request, pk)), status=201)


@router.post(
    "/projects/{int:pk}/steps/{int:step}/completion",
    **asks(Scope.WRITE_IMPROVEMENT, _("Say that a step of a project is done"), ProjectWhole),
)
def finish_step(request: ApiRequest, pk: int, step: int, done: StepDone) -> HttpResponse:
    _finish_step(request, _ours(request, pk), step, done)
    return answer(_whole(_ours(request, pk)))


@router.get(
    "/received-projects",
    tags=["customers"],
    **asks(
        Scope.READ_CUSTOMERS,
        _("Improvement projects with the organisation’s customers, the newest first"),
        PageOf[ProjectOut],
    ),
)
def received_projects(request: ApiRequest, asked: Query[ProjectPaging]) -> HttpResponse:
    return _listed(request, Project.objects.of_supplier(request.actor), asked)


@router.post(
    "/received-projects",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Propose a project to a customer"), ProjectWhole, status=201),
)
def propose_received_project(request: ApiRequest, new: NewReceivedProject) -> HttpResponse:
    relationship = supplied(request, new.customer)
    made = actions.propose_project(relationship, _values(new), by=request.actor, now=timezone.now())
    return answer(
        _whole(_theirs(request, made.pk)), status=201, location=f"/api/v1/received-projects/{made.pk}"
    )


@router.get(
    "/received-projects/{int:pk}",
    tags=["customers"],
    **asks(Scope.READ_CUSTOMERS, _("One of these projects with its steps"), ProjectWhole),
)
def received_project(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_whole(_theirs(request, pk)))


@router.post(
    "/received-projects/{int:pk}/agreement",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Agree to what the customer proposed"), ProjectWhole),
)
def agree_to_received_project(request: ApiRequest, pk: int) -> HttpResponse:
    actions.agree_to_project(_theirs(request, pk), by=request.actor, now=timezone.now())
    return answer(_whole(_theirs(request, pk)))


@router.post(
    "/received-projects/{int:pk}/refusal",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Decline what the customer proposed"), ProjectWhole),
)
def decline_received_project(request: ApiRequest, pk: int, because: GivenReason) -> HttpResponse:
    actions.decline_project(_theirs(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(_whole(_theirs(request, pk)))


@router.post(
    "/received-projects/{int:pk}/stop",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Stop a project with a customer"), ProjectWhole),
)
def stop_received_project(request: ApiRequest, pk: int, because: GivenReason) -> HttpResponse:
    actions.stop_project(_theirs(request, pk), reason=because.reason, by=request.actor, now=timezone.now())
    return answer(_whole(_theirs(request, pk)))


@router.post(
    "/received-projects/{int:pk}/completion",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Say what came of a project with a customer"), ProjectWhole),
)
def finish_received_project(request: ApiRequest, pk: int, outcome: Outcome) -> HttpResponse:
    _finish(request, _theirs(request, pk), outcome)
    return answer(_whole(_theirs(request, pk)))


@router.post(
    "/received-projects/{int:pk}/steps",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Plan a step of a project with a customer"), ProjectWhole, status=201),
)
def plan_received_step(request: ApiRequest, pk: int, new: NewProjectStep) -> HttpResponse:
    _plan(request, _theirs(request, pk), new)
    return answer(_whole(_theirs(request, pk)), status=201)


@router.post(
    "/received-projects/{int:pk}/steps/{int:step}/completion",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Say that a step of such a project is done"), ProjectWhole),
)
def finish_received_step(request: ApiRequest, pk: int, step: int, done: StepDone) -> HttpResponse:
    _finish_step(request, _theirs(request, pk), step, done)
    return answer(_whole(_theirs(request, pk)))


def _finish(request: ApiRequest, found: Project, outcome: Outcome) -> None:
    actions.finish_project(
        found,
        remark=outcome.remark,
        reached=_decimal(outcome.reached),
        saved=_decimal(outcome.saved),
        by=request.actor,
        now=timezone.now(),
    )


def _plan(request: ApiRequest, found: Project, new: NewProjectStep) -> None:
    actions.plan_step(found, ProjectStep(**new.model_dump()), by=request.actor, now=timezone.now())


def _finish_step(request: ApiRequest, found: Project, step: int, done: StepDone) -> None:
    planned = get_object_or_404(found.steps.all(), pk=step)
    planned.project = found
    actions.finish_project_step(
        planned, done_on=done.done_on, result=done.result, by=request.actor, now=timezone.now()
    )


def _values(parts: ProjectParts) -> dict[str, Any]:
    values = {name: getattr(parts, name) for name in FIELDS}
    return values | {name: _decimal(values[name]) for name in DECIMALS}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _ours(request: ApiRequest, pk: int) -> Project:
    return get_object_or_404(_with_ends(Project.objects.of_customer(request.actor)), pk=pk)


def _theirs(request: ApiRequest, pk: int) -> Project:
    return get_object_or_404(_with_ends(Project.objects.of_supplier(request.actor)), pk=pk)


def _with_ends(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("relationship__customer", "relationship__supplier")


def _listed(request: ApiRequest, rows: QuerySet[Project], asked: ProjectPaging) -> HttpResponse:
    if asked.status:
        rows = rows.filter(status=asked.status)
    return listed(request, rows, _project, orders=BY_DAY, sort="-proposed", paging=asked, load=_loaded)


def _loaded(rows: QuerySet[Project]) -> Sequence[Project]:
    return list(_with_ends(rows))


def _project(found: Project) -> ProjectOut:
    return ProjectOut(
        id=found.pk,
        status=found.status,
        customer=found.relationship.customer.slug,
        supplier=found.relationship.supplier.slug,
        proposed_by=found.proposed_by,
        title=found.title,
        kpi=found.kpi,
        unit=found.unit,
        baseline=_text(found.baseline),
        goal=_text(found.goal),
        goal_text=found.goal_text,
        due_on=found.due_on,
        saving=_text(found.saving),
        currency=found.currency,
        supplier_share=_text(found.supplier_share),
        proposed_at=found.proposed_at,
        agreed_at=found.agreed_at,
        reached=_text(found.reached),
        saved=_text(found.saved),
        progress=found.progress,
        ended_at=found.ended_at,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _whole(found: Project) -> ProjectWhole:
    return ProjectWhole(
        **_project(found),
        why=found.why,
        remark=found.remark,
        steps=[
            ProjectStepOut(
                id=step.pk,
                phase=step.phase,
                text=step.text,
                side=step.side,
                owner=step.owner,
                due_on=step.due_on,
                done_on=step.done_on,
                result=step.result,
            )
            for step in found.steps.all()
        ],
    )
