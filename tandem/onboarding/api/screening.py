"""Screening lists in force, and the organisation's matches with them."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, PageOf, Paging, answer, asks, listed
from tandem.accounts.scopes import Scope
from tandem.core.cursors import Order
from tandem.onboarding.actions.screening_decisions import decide_match
from tandem.onboarding.models import ListVersion, ScreeningMatch
from tandem.onboarding.queries.screening import matches, screening_state
from tandem.relationships.models import Relationship

router = Router(tags=["screening"])
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ListVersionOut(TypedDict):
    """One loaded file of a published list, and what changed against the version before."""

    list: str
    version: int
    loaded_at: datetime
    source: str
    sha256: str
    entries: int
    names: int
    added: int
    changed: int
    removed: int


class MatchOut(TypedDict):
    """`score` is 0 to 100, of the two names that are most alike; docs/screening.md says how it is made."""

    id: int
    supplier: str
    status: str
    score: float
    supplier_name: str
    listed_name: str
    country: str
    list: str
    reference: str
    entry: str
    grounds: str
    since: date | None
    until: date | None
    found_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str


class StateOut(TypedDict):
    """`standing` is never, clear, open or confirmed; `due` while a change of the supplier waits to be compared."""

    supplier: str
    standing: str
    screened_at: datetime | None
    open: int
    confirmed: int
    due: bool


class MatchPaging(Paging):
    status: Literal["open", "confirmed", "rejected", "lapsed"] | None = None


class Decision(Body):
    status: Literal["confirmed", "rejected"]
    reason: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]


@router.get(
    "/screening/lists",
    **asks(
        Scope.READ_RELATIONSHIPS,
        gettext_lazy("Loaded versions of the screening lists"),
        PageOf[ListVersionOut],
    ),
)
def screening_lists(request: ApiRequest, paging: Query[Paging]) -> HttpResponse:
    orders = {"loaded": Order("loaded_at", never_null=True)}
    rows = ListVersion.objects.all()
    return listed(request, rows, _version, orders=orders, sort="-loaded", paging=paging)


@router.get(
    "/screening/matches",
    **asks(Scope.READ_RELATIONSHIPS, gettext_lazy("Possible and decided matches"), PageOf[MatchOut]),
)
def screening_matches(request: ApiRequest, asked: Query[MatchPaging]) -> HttpResponse:
    rows = matches(request.actor, asked.status or "")
    orders = {"found": Order("found_at", never_null=True)}
    return listed(request, rows, _match, orders=orders, sort="-found", paging=asked)


@router.get(
    "/screening/matches/{pk}",
    **asks(Scope.READ_RELATIONSHIPS, gettext_lazy("One match"), MatchOut),
)
def screening_match(request: ApiRequest, pk: Number) -> HttpResponse:
    return answer(_match(get_object_or_404(matches(request.actor), pk=pk)))


@router.post(
    "/screening/matches/{pk}/decision",
    **asks(Scope.DECIDE_SCREENING, gettext_lazy("Confirm a match or reject it, with the reason"), MatchOut),
)
def decide_screening_match(request: ApiRequest, pk: Number, decision: Decision) -> HttpResponse:
    found = get_object_or_404(matches(request.actor), pk=pk)
    decide_match(found, decision.status, by=request.actor, now=timezone.now(), reason=decision.reason)
    return answer(_match(matches(request.actor).get(pk=pk)))


@router.get(
    "/relationships/{slug}/screening",
    **asks(Scope.READ_RELATIONSHIPS, gettext_lazy("How a supplier stands against the lists"), StateOut),
)
def supplier_screening(request: ApiRequest, slug: str) -> HttpResponse:
    relationship = get_object_or_404(Relationship.objects.visible_to(request.actor), slug=slug)
    state = screening_state(relationship)
    return answer(
        StateOut(
            supplier=relationship.slug,
            standing=state.standing.value,
            screened_at=state.at,
            open=state.open,
            confirmed=state.confirmed,
            due=state.due,
        )
    )


def _version(version: ListVersion) -> ListVersionOut:
    return ListVersionOut(
        list=version.kind,
        version=version.number,
        loaded_at=version.loaded_at,
        source=version.source,
        sha256=version.sha256,
        entries=version.entries,
        names=version.names,
        added=version.added,
        changed=version.changed,
        removed=version.removed,
    )


def _match(match: ScreeningMatch) -> MatchOut:
    entry = match.entry
    return MatchOut(
        id=match.pk,
        supplier=match.relationship.slug,
        status=match.status,
        score=float(match.score),
        supplier_name=match.supplier_name,
        listed_name=match.listed_name,
        country=match.country,
        list=entry.kind,
        reference=entry.reference,
        entry=entry.name,
        grounds=entry.grounds,
        since=entry.since,
        until=entry.until,
        found_at=match.found_at,
        decided_at=match.decided_at,
        decided_by=match.decided_by_name or None,
        reason=match.reason,
    )
