"""What this room knows of a relationship's past, for the marks beside a trend."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.improvement import effect_shown
from tandem.improvement.models import Case, Project
from tandem.relationships.models import Relationship
from tandem.scorecards.happenings import Happening


def told(actor: Actor, relationship: Relationship, since: date, until: date) -> list[Happening]:
    room = "improvement" if actor.organization_id == relationship.customer_id else "improvement_supplier"
    return [*_cases(actor, relationship, room), *_projects(actor, relationship, room)]


def _cases(actor: Actor, relationship: Relationship, room: str) -> Iterator[Happening]:
    for case in Case.objects.visible_to(actor).filter(relationship=relationship).exclude(status="withdrawn"):
        url, words = reverse(f"{room}:case", args=[case.pk]), {"case": case}
        yield Happening(_day(case.opened_at), _("Case opened: %(case)s") % words, "tools", url)
        if case.acted_on:
            yield Happening(case.acted_on, _("Actions in place: %(case)s") % words, "checks", url)
        if case.reopened_at:
            text = _("Case opened again: %(case)s") % words
            yield Happening(_day(case.reopened_at), text, "tools", url)
        if case.closed_at and case.status == Case.Status.CLOSED:
            verdict = effect_shown.label(case.verdict) if case.verdict else ""
            text = (
                _("Case closed, %(verdict)s: %(case)s") % {**words, "verdict": verdict}
                if verdict
                else _("Case closed: %(case)s") % words
            )
            yield Happening(_day(case.closed_at), text, "circle-check", url)


def _projects(actor: Actor, relationship: Relationship, room: str) -> Iterator[Happening]:
    done = Project.objects.visible_to(actor).filter(relationship=relationship, status=Project.Status.DONE)
    for project in done.exclude(ended_at=None):
        text = _("Improvement project finished: %(project)s") % {"project": project}
        yield Happening(_day(project.ended_at), text, "flag", reverse(f"{room}:project", args=[project.pk]))


def _day(at: Any) -> date:
    found: date = localtime(at).date()
    return found
