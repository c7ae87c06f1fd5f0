"""Mappings, and files of facts on their way into the lake."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile as SentFile
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, Text, answer, asks, listed
from tandem.accounts.rules import require
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.core.errors import Refused
from tandem.facts import actions, queries, rules
from tandem.facts.actions import Choices
from tandem.facts.forms.others import LARGEST
from tandem.facts.models import Batch, SavedMapping
from tandem.facts.receiving import received
from tandem.facts.totals import Total
from tandem.relationships import rules as relationship_rules

router = Router(tags=["imports"])
FactName = Literal["order_lines", "receipts", "deliveries", "quality_events", "invoices"]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class MappingOut(TypedDict):
    """`text` is TOML, as docs/mappings.md describes it. The newest version is the one in force."""

    source: str
    fact: str
    version: int
    text: str
    saved_at: datetime


class ImportOut(TypedDict):
    """A batch. `rejected` rows are listed at its `rejects` address, as CSV."""

    number: int
    fact: str
    source: str
    file_name: str
    sha256: str
    status: str
    failure: str
    progress: int
    read: int
    loaded: int
    unchanged: int
    rejected: int
    skipped: int
    unmatched: int
    lake_version: int | None
    started_by: str
    created_at: datetime
    finished_at: datetime | None
    rejects: str | None


class ImportWhole(ImportOut):
    """`totals` by month, site and currency are for holding against the ERP's own."""

    totals: list[Total]


class ImportPaging(Paging):
    fact: FactName | None = None
    status: (
        Literal["uploaded", "queued", "loading", "loaded", "refused", "failed", "withdrawn", "discarded"]
        | None
    ) = None
    source: Text = ""


class NewMapping(Body):
    text: Annotated[str, Field(min_length=1, max_length=100_000, pattern=r"^[^\x00]*$")]


class NewImport(Body):
    """The saved mapping of `source` and `fact` says how the file is read.

    Where rows are rejected nothing is loaded, unless `good_rows_only`. `create_suppliers` makes a supplier of every
    supplier number that nobody knows.
    """

    fact: FactName
    source: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
    good_rows_only: bool = False
    create_suppliers: bool = False


class Withdrawal(Body):
    reason: Reason


@router.get(
    "/mappings",
    **asks(Scope.READ_FACTS, gettext_lazy("How each source's files are read"), PageOf[MappingOut]),
)
def mappings(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    rows = SavedMapping.objects.filter(pk__in=queries.mappings(request.actor).values("pk"))
    orders = {"source": Order("source", never_null=True)}
    return listed(request, rows, _mapping, orders=orders, sort="source", paging=paging)


@router.post(
    "/mappings",
    **asks(
        Scope.WRITE_IMPORTS,
        gettext_lazy("Save a mapping for the source and the facts that it names"),
        MappingOut,
    ),
)
def save_mapping(request: ApiRequest, new: NewMapping) -> HttpResponse:
    return answer(_mapping(actions.save_mapping(new.text, by=request.actor)))


@router.get("/imports", **asks(Scope.READ_FACTS, gettext_lazy("Every file loaded"), PageOf[ImportOut]))
def imports(request: ApiRequest, asked: Query[ImportPaging]) -> HttpResponse:
    given = {"fact": asked.fact, "status": asked.status, "source": asked.source}
    rows = queries.batches(request.actor).filter(**{name: value for name, value in given.items() if value})
    orders = {"number": Order("number", never_null=True)}
    rows = rows.select_related("lake_version")
    return listed(request, rows, told, orders=orders, sort="-number", paging=asked)


@router.post(
    "/imports",
    **asks(
        Scope.WRITE_IMPORTS,
        gettext_lazy("Load a file by its source's saved mapping, in the background"),
        ImportOut,
        status=202,
    ),
)
def start_import(request: ApiRequest, new: Form[NewImport], file: File[SentFile]) -> HttpResponse:
    require(rules.can_import(request.actor))
    if new.create_suppliers:
        require(relationship_rules.can_import_list(request.actor))
    saved = queries.newest_mapping(request.actor, new.source, new.fact)
    if saved is None:
        raise Refused(
            _("There is no mapping of “%(source)s” for these facts. Save one first.") % {"source": new.source}
        )
    batch = _opened(request, file, saved)
    choices = Choices(good_rows_only=new.good_rows_only, create_suppliers=new.create_suppliers)
    actions.start_loading(batch, by=request.actor, choices=choices)
    return answer(told(batch), status=202, location=f"/api/v1/imports/{batch.number}")


@router.get(
    "/imports/{int:number}",
    **asks(Scope.READ_FACTS, gettext_lazy("How an import stands, with its control totals"), ImportWhole),
)
def one_import(request: ApiRequest, number: int) -> HttpResponse:
    found = find(request, number)
    totals: list[Any] = found.totals
    return answer(ImportWhole(**told(found), totals=totals))


@router.get(
    "/imports/{int:number}/rejects",
    **{
        **asks(Scope.READ_FACTS, gettext_lazy("The rejected rows with their reasons, as CSV"), str),
        "openapi_extra": {
            "x-tandem-scope": Scope.READ_FACTS.value,
            "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
        },
    },
)
def rejects(request: ApiRequest, number: int) -> HttpResponse:
    found = find(request, number)
    path = Path(found.rejects_path)
    if not found.rejects_path or not path.exists():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8")


@router.post(
    "/imports/{int:number}/withdrawal",
    **asks(
        Scope.WRITE_IMPORTS,
        gettext_lazy("Withdraw an import: figures are as if it had never been loaded"),
        ImportWhole,
    ),
)
def withdraw(request: ApiRequest, number: int, withdrawal: Withdrawal) -> HttpResponse:
    found = find(request, number)
    actions.withdraw_batch(found, by=request.actor, reason=withdrawal.reason)
    totals: list[Any] = found.totals
    return answer(ImportWhole(**told(found), totals=totals))


def find(request: ApiRequest, number: int) -> Batch:
    rows = Batch.objects.visible_to(request.actor).select_related("customer", "lake_version")
    return get_object_or_404(rows, number=number)


def told(batch: Batch) -> ImportOut:
    return ImportOut(
        number=batch.number,
        fact=batch.fact,
        source=batch.source,
        file_name=batch.file_name,
        sha256=batch.sha256,
        status=batch.status,
        failure=batch.failure,
        progress=batch.progress,
        read=batch.read,
        loaded=batch.loaded,
        unchanged=batch.unchanged,
        rejected=batch.rejected,
        skipped=batch.skipped,
        unmatched=batch.unmatched,
        lake_version=batch.lake_version.number if batch.lake_version else None,
        started_by=batch.started_by_name,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        rejects=f"/api/v1/imports/{batch.number}/rejects" if batch.rejects_path else None,
    )


def _opened(request: ApiRequest, file: SentFile, saved: SavedMapping) -> Batch:
    if file.size is not None and file.size > LARGEST:
        raise Refused(
            _("The file is larger than 512 MB. Split it by month, or use `tandem import` on the server.")
        )
    path = received(file, request.actor)
    try:
        batch = actions.open_batch(
            path,
            fact=saved.fact,
            source=saved.source,
            mapping=saved.text,
            by=request.actor,
            file_name=file.name or path.name,
        )
        actions.keep_upload(batch, path)
    except Refused:
        path.unlink(missing_ok=True)
        raise
    return batch


def _mapping(saved: SavedMapping) -> MappingOut:
    return MappingOut(
        source=saved.source,
        fact=saved.fact,
        version=saved.version,
        text=saved.text,
        saved_at=saved.saved_at,
    )
