"""What scorecards put into a review pack: scores over the quarters, targets, causes, objections, and what happened."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.relationships.models import Relationship
from tandem.scorecards import causes, pack_targets
from tandem.scorecards.happenings import happenings
from tandem.scorecards.models import Disputed, Objection
from tandem.scorecards.pareto import Bar
from tandem.scorecards.queries import followed
from tandem.scorecards.review_packs import Section, Shown, published_cards

COURSE, LONGEST = 8, 8


def sections(
    actor: Actor, relationship: Relationship, since: date, until: date, today: date
) -> list[Section]:
    own = actor.organization_id == relationship.customer_id
    shown_until = None if own else followed.shown_until(actor, relationship.pk)
    return [
        _scores(actor, relationship, until),
        pack_targets.section(actor, relationship, since, until),
        *_causes(actor, relationship, until, shown_until, today),
        _objections(actor, relationship, since, until),
        _happened(actor, relationship, since, until),
    ]


def _scores(actor: Actor, relationship: Relationship, until: date) -> Section:
    language = get_language() or "en"
    rows = tuple(
        (
            formats.period(card.run.period, language),
            card.run.template.title,
            card.grade or card.get_outcome_display(),
            Shown(formats.number(card.score, language, 1), card.score) if card.score is not None else None,
        )
        for card in published_cards(actor, relationship, until, COURSE)
    )
    return Section(
        10,
        _("Scores and grades"),
        (_("Period"), _("Scorecard"), _("Grade"), _("Score")),
        rows,
        _("No scorecard has been published yet."),
        numbers=(3,),
        wide=1,
    )


def _causes(
    actor: Actor, relationship: Relationship, until: date, shown_until: date | None, today: date
) -> list[Section]:
    ends = min(until, shown_until) if shown_until else until
    found = []
    for place, subject in enumerate(causes.SUBJECTS):
        asked = causes.Asked(subject, span=12, until=ends)
        by = causes.every(actor, relationship.customer, asked, today, relationship=relationship)
        for number, dimension in enumerate(IN_A_PACK[subject]):
            split = causes.Asked(subject, dimension, 12, ends)
            names = causes.names_of(actor, split, by.get(dimension, []))
            found.append(_pareto(30 + 2 * place + number, split, by.get(dimension, []), names))
    return found


IN_A_PACK = {causes.LATE: ("history", "item"), causes.DEFECTS: ("item", "found_at")}


def _pareto(place: int, asked: causes.Asked, bars: list[Bar], names: dict[str, str]) -> Section:
    language = get_language() or "en"
    rows = tuple(
        (
            row.name,
            Shown(formats.number(row.weight, language, 0), row.weight),
            Shown(formats.percent(row.share, language), row.share),
            Shown(formats.percent(row.up_to, language), row.up_to),
        )
        for row in causes.shown(bars, asked, "", names)[:LONGEST]
    )
    dimension = dict(causes.dimensions(asked.subject, suppliers=False))[asked.dimension]
    return Section(
        place,
        _("%(subject)s: %(dimension)s")
        % {"subject": causes.subject_name(asked.subject), "dimension": dimension},
        (_("Cause"), causes.weight_name(asked.subject), _("Share of all"), _("Cumulative")),
        rows,
        _("Nothing failed in these twelve months."),
        numbers=(1, 2, 3),
        note=_("Of the twelve months up to the end of the quarter, the heaviest first."),
    )


def _objections(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    language = get_language() or "en"
    within = Q(opened_at__date__gte=since, opened_at__date__lt=until) | Q(
        decided_at__date__gte=since, decided_at__date__lt=until
    )
    found = Objection.objects.visible_to(actor).filter(within, relationship=relationship)
    rows = []
    for each in found.prefetch_related("lines"):
        lines = list(each.lines.all())
        accepted = sum(line.status == Disputed.Status.ACCEPTED for line in lines)
        day = each.opened_at.date()
        rows.append(
            (
                day,
                each.get_kind_display(),
                formats.period(each.period, language),
                each.get_status_display(),
                len(lines),
                accepted,
            )
        )
    return Section(
        40,
        _("Objections"),
        (_("Opened"), _("Kind"), _("Period"), _("Status"), _("Lines disputed"), _("Lines accepted")),
        tuple(rows),
        _("Nothing was objected to in this quarter."),
        numbers=(4, 5),
        wide=2,
    )


def _happened(actor: Actor, relationship: Relationship, since: date, until: date) -> Section:
    found = happenings(actor, relationship, since, until)
    return Section(
        80,
        _("What happened in the quarter"),
        (_("Day"), _("What")),
        tuple((each.day, each.text) for each in found),
        _("Nothing is on record for this quarter."),
        wide=1,
    )
