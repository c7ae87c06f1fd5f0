"""The steps of an 8D case: handed in by the supplier, accepted or returned by the customer; and its actions."""

from typing import Annotated

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from ninja import File
from ninja.files import UploadedFile as SentFile
from pydantic import Field, StrictStr

from tandem.accounts.rest import ApiRequest, Body, answer, asks
from tandem.accounts.rest.faults import Fault, naming
from tandem.accounts.scopes import Scope
from tandem.core.errors import Refused
from tandem.core.file_kinds import LARGEST
from tandem.improvement import actions
from tandem.improvement.api.cases import CaseWhole, find_case, find_received, whole
from tandem.improvement.api.routing import DoneOn, GivenReason, router
from tandem.improvement.disciplines import Discipline
from tandem.improvement.models import Case, Step
from tandem.improvement.rules.cases import why_not_hand_in

Said = Annotated[StrictStr, Field(max_length=4000, pattern=r"^[^\x00]*$")]
Rows = Annotated[list[dict[str, Said]], Field(max_length=30)]


class HandIn(Body):
    """What the step asks for, by the names in which it is given back: texts, days as 2026-03-31, and tables as lists
    of rows."""

    content: dict[str, Said | Rows]


@router.post(
    "/cases/{int:pk}/steps/{code}/acceptance",
    **asks(Scope.WRITE_IMPROVEMENT, _("Accept a step as it was handed in last"), CaseWhole),
)
def accept_step(request: ApiRequest, pk: int, code: str) -> HttpResponse:
    step = _step(find_case(request, pk), code)
    actions.accept_step(step, by=request.actor, now=timezone.now())
    return answer(whole(find_case(request, pk)))


@router.post(
    "/cases/{int:pk}/steps/{code}/return",
    **asks(Scope.WRITE_IMPROVEMENT, _("Return a step with the reason"), CaseWhole),
)
def return_step(request: ApiRequest, pk: int, code: str, because: GivenReason) -> HttpResponse:
    step = _step(find_case(request, pk), code)
    actions.return_step(step, reason=because.reason, by=request.actor, now=timezone.now())
    return answer(whole(find_case(request, pk)))


@router.post(
    "/received-cases/{int:pk}/steps/{code}/hand-in",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Hand a step in, with the files attached since"), CaseWhole),
)
def hand_in_step(request: ApiRequest, pk: int, code: str, given: HandIn) -> HttpResponse:
    step = _step(find_received(request, pk), code)
    _require_known(step.discipline, given.content)
    actions.hand_in(step, given.content, by=request.actor, now=timezone.now())
    return answer(whole(find_received(request, pk)))


@router.post(
    "/received-cases/{int:pk}/steps/{code}/files",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Attach a file to a step, to go with the next hand-in"), CaseWhole),
)
def attach_to_step(request: ApiRequest, pk: int, code: str, file: File[SentFile]) -> HttpResponse:
    step = _step(find_received(request, pk), code)
    if reason := why_not_hand_in(step, {}):
        raise Refused(reason)
    with naming("file", place="file"):
        content = bytes(file.read(LARGEST + 1))
        actions.attach(step, content, name=file.name or "", by=request.actor, now=timezone.now())
    return answer(whole(find_received(request, pk)))


@router.post(
    "/received-cases/{int:pk}/actions/{int:action}/completion",
    tags=["customers"],
    **asks(Scope.ANSWER_CASES, _("Say since when an action is in place"), CaseWhole),
)
def finish_action(request: ApiRequest, pk: int, action: int, done: DoneOn) -> HttpResponse:
    case = find_received(request, pk)
    found = get_object_or_404(case.actions.all(), pk=action)
    found.case = case
    actions.finish_action(found, done_on=done.done_on, by=request.actor, now=timezone.now())
    return answer(whole(find_received(request, pk)))


def _step(case: Case, code: str) -> Step:
    step = get_object_or_404(case.steps.all(), code=code)
    step.case = case
    return step


def _require_known(discipline: Discipline, content: dict[str, Said | Rows]) -> None:
    """A name that is misspelt is an error, never overlooked; so is a table where a text belongs."""
    texts = {each.code for each in discipline.fields}
    columns = {table.code: {column.code for column in table.columns} for table in discipline.tables}
    for name, value in content.items():
        place = f"content.{name}"
        if name not in texts | columns.keys():
            raise Fault(place, _gettext("is not known here"))
        if isinstance(value, str) != (name in texts):
            raise Fault(place, _gettext("must be text") if name in texts else _gettext("must be a list"))
        for number, row in enumerate(() if isinstance(value, str) else value):
            for unknown in row.keys() - columns[name]:
                raise Fault(f"{place}.{number}.{unknown}", _gettext("is not known here"))
