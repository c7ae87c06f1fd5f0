"""One step of a case: filled in and handed in by the supplier, read, returned and accepted by the customer."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.core.file_kinds import LARGEST
from tandem.improvement import actions, eight_d, showing
from tandem.improvement.disciplines import CODES
from tandem.improvement.models import Case, Draft, Step, StepFile
from tandem.improvement.queries import cases as queries
from tandem.improvement.rules import cases as rules
from tandem.improvement.views.finding import side, step_of


@require_GET
def step(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = step_of(request, pk, code)
    return render(request, "improvement/step.html", _shown(request, found))


@require_POST
def fill(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Keep the draft, or hand it in; what is wrong stands above what was typed, and nothing of it is lost."""
    found = step_of(request, pk, code)
    require(rules.can_answer(request.actor, found.case))
    now = timezone.now()
    typed = eight_d.typed(found.discipline, request.POST)
    try:
        content = eight_d.tidied(found.discipline, typed)
        keep = actions.hand_in if "hand_in" in request.POST else actions.save_draft
        keep(found, content, by=request.actor, now=now)
    except Refused as refusal:
        found = step_of(request, pk, code)
        context = _shown(request, found, typed) | {"problem": str(refusal)}
        return render(request, "improvement/step.html", context, status=422)
    if "hand_in" in request.POST:
        messages.success(request, _("%(step)s went to the customer.") % {"step": code})
        return redirect("improvement_supplier:case", pk)
    messages.success(request, _("Saved. The customer sees it once you hand it in."))
    return redirect("improvement_supplier:step", pk, code)


@require_POST
def accept(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = step_of(request, pk, code)
    actions.accept_step(found, by=request.actor, now=timezone.now())
    messages.success(request, _("%(step)s is accepted.") % {"step": code})
    return redirect(found.case)


@require_POST
def send_back(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = step_of(request, pk, code)
    reason = request.POST.get("reason", "")
    actions.return_step(found, reason=reason, by=request.actor, now=timezone.now())
    messages.success(request, _("Returned to the supplier with your reason."))
    return redirect(found.case)


@require_POST
def attach(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = step_of(request, pk, code)
    require(rules.can_answer(request.actor, found.case))
    files = request.FILES.getlist("file")
    if not files:
        raise Refused(_("Choose a file first."))
    for file in files:
        content = bytes(file.read(LARGEST + 1))
        actions.attach(found, content, name=file.name or "", by=request.actor, now=timezone.now())
    return redirect("improvement_supplier:step", pk, code)


@require_POST
def detach(request: ActorRequest, pk: int, code: str, file: int) -> HttpResponse:
    found = _file(request, pk, code, file)
    actions.detach(found, by=request.actor)
    return redirect("improvement_supplier:step", pk, code)


@require_GET
def download(request: ActorRequest, pk: int, code: str, file: int) -> FileResponse:
    found = _file(request, pk, code, file)
    actions.record_download(found, by=request.actor)
    return kept_files.handed_out(found.path, file_name=found.file_name, media_type=found.media_type)


def _file(request: ActorRequest, pk: int, code: str, file: int) -> StepFile:
    step = step_of(request, pk, code)
    found = get_object_or_404(StepFile.objects.visible_to(request.actor).filter(step=step), pk=file)
    found.step = step
    return found


def _shown(request: ActorRequest, found: Step, typed: eight_d.Content | None = None) -> dict[str, Any]:
    at, actor, case = side(request), request.actor, found.case
    language = get_language() or "en"
    hand_ins = list(found.hand_ins.all())
    files = list(StepFile.objects.visible_to(actor).filter(step=found))
    versions = [
        showing.version(each, [file for file in files if file.hand_in_id == each.pk], language)
        for each in reversed(hand_ins)
    ]
    steps = {each.code: each for each in case.steps.all()}
    may_answer = not at.buys and rules.can_answer(actor, case) and case.is_open and found.is_waiting
    draft = Draft.objects.filter(step=found).first() if may_answer else None
    content = typed or (draft.content if draft else hand_ins[-1].content if hand_ins else {})
    order = list(CODES)
    place = order.index(found.code)
    return {
        "case": case,
        "relationship": case.relationship,
        "step": found,
        "ns": at.ns,
        "buys": at.buys,
        "standings": queries.standings(case, timezone.now()),
        "overdue": case.is_open and found.is_overdue(timezone.now()),
        "versions": versions,
        "latest": versions[0] if versions else None,
        "older": versions[1:],
        "may_answer": may_answer,
        "may_decide": at.buys
        and case.status == Case.Status.OPEN
        and found.status == Step.Status.HANDED_IN
        and rules.can_manage(actor, case),
        "draft": draft,
        "form": showing.form(found.discipline, content) if may_answer else None,
        "locked": rules.unmet(found, steps) if may_answer else [],
        "files": [each for each in files if each.hand_in_id is None],
        "waiting_actions": [each for each in case.actions.all() if each.done_on is None]
        if found.code == "D6"
        else [],
        "before": order[place - 1] if place else "",
        "after": order[place + 1] if place + 1 < len(order) else "",
    }
