"""Countersigning a run before it is published: asked for, given or refused by each function."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, Body, answer, asks
from tandem.accounts.scopes import Scope
from tandem.scorecards import actions
from tandem.scorecards.actions.countersigning import missing
from tandem.scorecards.api.routing import router
from tandem.scorecards.api.runs import find_run
from tandem.scorecards.models import Countersignature, Run


class SignatureOut(TypedDict):
    """A run that somebody did not agree to is reviewed anew, which begins the next `round`."""

    round: int
    function: str
    agrees: bool
    remark: str
    signed_at: datetime
    signed_by: str


class Countersigning(TypedDict):
    """`waiting` are the functions that have not signed the present round."""

    run: int
    status: str
    round: int
    waiting: list[str]
    given: list[SignatureOut]


class NewSignature(Body):
    """Who does not agree says why in `remark`, and the run is back in review."""

    function: Literal["quality", "logistics", "finance"]
    agrees: bool
    remark: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] = ""


@router.get(
    "/runs/{int:pk}/countersignatures",
    **asks(Scope.READ_SCORECARDS, _("Who has countersigned a run, and who is waited for"), Countersigning),
)
def countersignatures(request: ApiRequest, pk: int) -> HttpResponse:
    return answer(_told(find_run(request, pk)))


@router.post(
    "/runs/{int:pk}/countersigning",
    **asks(
        Scope.WRITE_RUNS,
        _("Put a reviewed run before the functions that countersign it"),
        Countersigning,
    ),
)
def ask_to_countersign(request: ApiRequest, pk: int) -> HttpResponse:
    found = find_run(request, pk)
    actions.ask_to_countersign(found, by=request.actor, now=timezone.now())
    return answer(_told(found))


@router.post(
    "/runs/{int:pk}/countersignatures",
    **asks(
        Scope.COUNTERSIGN_RUNS,
        _("Countersign a run for one’s function, or say why not"),
        Countersigning,
        status=201,
    ),
)
def countersign(request: ApiRequest, pk: int, new: NewSignature) -> HttpResponse:
    found = find_run(request, pk)
    actions.countersign(
        found, new.function, agrees=new.agrees, remark=new.remark, by=request.actor, now=timezone.now()
    )
    return answer(_told(found), status=201)


def _told(run: Run) -> Countersigning:
    return Countersigning(
        run=run.pk,
        status=run.status,
        round=run.signing_round,
        waiting=missing(run) if run.status == Run.Status.SIGNING else [],
        given=[_signature(each) for each in run.countersignatures.all()],
    )


def _signature(given: Countersignature) -> SignatureOut:
    return SignatureOut(
        round=given.round,
        function=given.function,
        agrees=given.agrees,
        remark=given.remark,
        signed_at=given.signed_at,
        signed_by=given.signed_by_name,
    )
