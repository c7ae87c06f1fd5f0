"""Selections of suppliers, for scripts: the customer's own, with the whole record of each."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, Text, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.sourcing.models import Selection
from tandem.sourcing.queries.snapshots import snapshot_of

router = Router(tags=["selections"])
StatusName = Literal["draft", "collecting", "judging", "proposed", "decided", "withdrawn"]
ORDERS = {"made": Order(F("made_at"), never_null=True)}


class SelectionOut(TypedDict):
    """`volume` a year, in `unit`, as text; `category` and `site` by their codes, null for any."""

    id: int
    number: int
    title: str
    status: str
    category: str | None
    site: str | None
    volume: str
    unit: str
    begins_on: date
    ends_on: date
    made_at: datetime
    decided_at: datetime | None


class SelectionWhole(SelectionOut):
    """`record` is the need, criteria with weights, candidates with values, scores and ranks, allocation, reasons,
    countersignatures and checks: frozen since the decision, or as it stands today."""

    record: dict[str, Any]


class SelectionPaging(Paging):
    status: StatusName | None = None
    category: Text = ""


@router.get(
    "/selections",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("The organisation’s selections of suppliers, the newest last"),
        PageOf[SelectionOut],
    ),
)
def selections(request: ApiRequest, asked: Query[SelectionPaging]) -> HttpResponse:
    rows = Selection.objects.visible_to(request.actor)
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.category:
        rows = rows.filter(category__code=asked.category)
    return listed(request, rows, _told, orders=ORDERS, sort="made", paging=asked, load=_loaded)


@router.get(
    "/selections/{int:pk}",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("One selection with its whole record: frozen once it is decided"),
        SelectionWhole,
    ),
)
def selection(request: ApiRequest, pk: int) -> HttpResponse:
    rows = Selection.objects.visible_to(request.actor).select_related("category", "site")
    found = get_object_or_404(rows, pk=pk)
    record = found.snapshot or snapshot_of(found, timezone.localdate())
    return answer(SelectionWhole(**_told(found), record=record))


def _loaded(some: QuerySet[Selection]) -> Sequence[Selection]:
    return list(some.select_related("category", "site"))


def _told(found: Selection) -> SelectionOut:
    return SelectionOut(
        id=found.pk,
        number=found.number,
        title=found.title,
        status=found.status,
        category=found.category.code if found.category else None,
        site=found.site.code if found.site else None,
        volume=f"{found.volume.normalize():f}",
        unit=found.unit,
        begins_on=found.begins_on,
        ends_on=found.ends_on,
        made_at=found.made_at,
        decided_at=found.decided_at,
    )
