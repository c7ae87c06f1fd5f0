"""Runs: started, watched, published or thrown away."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field, StrictInt
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.relationships.api import find
from tandem.scorecards import actions, queries
from tandem.scorecards.api.routing import Day, router
from tandem.scorecards.api.templates import TemplateBrief, template_brief
from tandem.scorecards.models import Run

Period = Annotated[str, Field(max_length=10, pattern=r"^\d{4}(-(Q[1-4]|W\d{2}|\d{2}))?$")]


class RunOut(TypedDict):
    """`lake_version`, `numbering_version` and `rates_version` are what it was computed from, for good."""

    id: int
    template: TemplateBrief
    period: str
    starts: date
    ends: date
    as_of: date
    status: str
    step: str
    done: int
    total: int
    suppliers: int
    scored: int
    problem: str
    lake_version: int
    numbering_version: int
    rates_version: int
    started_by: str
    created_at: datetime
    computed_at: datetime | None
    check_until: date | None
    checked_at: datetime | None
    published_at: datetime | None


class RunPaging(Paging):
    status: (
        Literal["draft", "running", "review", "checking", "signing", "published", "superseded", "discarded"]
        | None
    ) = None
    period: Text = ""


class NewRun(Body):
    """`template` is the name of an active one; `suppliers` are short names, all whom it is for when left out."""

    template: Word
    period: Period
    as_of: Day | None = None
    suppliers: Annotated[list[Word], Field(min_length=1, max_length=1000)] | None = None


class NewCheck(Body):
    """`days` are working days; the template's when left out."""

    days: Annotated[StrictInt, Field(ge=1, le=250)] | None = None


@router.get("/runs", **asks(Scope.READ_SCORECARDS, _("Scorecard runs, the newest first"), PageOf[RunOut]))
def runs(request: ApiRequest, asked: Query[RunPaging]) -> HttpResponse:
    rows = Run.objects.visible_to(request.actor).select_related("template")
    for name in ("status", "period"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    orders = {"created": Order("created_at", never_null=True)}
    return listed(request, rows, _run, orders=orders, sort="-created", paging=asked)


@router.post("/runs", **asks(Scope.WRITE_RUNS, _("Score a period, in the background"), RunOut, status=202))
def start_run(request: ApiRequest, new: NewRun) -> HttpResponse:
    chosen = None
    if new.suppliers is not None:
        chosen = [find(request, slug) for slug in dict.fromkeys(new.suppliers)]
    run = actions.start_run(
        queries.template_by_name(request.actor, new.template),
        new.period,
        by=request.actor,
        now=timezone.now(),
        as_of=new.as_of,
        chosen=chosen,
    )
    return answer(_run(run), status=202, location=f"/api/v1/runs/{run.pk}")


@router.get("/runs/{int:pk}", **asks(Scope.READ_SCORECARDS, _("How a run stands"), RunOut))
def run(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_run(find_run(request, pk)))


@router.post(
    "/runs/{int:pk}/publication",
    **asks(Scope.PUBLISH_RUNS, _("Show a reviewed run to its suppliers"), RunOut),
)
def publish_run(request: ApiRequest, pk: int) -> HttpResponse:
    found = find_run(request, pk)
    actions.publish_run(found, by=request.actor, now=timezone.now())
    return answer(_run(found))


@router.post(
    "/runs/{int:pk}/discarding",
    **asks(Scope.WRITE_RUNS, _("Throw a run away before it is published"), RunOut),
)
def discard_run(request: ApiRequest, pk: int) -> HttpResponse:
    found = find_run(request, pk)
    actions.discard_run(found, by=request.actor, now=timezone.now())
    return answer(_run(found))


@router.post(
    "/runs/{int:pk}/data-check",
    **asks(
        Scope.WRITE_RUNS, _("Ask a reviewed run's suppliers to check their lines before publication"), RunOut
    ),
)
def open_check(request: ApiRequest, pk: int, new: NewCheck) -> HttpResponse:
    found = find_run(request, pk)
    actions.open_check(found, by=request.actor, now=timezone.now(), days=new.days)
    return answer(_run(found))


@router.post(
    "/runs/{int:pk}/data-check/closing",
    **asks(Scope.WRITE_RUNS, _("Go on without the suppliers who have not answered in time"), RunOut),
)
def close_check(request: ApiRequest, pk: int) -> HttpResponse:
    found = find_run(request, pk)
    actions.close_check(found, by=request.actor, now=timezone.now())
    return answer(_run(found))


def find_run(request: ApiRequest, pk: int) -> Run:
    rows = Run.objects.visible_to(request.actor).select_related("template", "customer")
    return get_object_or_404(rows, pk=pk)


def _run(found: Run) -> RunOut:
    return RunOut(
        id=found.pk,
        template=template_brief(found.template),
        period=found.period,
        starts=found.starts,
        ends=found.ends,
        as_of=found.as_of,
        status=found.status,
        step=found.step,
        done=found.done,
        total=found.total,
        suppliers=found.suppliers,
        scored=found.scored,
        problem=found.problem,
        lake_version=found.lake_version,
        numbering_version=found.numbering_version,
        rates_version=found.rates_version,
        started_by=found.started_by,
        created_at=found.created_at,
        computed_at=found.computed_at,
        check_until=found.check_until,
        checked_at=found.checked_at,
        published_at=found.published_at,
    )
