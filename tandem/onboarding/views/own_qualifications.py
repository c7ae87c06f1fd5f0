"""The supplier's pages of being qualified: what each customer asks, how far it has come, what is owed and by when."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.onboarding.forms.handing_in import DocumentForm, HandInForm
from tandem.onboarding.models import (
    Document,
    Evidence,
    ItemKind,
    Qualification,
    QualificationItem,
    QualificationStage,
)
from tandem.onboarding.queries import progress
from tandem.onboarding.queries import qualification_needs as needs_of
from tandem.onboarding.queries import qualifications as queries
from tandem.onboarding.rules import qualification as rules
from tandem.onboarding.views.qualification_items import asked, file_of


@require_GET
def qualification_needs(request: ActorRequest) -> HttpResponse:
    found = needs_of.of_supplier(request.actor, timezone.localdate())
    return render(request, "messaging/needs.html", {"needs": found})


@require_GET
def qualifications(request: ActorRequest) -> HttpResponse:
    """What is owed first, the soonest due on top; then each qualification."""
    today = timezone.localdate()
    rows = progress.whole(Qualification.objects.served_by(request.actor))
    owed = list(queries.owed_by_supplier(request.actor))
    context = {
        "owed": [(item, item.stage.due_on < today) for item in owed],
        "rows": [_row(each, today) for each in rows],
        "may_hand_in": any(rules.can_hand_in(request.actor, item.stage.qualification) for item in owed),
    }
    return render(request, "onboarding/own_qualification/list.html", context)


@require_GET
def qualification(request: ActorRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    today = timezone.localdate()
    steps = progress.steps(found, today)
    context = {
        "found": found,
        "customer": found.relationship.customer,
        "steps": steps,
        "present": progress.present(steps),
        "conditions": _conditions(found, today),
        "today": today,
    }
    return render(request, "onboarding/own_qualification/page.html", context)


def qualification_item(request: ActorRequest, pk: int, item: int) -> HttpResponse:
    """One item: what is asked, what was handed in, and handing it in, also from a phone."""
    found = _item(request, pk, item)
    qualification = found.stage.qualification
    takes = (
        found.waits_for_supplier
        and not found.template_code
        and found.stage.status == QualificationStage.Status.OPEN
        and qualification.status == Qualification.Status.RUNNING
    )
    may = rules.can_hand_in(request.actor, qualification)
    if request.method == "POST":
        require(may)
    kept = _kept(request, found) if takes and may else []
    form = _form(request, found, kept) if takes and may else None
    if request.method == "POST" and form is None:
        messages.warning(request, _("This has been handed in already, or is no longer asked for."))
        return redirect("onboarding_supplier:qualification", qualification.pk)
    if form is not None and form.is_bound:
        sent = form

        def act() -> None:
            sent.submit(found, by=request.actor, now=timezone.now())

        if accepted(sent, act):
            told = _("Handed in; %(customer)s looks at it.")
            messages.success(request, told % {"customer": qualification.relationship.customer})
            return redirect("onboarding_supplier:qualification", qualification.pk)
    context = {
        "item": found,
        "found": qualification,
        "customer": qualification.relationship.customer,
        "asked": asked(request, found, but=("template",)) if found.by_supplier else [],
        "assessment": found.suppliers_assessment,
        "evidence": Evidence.objects.visible_to(request.actor)
        .filter(item=found)
        .select_related("review__document", "assessment__template"),
        "form": form,
        "takes": takes,
        "overdue": found.stage.is_overdue(timezone.localdate()),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "onboarding/own_qualification/item.html", context, status=status)


@never_cache
@require_GET
def evidence_file(request: ActorRequest, pk: int, item: int, evidence: int) -> FileResponse:
    return file_of(request, _item(request, pk, item), evidence)


def _form(request: ActorRequest, item: QualificationItem, kept: list[Document]) -> DocumentForm | HandInForm:
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    if item.kind == ItemKind.DOCUMENT:
        return DocumentForm(item, kept, *data)
    return HandInForm(*data)


def _kept(request: ActorRequest, item: QualificationItem) -> list[Document]:
    """Documents of one's own that would do, so that none has to be uploaded twice."""
    if item.kind != ItemKind.DOCUMENT:
        return []
    rows = Document.objects.filter(organization=request.actor.organization_id, renewals=None)
    if kind := item.spec.get("document_kind"):
        rows = rows.filter(kind=kind)
    today = timezone.localdate()
    return [each for each in rows if not each.has_lapsed(today)]


def _row(each: Qualification, today: Any) -> dict[str, Any]:
    steps = progress.steps(each, today)
    present = progress.present(steps) if each.status == Qualification.Status.RUNNING else None
    return {
        "qualification": each,
        "present": present,
        "owed": len(present.for_supplier) if present else 0,
        "passed": sum(step.state == "done" for step in steps),
        "total": len(steps),
    }


def _conditions(found: Qualification, today: Any) -> list[Any]:
    """Each condition once, though several sites may bear it."""
    told: dict[tuple[str, Any], Any] = {}
    for approval in found.approvals.prefetch_related("conditions"):
        for condition in approval.conditions.all():
            told.setdefault((condition.text, condition.due_on), (condition, condition.is_overdue(today)))
    return list(told.values())


def _found(request: ActorRequest, pk: int) -> Qualification:
    return get_object_or_404(progress.whole(Qualification.objects.served_by(request.actor)), pk=pk)


def _item(request: ActorRequest, pk: int, item: int) -> QualificationItem:
    rows = QualificationItem.objects.filter(
        stage__qualification__in=Qualification.objects.served_by(request.actor).values("pk")
    ).select_related(
        "stage__qualification__relationship__customer",
        "stage__qualification__relationship__supplier",
        "assessment__template",
    )
    return get_object_or_404(rows, pk=item, stage__qualification=pk)
