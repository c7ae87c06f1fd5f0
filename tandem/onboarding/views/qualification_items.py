"""The customer's page of one item: what is asked, what it rests on, and the word on it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.kept_files import handed_out
from tandem.onboarding.actions import qualification_items as actions
from tandem.onboarding.forms.qualification import ResultForm
from tandem.onboarding.forms.requirements import LABELS, choices_of
from tandem.onboarding.models import (
    DocumentReview,
    Evidence,
    ItemKind,
    Qualification,
    QualificationItem,
    QualificationStage,
)
from tandem.onboarding.queries.progress import why_blocked
from tandem.onboarding.queries.screening import screening_state
from tandem.onboarding.requirement_data import SPEC
from tandem.onboarding.rules import qualification as rules

Status = QualificationItem.Status


@require_GET
def qualification_item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    return render(request, "onboarding/qualification/item.html", _shown(request, found))


@require_POST
def accept_item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    actions.accept_item(found, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(item)s” is passed.") % {"item": found})
    return redirect(found.stage.qualification)


@require_POST
def return_item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    reason = request.POST.get("reason", "")
    actions.return_item(found, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("Returned to the supplier with your reason."))
    return redirect(found.stage.qualification)


@require_POST
def record_result(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    require(
        rules.can_lead(request.actor, found.stage.qualification.relationship),
        rules.why_not_lead(request.actor),
    )
    form = ResultForm(found, request.POST, request.FILES)
    if form.is_valid():
        passed = form.cleaned_data["passed"] == "yes"
        try:
            actions.record_result(
                found,
                passed=passed,
                text=form.cleaned_data["text"],
                figures=form.figures,
                reason=form.cleaned_data["reason"],
                upload=form.upload,
                by=request.actor,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("“%(item)s” is passed.") if passed else _("“%(item)s” is not passed.")
            messages.success(request, said % {"item": found})
            return redirect(found.stage.qualification)
    context = {**_shown(request, found), "form": form}
    return render(request, "onboarding/qualification/item.html", context, status=422)


@require_POST
def take_accepted(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    relationship = found.stage.qualification.relationship
    require(rules.can_lead(request.actor, relationship), rules.why_not_lead(request.actor))
    rows = DocumentReview.objects.visible_to(request.actor).select_related("document")
    review = rows.filter(pk=_key(request.POST.get("review", "")), relationship=relationship).first()
    if review is None:
        raise Refused(_("Choose one of the documents that you accepted."))
    actions.take_accepted(found, review, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(item)s” is passed.") % {"item": found})
    return redirect(found.stage.qualification)


@require_POST
def take_screening(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    actions.take_screening(found, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(item)s” is passed.") % {"item": found})
    return redirect(found.stage.qualification)


@require_POST
def waive_item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    reason = request.POST.get("reason", "")
    actions.waive(found, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(item)s” is waived.") % {"item": found})
    return redirect(found.stage.qualification)


@require_POST
def open_item_again(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    reason = request.POST.get("reason", "")
    actions.open_again(found, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(item)s” is open again.") % {"item": found})
    return redirect(found.stage.qualification)


@never_cache
@require_GET
def evidence_file(request: ActorRequest, pk: int, item: int, evidence: int) -> FileResponse:
    found = _item(request, pk, item)
    return file_of(request, found, evidence)


def file_of(request: ActorRequest, item: QualificationItem, evidence: int) -> FileResponse:
    rows = Evidence.objects.visible_to(request.actor).exclude(path="")
    given = get_object_or_404(
        rows.select_related("item__stage__qualification__relationship"), pk=evidence, item=item
    )
    answer = handed_out(given.path, file_name=given.file_name, media_type=given.media_type)
    actions.record_download(given, by=request.actor)
    return answer


def asked(request: ActorRequest, item: QualificationItem) -> list[tuple[str, str]]:
    """What it asks besides its title: (label, value)."""
    found = []
    for name, kind in SPEC[item.kind]:
        value = item.spec.get(name, "")
        if value:
            choices = dict(choices_of(name, request.actor)) if kind == "choice" else {}
            found.append((str(LABELS[name]), choices.get(value, value)))
    return found


def _shown(request: ActorRequest, item: QualificationItem) -> dict[str, Any]:
    qualification = item.stage.qualification
    actor, running = request.actor, qualification.status == Qualification.Status.RUNNING
    begun = item.stage.status != QualificationStage.Status.WAITING
    may_lead = rules.can_lead(actor, qualification.relationship) and running and begun
    result = may_lead and not item.is_done and item.kind not in (ItemKind.SCREENING,)
    return {
        "item": item,
        "found": qualification,
        "relationship": qualification.relationship,
        "asked": asked(request, item),
        "evidence": Evidence.objects.visible_to(actor).filter(item=item).select_related("review__document"),
        "remarks": item.remarks.all(),
        "blocked": "" if begun else _blocked(item.stage),
        "form": ResultForm(item) if result else None,
        "accepted": _accepted(item) if may_lead and not item.is_done else [],
        "screening": screening_state(qualification.relationship) if item.kind == ItemKind.SCREENING else None,
        "may_take": may_lead and item.kind == ItemKind.SCREENING and not item.is_done,
        "may_judge": may_lead and item.status == Status.SUBMITTED,
        "may_open": may_lead
        and item.status in (Status.PASSED, Status.FAILED)
        and item.stage.status == QualificationStage.Status.OPEN,
        "may_waive": running and not item.is_done and rules.can_waive(actor, qualification.relationship),
        "back": reverse("onboarding:qualification", args=[qualification.pk]),
    }


def _accepted(item: QualificationItem) -> list[DocumentReview]:
    """Documents that were accepted before and hold: of the kind asked for, where one is."""
    if item.kind != ItemKind.DOCUMENT:
        return []
    rows = DocumentReview.objects.filter(
        relationship=item.stage.qualification.relationship, status=DocumentReview.Status.ACCEPTED
    )
    if kind := item.spec.get("document_kind"):
        rows = rows.filter(document__kind=kind)
    today = timezone.localdate()
    return [each for each in rows.select_related("document") if not each.document.has_lapsed(today)]


def _blocked(stage: QualificationStage) -> str:
    before = stage.qualification.stages.filter(position__lt=stage.position).last()
    return why_blocked(stage, before) if before is not None else ""


def _item(request: ActorRequest, pk: int, item: int) -> QualificationItem:
    rows = QualificationItem.objects.filter(
        stage__qualification__in=Qualification.objects.visible_to(request.actor).values("pk")
    ).select_related(
        "stage__qualification__relationship__customer", "stage__qualification__relationship__supplier"
    )
    found = rows.filter(pk=item, stage__qualification=pk).first()
    if found is None:
        raise Http404
    return found


def _key(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 18 else 0
