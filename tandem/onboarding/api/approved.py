"""The approved supplier list for scripts: all of it, and the one question an ERP asks before it orders."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from tandem.accounts.api import OrganisationBrief, brief
from tandem.accounts.models import Site
from tandem.accounts.rest import ApiRequest, PageOf, Paging, Text, Word, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.core.errors import Refused
from tandem.onboarding.models import Approval
from tandem.onboarding.queries import approved_list
from tandem.onboarding.queries.approvals import may_deliver
from tandem.relationships.models import Category, Relationship

router = Router(tags=["approved suppliers"])
ORDERS = {
    "supplier": Order(F("relationship__supplier__name"), never_null=True),
    "category": Order(F("category__code"), never_null=True),
    "from": Order(F("starts_on"), never_null=True),
    "until": Order(F("ends_on")),
}
StatusName = Literal["approved", "conditional", "suspended", "ended", "ending", "overdue", "all"]


class ConditionOut(TypedDict):
    """Something the supplier has to do by a day; `met_at` is null until it is done."""

    text: str
    due_on: date
    met_at: datetime | None


class DocumentOut(TypedDict):
    """A document that an approval rests on. `valid_until` is its last day; null where it has no end."""

    kind: str
    number: str
    issuer: str
    valid_until: date | None


class ApprovalBrief(TypedDict):
    """A line of the list. `site` is a site's code, null for every site; `ends_on` the first day on which it holds no
    longer, null until it is ended."""

    id: int
    category: str
    site: str | None
    status: str
    starts_on: date
    ends_on: date | None


class ApprovalOut(ApprovalBrief):
    slug: str
    supplier: OrganisationBrief
    reason: str
    decided_by: str
    decided_at: datetime
    conditions: list[ConditionOut]
    rests_on: list[DocumentOut]


class QuestionOut(TypedDict):
    """`reasons` say why not, in sentences; `remarks` what to know besides: conditions, documents about to lapse."""

    allowed: bool
    reasons: list[str]
    remarks: list[str]
    approval: ApprovalBrief | None


class ListPaging(Paging):
    supplier: Text = ""
    category: Text = ""
    site: Text = ""
    status: StatusName | None = None
    sort: Literal["supplier", "-supplier", "category", "-category", "from", "-from", "until", "-until"] = (
        "supplier"
    )


class Question(BaseModel):
    """`supplier` is the short name that `GET /relationships` gives; `category` and `site` are codes. Without a site the
    question is whether every site may be delivered to; without a day it is asked of today."""

    supplier: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00]*$")]
    category: Word
    site: Text = ""
    on: date | None = None


@router.get(
    "/approved-suppliers",
    **asks(
        Scope.READ_APPROVALS,
        gettext_lazy("The approved supplier list; without a status, what holds or is suspended today"),
        PageOf[ApprovalOut],
    ),
)
def approved_suppliers(request: ApiRequest, asked: Query[ListPaging]) -> HttpResponse:
    rows = Approval.objects.visible_to(request.actor)
    if asked.supplier:
        rows = rows.filter(relationship__slug=asked.supplier)
    if asked.category:
        rows = rows.filter(category__code=asked.category)
    if asked.site:
        rows = rows.filter(Q(site__code=asked.site) | Q(site__isnull=True))
    held = approved_list.of_status(rows, asked.status or "", timezone.localdate())
    return listed(request, held, told, orders=ORDERS, sort=asked.sort, paging=asked, load=_whole)


@router.get(
    "/approved-suppliers/question",
    **asks(
        Scope.READ_APPROVALS,
        gettext_lazy("May this supplier deliver this category to this site on this day, and why not"),
        QuestionOut,
    ),
)
def approved_supplier_question(request: ApiRequest, asked: Query[Question]) -> HttpResponse:
    suppliers = Relationship.objects.visible_to(request.actor).select_related("supplier")
    relationship = get_object_or_404(suppliers.defer("search_text"), slug=asked.supplier)
    category = Category.objects.visible_to(request.actor).filter(code=asked.category).first()
    if category is None:
        raise Refused(_("There is no category with the code “%(code)s”.") % {"code": asked.category})
    site = None
    if asked.site:
        sites = Site.objects.filter(organization=request.actor.organization_id, code=asked.site)
        site = sites.first()
        if site is None:
            raise Refused(_("There is no site with the code “%(code)s”.") % {"code": asked.site})
    found = may_deliver(relationship, category, site, asked.on or timezone.localdate())
    line = found.approval
    return answer(
        QuestionOut(
            allowed=found.allowed,
            reasons=found.reasons,
            remarks=found.remarks,
            approval=_brief(line, asked.category) if line else None,
        )
    )


def told(approval: Approval) -> ApprovalOut:
    return ApprovalOut(
        **_brief(approval, approval.category.code),
        slug=approval.relationship.slug,
        supplier=brief(approval.relationship.supplier),
        reason=approval.reason,
        decided_by=approval.decided_by_name,
        decided_at=approval.decided_at,
        conditions=[
            ConditionOut(text=each.text, due_on=each.due_on, met_at=each.met_at)
            for each in approval.conditions.all()
        ],
        rests_on=[
            DocumentOut(
                kind=rest.document.kind,
                number=rest.document.number,
                issuer=rest.document.issuer,
                valid_until=rest.document.valid_until,
            )
            for rest in approval.rests.all()
        ],
    )


def _brief(approval: Approval, category: str) -> ApprovalBrief:
    return ApprovalBrief(
        id=approval.pk,
        category=category,
        site=approval.site.code if approval.site else None,
        status=approval.status,
        starts_on=approval.starts_on,
        ends_on=approval.ends_on,
    )


def _whole(some: QuerySet[Approval]) -> Sequence[Approval]:
    rows = some.select_related("relationship__supplier", "category", "site")
    return list(rows.prefetch_related("conditions", "rests__document"))
