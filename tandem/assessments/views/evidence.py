"""Photos and documents behind answers, at either end."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.assessments import actions
from tandem.assessments.models import Assessment, Evidence
from tandem.assessments.rules import questionnaires as rules
from tandem.assessments.views import own, verifying
from tandem.assessments.views.finding import asked_by_us, asked_of_us
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.core.file_kinds import LARGEST


@require_POST
def attach(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """By an assessor."""
    found = asked_by_us(request, pk)
    verifying.require_assessor(request, found)
    problem = _attached(request, found, code)
    return verifying.saved(request, found, code, problem)


@require_POST
def attach_own(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """By the supplier."""
    found = asked_of_us(request, pk)
    require(rules.can_answer(request.actor, found))
    problem = _attached(request, found, code)
    return own.saved(request, found, code, problem)


@require_GET
def download(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return _handed_out(request, asked_by_us(request, pk), file)


@require_GET
def download_own(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return _handed_out(request, asked_of_us(request, pk), file)


@require_GET
def picture(request: ActorRequest, pk: int, file: int) -> FileResponse:
    """The small rendition of a photograph, as it stands on the page; the photograph itself is a download on record."""
    return kept_files.shown_small(_evidence(request, asked_by_us(request, pk), file).small_path)


@require_GET
def picture_own(request: ActorRequest, pk: int, file: int) -> FileResponse:
    return kept_files.shown_small(_evidence(request, asked_of_us(request, pk), file).small_path)


@require_POST
def detach(request: ActorRequest, pk: int, file: int) -> HttpResponse:
    found = asked_by_us(request, pk)
    verifying.require_assessor(request, found)
    return verifying.saved(request, found, _taken_back(request, found, file))


@require_POST
def detach_own(request: ActorRequest, pk: int, file: int) -> HttpResponse:
    found = asked_of_us(request, pk)
    require(rules.can_answer(request.actor, found))
    return own.saved(request, found, _taken_back(request, found, file))


def _attached(request: ActorRequest, found: Assessment, code: str) -> str:
    """Keep what was sent; what is wrong with it, or nothing."""
    if found.asked.question(code) is None:
        raise Http404
    for file in request.FILES.getlist("file"):
        try:
            actions.attach(
                found, code, _read(file), name=file.name or "", by=request.actor, now=timezone.now()
            )
        except Refused as refusal:
            return f"{file.name}: {refusal}"
    return "" if request.FILES else _("Choose a file first.")


def _read(file: Any) -> bytes:
    """Up to one byte more than is taken, so that a larger file is told as one."""
    return bytes(file.read(LARGEST + 1))


def _taken_back(request: ActorRequest, found: Assessment, file: int) -> str:
    evidence = _evidence(request, found, file)
    actions.detach(evidence, by=request.actor)
    return evidence.answer.question


def _handed_out(request: ActorRequest, found: Assessment, file: int) -> FileResponse:
    evidence = _evidence(request, found, file)
    actions.record_download(evidence, by=request.actor)
    return kept_files.handed_out(evidence.path, file_name=evidence.file_name, media_type=evidence.media_type)


def _evidence(request: ActorRequest, found: Assessment, file: int) -> Evidence:
    rows = Evidence.objects.visible_to(request.actor).filter(answer__assessment=found)
    return get_object_or_404(rows.select_related("answer__assessment__relationship"), pk=file)
