"""Questionnaires and audit templates: the list, one of them, and its editor, whose parts htmx swaps in place."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.assessments import actions, editing, showing
from tandem.assessments.actions.questionnaires import template_problems
from tandem.assessments.content import Content, Question
from tandem.assessments.forms.editing import QuestionDraft, SectionForm, TemplateForm
from tandem.assessments.models import Template
from tandem.assessments.rules import questionnaires as rules
from tandem.assessments.schemes import SchemeName
from tandem.assessments.shipped import shipped


@require_GET
def templates(request: ActorRequest) -> HttpResponse:
    """One's own, and those that come with Tandem and are not taken over yet."""
    rows = Template.objects.visible_to(request.actor).annotate(used=Count("assessments"))
    codes = set(rows.order_by().values_list("code", flat=True))
    every = request.GET.get("all") == "1"
    context = {
        "rows": rows if every else rows.exclude(status=Template.Status.RETIRED),
        "all": every,
        "shipped": [each for each in shipped().values() if each.code not in codes],
        "may_write": rules.can_write_templates(request.actor),
    }
    return render(request, "assessments/templates.html", context)


def new_template(request: ActorRequest) -> HttpResponse:
    require(rules.can_write_templates(request.actor))
    form = TemplateForm(request.POST or None)
    made: list[Template] = []
    if request.method == "POST" and accepted(
        form, lambda: made.append(actions.write_template(form.cleaned_data, by=request.actor))
    ):
        return redirect(made[0])
    return render(
        request, "assessments/edit_template.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_POST
def take_over(request: ActorRequest, code: str) -> HttpResponse:
    template = actions.take_over(code, by=request.actor)
    messages.success(request, _("Taken over as a draft: look it through, change it, publish it."))
    return redirect(template)


@require_GET
def template(request: ActorRequest, pk: int) -> HttpResponse:
    """A draft with its editor; what is published as it stays."""
    found = _template(request, pk)
    return render(request, "assessments/template.html", _shown(request, found))


@require_GET
def preview(request: ActorRequest, pk: int) -> HttpResponse:
    """As the supplier sees it; what is answered here is kept nowhere."""
    found = _template(request, pk)
    every = {question.code for question in found.asked}
    pages = showing.laid_out(found.how.laid_out(found.asked, {}), every)
    context = {"template": found, "pages": pages, "audit": found.scheme == SchemeName.VDA63}
    return render(request, "assessments/preview.html", context)


def edit_template(request: ActorRequest, pk: int) -> HttpResponse:
    """Its titles, kind and scheme."""
    found = _changeable(request, pk)
    form = TemplateForm(request.POST or None, instance=_template(request, pk))
    if request.method == "POST" and accepted(
        form, lambda: actions.change_template(found, form.cleaned_data, by=request.actor)
    ):
        return redirect(found)
    context = {"form": form, "template": found}
    return render(request, "assessments/edit_template.html", context, status=422 if form.is_bound else 200)


@require_POST
def publish_template(request: ActorRequest, pk: int) -> HttpResponse:
    found = _template(request, pk)
    actions.publish_template(found, by=request.actor, now=timezone.now())
    messages.success(request, _("Published; suppliers can be asked by it now."))
    return redirect(found)


@require_POST
def retire_template(request: ActorRequest, pk: int) -> HttpResponse:
    found = _template(request, pk)
    actions.retire_template(found, by=request.actor)
    return redirect("assessments:templates")


@require_POST
def new_version(request: ActorRequest, pk: int) -> HttpResponse:
    return redirect(actions.new_version(_template(request, pk), by=request.actor))


def edit_section(request: ActorRequest, pk: int, code: str = "") -> HttpResponse:
    """A section's form, and what it sends: the whole content anew."""
    found = _changeable(request, pk)
    old = found.asked.section(code)
    initial = {
        name: getattr(old, name) for name in ("title", "title_local", "note", "note_local") if old is not None
    }
    form = SectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        section = form.section(found.asked, old)
        return _changed(request, found, editing.put_section(found.asked, section, instead_of=code))
    context = {"template": found, "form": form, "section": old}
    return render(
        request, "assessments/section_form.html", context, status=422 if request.method == "POST" else 200
    )


def edit_question(request: ActorRequest, pk: int, section: str, code: str = "") -> HttpResponse:
    """A question's form, also while its kind changes, and what it sends: the whole content anew."""
    found = _changeable(request, pk)
    old: Question | None = found.asked.question(code)
    sent: Any = request.POST if request.method == "POST" else request.GET if "kind" in request.GET else None
    draft = QuestionDraft(found.asked, old, sent)
    if request.method == "POST":
        question = draft.question()
        if question is not None:
            put = editing.put_question(found.asked, section, question, instead_of=code)
            return _changed(request, found, put)
    context = {"template": found, "draft": draft, "section": section, "code": code, "most": found.how.most}
    return render(
        request, "assessments/question_form.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
def move_section(request: ActorRequest, pk: int, code: str, way: str) -> HttpResponse:
    found = _changeable(request, pk)
    return _changed(request, found, editing.move_section(found.asked, code, way))


@require_POST
def move_question(request: ActorRequest, pk: int, code: str, way: str) -> HttpResponse:
    found = _changeable(request, pk)
    return _changed(request, found, editing.move_question(found.asked, code, way))


@require_POST
def remove_section(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = _changeable(request, pk)
    return _changed(request, found, editing.remove_section(found.asked, code))


@require_POST
def remove_question(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    found = _changeable(request, pk)
    return _changed(request, found, editing.remove_question(found.asked, code))


def _changed(request: ActorRequest, found: Template, asked: Content) -> HttpResponse:
    actions.ask_other_questions(found, asked, by=request.actor)
    answer = render(request, "assessments/template_content.html", _shown(request, found))
    answer["HX-Retarget"], answer["HX-Reswap"] = "#content", "outerHTML"
    return answer


def _shown(request: ActorRequest, found: Template) -> dict[str, Any]:
    may_write = rules.can_change_template(request.actor, found)
    return {
        "template": found,
        "may_write": may_write,
        "editable": may_write and found.is_draft,
        "problems": template_problems(found) if found.is_draft else [],
        "pages": showing.laid_out(found.asked, {question.code for question in found.asked}),
        "questions": len(list(found.asked)),
        "versions": Template.objects.visible_to(request.actor).filter(code=found.code).order_by("-version"),
        "has_draft": Template.objects.visible_to(request.actor)
        .filter(code=found.code, status=Template.Status.DRAFT)
        .exists(),
    }


def _template(request: ActorRequest, pk: int) -> Template:
    return get_object_or_404(Template.objects.visible_to(request.actor), pk=pk)


def _changeable(request: ActorRequest, pk: int) -> Template:
    found = _template(request, pk)
    require(rules.can_change_template(request.actor, found))
    return found
