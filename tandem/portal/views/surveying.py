"""The customer's surveys: opened, waited for, and shown in groups once they are closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.portal import actions, disclosure, rules
from tandem.portal.forms.asking import OpenSurveyForm
from tandem.portal.models import QUESTIONS, Ask, Survey
from tandem.portal.queries import asks as queries
from tandem.portal.views.asking import mail_links
from tandem.relationships.models import Segment


@require_GET
def surveys(request: ActorRequest) -> HttpResponse:
    rows = list(Survey.objects.visible_to(request.actor))
    context = {
        "surveys": [(survey, _progress(survey), _whole(survey)) for survey in rows],
        "questions": QUESTIONS,
        "may_survey": rules.can_open_surveys(request.actor),
    }
    return render(request, "portal/surveys.html", context)


def open_survey(request: ActorRequest) -> HttpResponse:
    require(rules.can_open_surveys(request.actor))
    form = OpenSurveyForm(request.POST or None, today=timezone.localdate())
    opened: list[Survey] = []

    def act() -> None:
        given = dict(form.cleaned_data)
        del given["mail"]
        opened.append(actions.open_survey(given.pop("period"), **given, by=request.actor, now=timezone.now()))

    if request.method == "POST" and accepted(form, act):
        asked = list(queries.with_ends(Ask.objects.asked_by(request.actor).filter(survey=opened[0])))
        mailed = mail_links(request, asked) if form.cleaned_data["mail"] else 0
        told = ngettext("%(count)d supplier was asked", "%(count)d suppliers were asked", len(asked))
        sent = ngettext("%(count)d mail was sent", "%(count)d mails were sent", mailed)
        messages.success(
            request,
            _("%(told)s; %(sent)s.")
            % {"told": told % {"count": len(asked)}, "sent": sent % {"count": mailed}},
        )
        return redirect(opened[0])
    context = {"form": form, "questions": QUESTIONS}
    return render(request, "portal/open_survey.html", context, status=422 if form.is_bound else 200)


@require_GET
def survey(request: ActorRequest, pk: int) -> HttpResponse:
    """While it is open: how many have answered. Once closed: what may be shown, and why not more."""
    found = get_object_or_404(Survey.objects.visible_to(request.actor), pk=pk)
    asked = queries.with_ends(Ask.objects.asked_by(request.actor).filter(survey=found))
    asked = asked.order_by("relationship__supplier__name")
    context = {
        "survey": found,
        "progress": _progress(found),
        "asks": asked,
        "questions": QUESTIONS,
        "groups": _groups(found),
        "held_back": _held_back(found),
        "comments": (found.results or {}).get("comments", []),
        "least": disclosure.LEAST,
        "may_survey": rules.can_survey(request.actor, found),
    }
    return render(request, "portal/survey.html", context)


@require_POST
def close_survey(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Survey.objects.visible_to(request.actor), pk=pk)
    actions.close_survey(found, by=request.actor, now=timezone.now())
    messages.success(request, _("The survey is closed. What may be shown of it stands here from now on."))
    return redirect(found)


def _progress(survey: Survey) -> tuple[int, int]:
    """How many of how many asked have answered; who, the list of requests says."""
    asked = survey.asks.count()
    return survey.asks.filter(answered_at__isnull=False).count(), asked


def _groups(survey: Survey) -> list[dict[str, Any]]:
    """Each group with its name and its means in the questions' order."""
    return [
        {
            "name": _("All suppliers") if group["whole"] else _segment(group["segment"]),
            "answers": group["answers"],
            "means": [(name, group["means"][field]) for field, name, _question in QUESTIONS],
        }
        for group in (survey.results or {}).get("groups", [])
    ]


def _held_back(survey: Survey) -> bool:
    """Whether some segment's figures are not shown, so that the page says why."""
    groups = (survey.results or {}).get("groups", [])
    told = sum(group["answers"] for group in groups if not group["whole"])
    return survey.results is not None and told < survey.results["answered"]


def _whole(survey: Survey) -> list[tuple[Any, Any]] | None:
    groups = _groups(survey)
    return groups[0]["means"] if groups else None


def _segment(code: str) -> str:
    return str(Segment(code).label) if code else _("Without a segment")
