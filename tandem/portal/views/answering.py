"""Answering a request, which is the same signed in and behind a link."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.accounts.views.answering import accepted
from tandem.portal import cards, rules
from tandem.portal.forms.answers import AnswerForm, form_for
from tandem.portal.models import Ask, AskedLine, SurveyAnswer


def submitted(request: HttpRequest, form: AnswerForm, *, by: Actor, via: str) -> bool:
    """Whether the form was sent and its answer kept; what is refused stands on the form."""
    if request.method != "POST":
        return False
    return accepted(form, lambda: form.submit(by=by, now=timezone.now(), via=via))


def form_of(request: HttpRequest, ask: Ask) -> AnswerForm:
    if request.method == "POST":
        return form_for(ask, request.POST, request.FILES)
    return form_for(ask)


def shown(ask: Ask, actor: Actor) -> dict[str, Any]:
    """What the parts of a page show of a request, to either end."""
    today = timezone.localdate()
    context: dict[str, Any] = {
        "ask": ask,
        "overdue": ask.is_overdue(today),
        "lines": _exceptions_first(ask),
        "certificates": ask.certificates.all(),
        "takes_answers": rules.takes_answers(ask, timezone.now()),
    }
    if ask.survey_id:
        context["survey_answer"] = SurveyAnswer.objects.visible_to(actor).filter(survey=ask.survey_id).first()
    if ask.card is not None:
        context |= cards.explained(actor, ask.card)
    return context


def _exceptions_first(ask: Ask) -> list[AskedLine]:
    """What the supplier found wrong or wants changed is what the customer looks for."""
    notable = (AskedLine.Verdict.WRONG, AskedLine.Verdict.OTHER_DATE)
    return sorted(ask.lines.all(), key=lambda line: line.verdict not in notable)
