"""Trying a draft on a past period before it is used: who would change grade. No card is stored."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.scorecards import back_tests, queries, rules
from tandem.scorecards.actions.runs import REPORT_EVERY, scope, scored_rows, targets_of
from tandem.scorecards.back_tests import BackTest, Tried
from tandem.scorecards.cardmaking import WHOLE, CardRow
from tandem.scorecards.models import Card, Correction, Run, Template, Trial
from tandem.scorecards.queries.corrections import set_aside

BACK_TEST_TASK = "tandem.scorecards.back_test"
Tell = Callable[[int, int], None]


@transaction.atomic
def start_back_test(template: Template, run: Run, *, by: Actor) -> Trial:
    """Have the template tried on a run in the background, in place of its last trial. Raises Refused."""
    _require(template, run, by=by)
    Trial.objects.filter(template=template).delete()
    trial = Trial.objects.create(
        customer_id=by.organization_id, template=template, run=run, started_by=by.name
    )
    app.configure_task(BACK_TEST_TASK).defer(trial_id=trial.pk, organization_id=by.organization_id)
    return trial


def compute_back_test(trial: Trial, *, by: Actor, now: datetime) -> None:
    """Do what was asked for and keep what it finds. A trial that was replaced meanwhile keeps nothing.

    Raises what made it fail, which the trial then says.
    """
    kept = Trial.objects.filter(pk=trial.pk)
    kept.update(status=Trial.Status.RUNNING, done=0, total=0)

    def tell(done: int, total: int) -> None:
        kept.update(done=done, total=total)

    try:
        found = back_test(trial.template, trial.run, by=by, tell=tell)
    except Exception as error:
        kept.update(status=Trial.Status.FAILED, problem=str(error) or type(error).__name__, finished_at=now)
        raise
    kept.update(status=Trial.Status.DONE, found=back_tests.to_json(found), problem="", finished_at=now)


def back_test(template: Template, run: Run, *, by: Actor, tell: Tell | None = None) -> BackTest:
    """The run's period scored by the template instead, from the run's own facts, rates, numbers and as-of
    date.

    Raises Refused for a template with problems, as its grades would mean nothing.
    """
    _require(template, run, by=by)
    members = scope(run)
    before = {
        card.relationship_id: card for card in Card.objects.filter(run=run).whole().defer("lines", "notes")
    }
    tried: list[Tried] = []
    versions, shares = queries.current_kpis(run.customer_id), queries.shares(template, run.customer_id)
    aside = set_aside(run, Correction.objects.newest(run.customer_id))
    for row in scored_rows(by, run, template, members, versions, shares, aside, targets_of(run)):
        if row.site != WHOLE:
            continue
        if tell and len(tried) % REPORT_EVERY == 0:
            tell(len(tried), len(members))
        tried.append(_tried(row, before.get(row.relationship_id)))
    return BackTest(tried, queries.scoring_template(template).bands.grades)


def _require(template: Template, run: Run, *, by: Actor) -> None:
    require(rules.can_change_template(by, template) and run.customer_id == by.organization_id)
    problems = queries.template_problems(template)
    if problems:
        raise Refused(_("Mend the template first: %(problems)s") % {"problems": " ".join(problems)})


def _tried(row: CardRow, before: Card | None) -> Tried:
    return Tried(
        row.relationship_id,
        row.grade,
        row.score,
        before.grade if before else "",
        before.score if before else None,
    )
