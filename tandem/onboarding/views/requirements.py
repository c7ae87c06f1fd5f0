"""Where a customer writes what it asks of suppliers."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Role
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.onboarding import requirement_data
from tandem.onboarding.actions import requirements as actions
from tandem.onboarding.forms.requirements import LABELS, RequirementsEditor, choices_of
from tandem.onboarding.models import RequirementSet
from tandem.onboarding.queries.requirements import scope_of
from tandem.onboarding.requirement_data import SPEC, Item, Stage
from tandem.onboarding.rules import qualification as rules

Status = RequirementSet.Status


@require_GET
def requirement_sets(request: ActorRequest) -> HttpResponse:
    rows = _own(request).annotate(used=Count("qualifications"))
    every = "all" in request.GET
    shown = rows if every else rows.exclude(status=Status.RETIRED)
    context = {
        "rows": [(each, scope_of(each), len(each.stages)) for each in shown],
        "every": every,
        "retired": rows.filter(status=Status.RETIRED).exists(),
        "may_keep": rules.can_keep_requirements(request.actor),
    }
    return render(request, "onboarding/requirements/list.html", context)


@require_GET
def requirement_set(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=pk)
    stages = requirement_data.read(found.stages)
    context = {
        "found": found,
        "scope": scope_of(found),
        "stages": previewed(request, stages),
        "problems": requirement_data.problems(stages) if found.status == Status.DRAFT else [],
        "may_keep": rules.can_keep_requirements(request.actor),
        "versions": _own(request).filter(name=found.name).exclude(pk=found.pk),
        "used": found.qualifications.count(),
    }
    return render(request, "onboarding/requirements/page.html", context)


def new_requirements(request: ActorRequest) -> HttpResponse:
    require(rules.can_keep_requirements(request.actor))
    return _edit(request, None)


def edit_requirements(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=pk)
    require(rules.can_keep_requirements(request.actor))
    if found.status != Status.DRAFT:
        raise Refused(_("Only a draft can be changed. Make a new version, and put that in force."))
    return _edit(request, found)


@require_POST
def take_over_shipped(request: ActorRequest) -> HttpResponse:
    made = actions.take_over_shipped(by=request.actor, now=timezone.now())
    told = ngettext("%(count)d set was taken over.", "%(count)d sets were taken over.", len(made))
    messages.success(request, told % {"count": len(made)})
    return redirect("onboarding:requirement_sets")


@require_POST
def put_in_force(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=pk)
    actions.put_in_force(found, by=request.actor, now=timezone.now())
    messages.success(request, _("In force: it is asked of whoever is qualified from now on."))
    return redirect(found)


@require_POST
def retire_requirements(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=pk)
    actions.retire_requirements(found, by=request.actor)
    messages.success(request, _("Retired; what runs by it goes on."))
    return redirect(found)


@require_POST
def new_requirements_version(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=pk)
    made = actions.new_version(found, by=request.actor)
    return redirect("onboarding:edit_requirements", made.pk)


def previewed(request: ActorRequest, stages: list[Stage]) -> list[dict[str, Any]]:
    """The stages as they will be asked, each with its items and what these ask besides."""
    names = dict(_names(request))
    day, found = 0, []
    for stage in stages:
        day += stage.days
        found.append(
            {
                "stage": stage,
                "day": day,
                "owner": names.get(stage.owner) if stage.owner else "",
                "role": str(Role(stage.owner_role).label) if stage.owner_role else "",
                "items": [(item, said(request, item)) for item in stage.items],
            }
        )
    return found


def said(request: ActorRequest, item: Item) -> list[tuple[str, str]]:
    """What an item asks besides its title: (label, value)."""
    found = []
    for name, kind in SPEC[item.kind]:
        value = item.spec.get(name, "")
        if value:
            choices = dict(choices_of(name, request.actor, item.kind, value)) if kind == "choice" else {}
            found.append((str(LABELS[name]), choices.get(value, value)))
    return found


def _names(request: ActorRequest) -> list[tuple[int, str]]:
    return [(user.pk, user.get_full_name()) for user in RequirementsEditor(request.actor, None).people]


def _edit(request: ActorRequest, found: RequirementSet | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    editor = RequirementsEditor(request.actor, found, data)
    wish = request.POST.get("do", "redraw")
    status = 200
    if data is not None and wish == "save":
        try:
            saved = actions.save_requirements(found, editor.head, editor.stages, by=request.actor)
        except Refused as refusal:
            editor.problem, status = str(refusal), 422
        else:
            messages.success(request, _("Saved as a draft."))
            return redirect(saved)
    elif data is not None:
        editor.act(wish)
    context = {
        "editor": editor,
        "found": found,
        "stages": previewed(request, editor.stages),
        "problems": requirement_data.problems(editor.stages),
    }
    name = "editor.html" if request.htmx and request.method == "POST" else "edit.html"
    return render(request, f"onboarding/requirements/{name}", context, status=status)


def _own(request: ActorRequest) -> Any:
    return RequirementSet.objects.visible_to(request.actor).select_related("category", "site")
