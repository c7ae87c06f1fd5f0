"""Qualifications: the customer's own, and from the other end those that one's customers lead."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from typing_extensions import TypedDict

from tandem.accounts.api import OrganisationBrief, brief
from tandem.accounts.rest import ApiRequest, PageOf, Paging, Text, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.onboarding.models import Qualification, QualificationItem
from tandem.onboarding.queries import progress
from tandem.onboarding.queries import qualifications as queries

router = Router(tags=["qualification"])
StatusName = Literal[
    "open", "overdue", "running", "proposed", "approved", "conditional", "refused", "stopped"
]
ORDERS = {"started": Order(F("started_at"), never_null=True)}


class QualificationItemOut(TypedDict):
    """`waits_for` is supplier or customer; null where nothing is left to do. `assessment` is the questionnaire or audit
    that settles it, once it is asked; a supplier reads of an audit when its result is published."""

    title: str
    title_local: str
    kind: str
    status: str
    waits_for: str | None
    assessment: int | None


class QualificationStageOut(TypedDict):
    name: str
    name_local: str
    kind: str
    status: str
    due_on: date
    overdue: bool
    passed_at: datetime | None
    items: list[QualificationItemOut]


class QualificationBrief(TypedDict):
    id: int
    category: str
    sites: list[str]
    status: str
    started_at: datetime
    due_on: date
    decided_at: datetime | None


class QualificationOut(QualificationBrief):
    """`relationship` and `supplier` say who is being qualified; `sites` is empty for every site."""

    relationship: str
    supplier: OrganisationBrief
    risk: str
    lead: str | None


class QualificationWhole(QualificationOut):
    requirements: str
    reason: str
    stages: list[QualificationStageOut]


class OwnQualificationOut(QualificationBrief):
    """`category` and `sites` are the names by which the customer calls them."""

    customer: OrganisationBrief


class OwnQualificationWhole(OwnQualificationOut):
    reason: str
    stages: list[QualificationStageOut]


class QualificationPaging(Paging):
    status: StatusName | None = None
    relationship: Text = ""


@router.get(
    "/qualifications",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("Qualifications of the organisation’s suppliers, the newest last"),
        PageOf[QualificationOut],
    ),
)
def qualifications(request: ApiRequest, asked: Query[QualificationPaging]) -> HttpResponse:
    rows = queries.narrowed(
        Qualification.objects.visible_to(request.actor),
        {"status": asked.status or ""},
        request.actor,
        timezone.localdate(),
    )
    if asked.relationship:
        rows = rows.filter(relationship__slug=asked.relationship)
    return listed(request, rows, _told, orders=ORDERS, sort="started", paging=asked, load=_loaded)


@router.get(
    "/qualifications/{int:pk}",
    **asks(Scope.READ_RELATIONSHIPS, _("One qualification with its stages and items"), QualificationWhole),
)
def qualification(request: ApiRequest, pk: int) -> HttpResponse:
    rows = _with(Qualification.objects.visible_to(request.actor)).select_related("requirements")
    found = get_object_or_404(rows, pk=pk)
    whole = QualificationWhole(
        **_told(found),
        requirements=str(found.requirements),
        reason=found.reason,
        stages=_stages(found, ours=True),
    )
    return answer(whole)


@router.get(
    "/own-qualifications",
    **asks(
        Scope.READ_CUSTOMERS,
        _("How the organisation’s customers qualify it, the newest last"),
        PageOf[OwnQualificationOut],
    ),
)
def own_qualifications(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = Qualification.objects.served_by(request.actor)
    return listed(request, rows, _own, orders=ORDERS, sort="started", paging=paging, load=_own_loaded)


@router.get(
    "/own-qualifications/{int:pk}",
    **asks(
        Scope.READ_CUSTOMERS,
        _("One qualification by a customer, with its stages and items"),
        OwnQualificationWhole,
    ),
)
def own_qualification(request: ApiRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(progress.whole(Qualification.objects.served_by(request.actor)), pk=pk)
    decided = found.status not in (Qualification.Status.RUNNING, Qualification.Status.PROPOSED)
    reason = found.reason if decided else ""
    return answer(OwnQualificationWhole(**_own(found), reason=reason, stages=_stages(found, ours=False)))


def _with(rows: QuerySet[Qualification]) -> QuerySet[Qualification]:
    return progress.whole(rows).select_related(
        "category", "lead", "relationship__supplier", "relationship__customer"
    )


def _loaded(some: QuerySet[Qualification]) -> Sequence[Qualification]:
    return list(some.select_related("category", "lead", "relationship__supplier").prefetch_related("sites"))


def _own_loaded(some: QuerySet[Qualification]) -> Sequence[Qualification]:
    return list(some.select_related("relationship__customer"))


def _told(found: Qualification) -> QualificationOut:
    return QualificationOut(
        id=found.pk,
        relationship=found.relationship.slug,
        supplier=brief(found.relationship.supplier),
        category=found.category.code,
        sites=[site.code for site in found.sites.all()],
        risk=found.risk,
        status=found.status,
        started_at=found.started_at,
        due_on=found.due_on,
        decided_at=found.decided_at,
        lead=found.lead.get_full_name() if found.lead else None,
    )


def _own(found: Qualification) -> OwnQualificationOut:
    return OwnQualificationOut(
        id=found.pk,
        customer=brief(found.relationship.customer),
        category=found.category_name,
        sites=[name for name, _local in found.site_names],
        status=found.status,
        started_at=found.started_at,
        due_on=found.due_on,
        decided_at=found.decided_at,
    )


def _stages(found: Qualification, *, ours: bool) -> list[QualificationStageOut]:
    return [
        QualificationStageOut(
            name=step.stage.name,
            name_local=step.stage.name_local,
            kind=step.stage.kind,
            status=step.stage.status,
            due_on=step.stage.due_on,
            overdue=step.overdue,
            passed_at=step.stage.passed_at,
            items=[_item(item, ours) for item in step.items],
        )
        for step in progress.steps(found, timezone.localdate())
    ]


def _item(item: QualificationItem, ours: bool) -> QualificationItemOut:
    assessment = item.assessment if ours else item.suppliers_assessment
    waits_for = None
    if not item.is_done:
        waits_for = "supplier" if item.waits_for_supplier else "customer"
    return QualificationItemOut(
        title=item.title,
        title_local=item.title_local,
        kind=item.kind,
        status=item.status,
        waits_for=waits_for,
        assessment=assessment.pk if assessment is not None else None,
    )
