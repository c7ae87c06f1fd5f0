"""Trying a draft on a past period before it is used: who would change grade. Nothing is stored."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.scorecards import queries, rules
from tandem.scorecards.actions.runs import scope, scored_rows
from tandem.scorecards.cardmaking import WHOLE, CardRow
from tandem.scorecards.models import Card, Run, Template


@dataclass(frozen=True)
class Tried:
    """One supplier under the draft and as it was scored; grades are empty where there is none."""

    relationship_id: int
    grade: str
    score: Decimal | None
    grade_before: str
    score_before: Decimal | None

    @property
    def moves(self) -> bool:
        return self.grade != self.grade_before


@dataclass(frozen=True)
class BackTest:
    run: Run
    tried: list[Tried]
    grades: list[str]

    @property
    def movers(self) -> list[Tried]:
        """Those who would change grade, the greatest fall first."""
        moved = [each for each in self.tried if each.moves]
        return sorted(moved, key=lambda each: (each.score or 0) - (each.score_before or 0))

    def distribution(self, *, before: bool) -> list[int]:
        found = [each.grade_before if before else each.grade for each in self.tried]
        return [found.count(grade) for grade in self.grades]


def back_test(template: Template, run: Run, *, by: Actor) -> BackTest:
    """The run's period scored by the template instead, from the run's own facts, rates, numbers and as-of
    date.

    Raises Refused for a template with problems, as its grades would mean nothing.
    """
    require(rules.can_change_template(by, template) and run.customer_id == by.organization_id)
    problems = queries.template_problems(template)
    if problems:
        raise Refused(_("Mend the template first: %(problems)s") % {"problems": " ".join(problems)})
    kpis = queries.current_kpis(template.customer_id)
    rows = scored_rows(by, run, template, scope(run), kpis)
    before = {
        card.relationship_id: card for card in Card.objects.filter(run=run).whole().defer("lines", "notes")
    }
    tried = [_tried(row, before.get(row.relationship_id)) for row in rows if row.site == WHOLE]
    return BackTest(run, tried, queries.scoring_template(template).bands.grades)


def _tried(row: CardRow, before: Card | None) -> Tried:
    return Tried(
        row.relationship_id,
        row.grade,
        row.score,
        before.grade if before else "",
        before.score if before else None,
    )
