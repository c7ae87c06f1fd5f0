"""The customer's page of one item: what is asked, what it rests on, and the word on it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.assessments.models import Assessment, Template
from tandem.assessments.rules.questionnaires import can_ask, why_not_ask
from tandem.core.errors import Refused
from tandem.core.kept_files import handed_out
from tandem.core.keys import key_of
from tandem.onboarding.actions import qualification_asking as asking
from tandem.onboarding.actions import qualification_items as actions
from tandem.onboarding.actions import qualification_judging as judging
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
from tandem.onboarding.queries import qualification_assessments as queries
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
    review = rows.filter(pk=key_of(request.POST.get("review", "")), relationship=relationship).first()
    if review is None:
        raise Refused(_("Choose one of the documents that you accepted."))
    actions.take_accepted(found, review, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(item)s” is passed.") % {"item": found})
    return redirect(found.stage.qualification)


@require_POST
def ask_for_item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    """Ask the supplier its questionnaire, or begin its audit by one's own assessors."""
    found = _item(request, pk, item)
    relationship = found.stage.qualification.relationship
    require(can_ask(request.actor, relationship), why_not_ask(request.actor))
    due_on = _day(request.POST.get("due_on", ""))
    if due_on is None:
        raise Refused(_("Give the day by which it is due, such as 2026-11-23."))
    asked = asking.ask_for(found, due_on=due_on, by=request.actor, now=timezone.now())
    if asked.self_assessed:
        messages.success(request, _("Asked; the supplier has been told."))
        return redirect(request.path.removesuffix("ask/"))
    messages.success(request, _("Begun. Say who assesses."))
    return redirect(asked)


@require_POST
def take_published(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    found = _item(request, pk, item)
    relationship = found.stage.qualification.relationship
    require(rules.can_lead(request.actor, relationship), rules.why_not_lead(request.actor))
    rows = Assessment.objects.asked_by(request.actor).select_related("template")
    assessment = rows.filter(pk=key_of(request.POST.get("assessment", "")), relationship=relationship).first()
    if assessment is None:
        raise Refused(_("Choose one of the results that were published of what is asked here."))
    judging.take_published(found, assessment, by=request.actor, now=timezone.now())
    said = _("“%(item)s” is passed.") if found.is_done else _("“%(item)s” is not passed.")
    if found.has_result:
        messages.success(request, said % {"item": found})
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


def asked(
    request: ActorRequest, item: QualificationItem, *, but: Collection[str] = ()
) -> list[tuple[str, str]]:
    """What it asks besides its title, but for some: (label, value)."""
    found = []
    for name, kind in SPEC[item.kind]:
        value = item.spec.get(name, "")
        if value and name not in but:
            choices = dict(choices_of(name, request.actor, item.kind, value)) if kind == "choice" else {}
            found.append((str(LABELS[name]), choices.get(value, value)))
    return found


def _of_assessment(request: ActorRequest, item: QualificationItem, may_lead: bool) -> dict[str, Any]:
    """The questionnaire or audit by which it is settled: how it stands, what it came to, and what may be done."""
    assessment, template = item.assessment, queries.template_of(item)
    free = assessment is None and not item.is_done and may_lead
    relationship = item.stage.qualification.relationship
    may_ask = free and template is not None and can_ask(request.actor, relationship)
    due = max(item.stage.due_on, timezone.localdate())
    return {
        "assessment": assessment,
        "template": template,
        "running": queries.under_way(item) if free else None,
        "may_ask": may_ask,
        "begins_at": _begins_at(item, template, due) if may_ask and template is not None else "",
        "due": due,
        "published": queries.published(item) if free and not item.has_result else [],
        "is_assessed": item.kind in queries.ASSESSED,
    }


def _begins_at(item: QualificationItem, template: Template, due: date) -> str:
    """Where an audit is begun whose process steps are to be named; empty where it begins from here."""
    if not queries.needs_places(template):
        return ""
    qualification = item.stage.qualification
    purpose = _("Qualification: %(scope)s") % {"scope": qualification.scope}
    given = {"template": str(template.pk), "due_on": due.isoformat(), "purpose": purpose}
    return f"{reverse('assessments:begin_audit', args=[qualification.relationship.slug])}?{urlencode(given)}"


def _shown(request: ActorRequest, item: QualificationItem) -> dict[str, Any]:
    qualification = item.stage.qualification
    actor, running = request.actor, qualification.status == Qualification.Status.RUNNING
    begun = item.stage.status != QualificationStage.Status.WAITING
    may_lead = rules.can_lead(actor, qualification.relationship) and running and begun
    by_hand = item.kind != ItemKind.SCREENING and queries.is_by_hand(item)
    result = may_lead and not item.is_done and by_hand
    answered = item.assessment is not None
    return {
        **_of_assessment(request, item, may_lead),
        "item": item,
        "found": qualification,
        "relationship": qualification.relationship,
        "asked": asked(request, item),
        "evidence": Evidence.objects.visible_to(actor)
        .filter(item=item)
        .select_related("review__document", "assessment__template"),
        "remarks": item.remarks.all(),
        "blocked": "" if begun else _blocked(item.stage),
        "form": ResultForm(item) if result else None,
        "accepted": _accepted(item) if may_lead and not item.is_done else [],
        "screening": screening_state(qualification.relationship) if item.kind == ItemKind.SCREENING else None,
        "may_take": may_lead and item.kind == ItemKind.SCREENING and not item.is_done,
        "may_judge": may_lead
        and item.status == Status.SUBMITTED
        and not (item.assessment is not None and item.assessment.is_open),
        "may_return": not answered,
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
        "stage__qualification__relationship__customer",
        "stage__qualification__relationship__supplier",
        "assessment__template",
    )
    found = rows.filter(pk=item, stage__qualification=pk).first()
    if found is None:
        raise Http404
    return found


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # a day that the calendar has not
        return None
