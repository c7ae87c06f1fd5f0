"""What this room puts into a review pack: what a supplier improved counts in its next review."""

from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.improvement import effect_shown
from tandem.improvement.models import Action, Case, Project
from tandem.improvement.queries.record import record_of
from tandem.relationships.models import Relationship
from tandem.scorecards.review_packs import Section, Shown, Value


def sections(
    actor: Actor, relationship: Relationship, since: date, until: date, today: date
) -> list[Section]:
    return [
        _record(relationship, since, until),
        _cases(actor, relationship, since, until),
        _actions(actor, relationship, today),
        _projects(actor, relationship, since, until),
    ]


def _record(relationship: Relationship, since: date, until: date) -> Section:
    found, language = record_of(relationship.pk, since, until), get_language() or "en"
    rows: list[tuple[Value, ...]] = [
        (_("Cases opened"), found.opened),
        (_("Cases closed"), found.closed),
        (_("of which improved, as measured"), found.improved),
        (_("of which without a change shown"), found.no_change),
        (_("Cases opened again"), found.reopened),
    ]
    if found.punctuality is not None:
        share = Shown(formats.percent(found.punctuality, language, 0), found.punctuality)
        rows.append((_("First hand-ins on time"), share))
    rows.append((_("Improvement projects finished"), found.projects))
    for currency, saved in found.saved.items():
        rows.append((_("Saved a year"), Shown(formats.money(saved, currency, language, 0), saved)))
    return Section(
        50, _("Improvement in the quarter"), (_("What"), _("Number of them")), tuple(rows), "", numbers=(1,)
    )


def _cases(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    """Open at the end of the quarter, or closed within it."""
    rows = Case.objects.visible_to(actor).filter(
        Q(closed_at=None) | Q(closed_at__date__gte=since),
        relationship=relationship,
        opened_at__date__lt=until,
    )
    told = tuple(
        (
            case.label,
            case.title,
            case.opened_at.date(),
            case.get_status_display(),
            effect_shown.label(case.verdict) if case.verdict else None,
        )
        for case in rows.exclude(status=Case.Status.WITHDRAWN)
    )
    return Section(
        51,
        _("8D cases"),
        (_("Case"), _("the problem in short"), _("Opened"), _("Status"), _("Effect")),
        told,
        _("No case was open in this quarter."),
        wide=1,
    )


def _actions(actor: Actor, relationship: Relationship, today: date) -> Section:
    cases = Case.objects.visible_to(actor).filter(relationship=relationship, status=Case.Status.OPEN)
    due = Action.objects.filter(case__in=cases, done_on=None).select_related("case")
    rows = tuple(
        (
            each.due_on,
            each.text,
            each.owner,
            each.case.label,
            _("overdue") if each.is_overdue(today) else None,
        )
        for each in due
    )
    return Section(
        60,
        _("Actions due"),
        (_("Due by"), _("Action"), _("Who"), _("Case"), _("Overdue")),
        rows,
        _("No action is due."),
        wide=1,
    )


def _projects(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    rows = Project.objects.visible_to(actor).filter(
        Q(ended_at=None) | Q(ended_at__date__gte=since),
        relationship=relationship,
        proposed_at__date__lt=until,
    )
    told = tuple((each.title, each.get_status_display(), each.due_on, _goal(each)) for each in rows)
    return Section(
        52,
        _("Improvement projects"),
        (_("Project"), _("Status"), _("to be reached by"), _("Goal")),
        told,
        _("There was no improvement project in this quarter."),
    )


def _goal(project: Project) -> str:
    if project.goal is None:
        return project.goal_text
    return f"{formats.number(project.goal, get_language() or 'en')} {project.unit}".strip()
