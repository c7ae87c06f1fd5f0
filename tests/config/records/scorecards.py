"""A run with its card, objected to, and with a survey of colleagues."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tandem.accounts.actor import Actor
from tandem.core import kept_files
from tandem.lake import kpis
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import (
    Card,
    Disputed,
    EarlierCard,
    Evidence,
    Judge,
    Judgement,
    JudgementSurvey,
    Objection,
    OpenedPeriod,
    Override,
    Run,
    Schedule,
    Target,
    TargetAgreement,
    Template,
)
from tests.cast import NOW, Person
from tests.config.records import Arguments
from tests.scorecards.conftest import PARTS, run_of


def of_the_scorecards(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    template = scorecards.save_template(None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=who.actor)
    # Not by the administrator: whoever puts weights to use does not publish what they make.
    scorecards.activate_template(template, by=Actor.system(who.organization, "tandem"), now=NOW)
    run = run_of(template, "2026-Q3", who)
    card = Card.objects.get(run=run, relationship=huarui)
    own = replace(kpis.shipped()["on_time_lines"], code="nordlicht_on_time")
    kpi = scorecards.save_kpi(own, by=who.actor, now=NOW)
    # As if the night had started it: an objection is not decided by who did.
    Run.objects.filter(pk=run.pk).update(started_by_user=None)
    objection, line, evidence = _objected(card)
    check = Objection.objects.create(
        run=run, relationship=huarui, kind=Objection.Kind.CHECK, period=run.period, title="Castings",
        due_on=date(2099, 1, 1), opened_at=NOW,
    )  # fmt: skip
    earlier = EarlierCard.objects.create(
        run=run, relationship=huarui, shown=True, replaced_at=NOW, version=9, outcome="no_data", coverage=0, sample=0,
        lines=[], notes={},
    )  # fmt: skip
    target, agreement = _target(who, huarui)
    schedule, opened = _calendar(who, template)
    # Closed, so that it keeps the run from nothing.
    survey = JudgementSurvey.objects.create(
        run=run, status=JudgementSurvey.Status.CLOSED, due_on=NOW.date(), opened_at=NOW, closed_at=NOW
    )
    judge = Judge.objects.create(survey=survey, user=who.user, name=who.actor.name)
    judgement = Judgement.objects.create(judge=judge, relationship=huarui, criterion="delivery")
    # Taken back, so that it keeps nobody from anything.
    override = Override.objects.create(
        run=run, relationship=huarui, criterion="delivery", points=50, computed=40, why="Strike.", told="Strike.",
        made_at=NOW, made_by="Ada", ended_at=NOW, end=Override.End.TAKEN_BACK,
        **vars(kept_files.keep(b"%PDF-1.4\n%%EOF\n", name="letter.pdf", folder="overrides/1")),
    )  # fmt: skip
    return {
        "card_criterion": [card.pk, "delivery"],
        "override": [override.pk],
        "judgement_survey": [survey.pk],
        "judgement": [survey.pk, judgement.pk],
        "own_judgement": [judgement.pk],
        "schedule": [schedule.pk],
        "opened_period": [opened.pk],
        "target": [target.pk],
        "target_agreement": [agreement.pk],
        "objection": [objection.pk],
        "check": [check.pk],
        "objection_kpi": [objection.pk, "on_time_lines"],
        "objection_line": [objection.pk, line.pk],
        "objection_evidence": [objection.pk, evidence.pk],
        "earlier_card": [earlier.pk],
        "run": [run.pk],
        "card": [card.pk],
        "card_kpi": [card.pk, "on_time_lines"],
        "template": [template.pk],
        "kpi": [kpi.code],
    }


def _target(who: Person, huarui: Relationship) -> tuple[Target, TargetAgreement]:
    """One that Huarui answered by another value."""
    asked = scorecards.Asked(
        "on_time_lines", Decimal("0.97"), Target.Scope.RELATIONSHIP, date(2027, 1, 1), "Quality agreement",
        suppliers=[huarui],
    )  # fmt: skip
    target = scorecards.propose_target(asked, by=who.actor, now=NOW)
    agreement = target.agreements.get()
    supplier = Actor.system(huarui.supplier, "tandem")
    scorecards.counter_target(
        agreement, Decimal("0.9"), version=1, reason="Short forecasts.", by=supplier, now=NOW
    )
    return target, agreement


def _calendar(who: Person, template: Template) -> tuple[Schedule, OpenedPeriod]:
    """A period that is open for input; its run has gone since."""
    fields = {"grain": "quarter", "first": "2099-Q1", "asked_roles": ["buyer"]}
    schedule = scorecards.keep_schedule(template, fields, by=who.actor, now=NOW)
    opened = OpenedPeriod.objects.create(
        schedule=schedule, period="2026-Q2", opened_at=NOW, remind_on=NOW.date(), closes_on=date(2099, 1, 1)
    )
    return schedule, opened


def _objected(card: Card) -> tuple[Objection, Disputed, Evidence]:
    """As if it had been sent after publication, which comes later in the story."""
    objection = Objection.objects.create(
        run=card.run,
        relationship=card.relationship,
        kind=Objection.Kind.APPEAL,
        status=Objection.Status.SUBMITTED,
        period=card.run.period,
        title=card.run.template.name,
        due_on=NOW.date(),
        opened_at=NOW,
        submitted_at=NOW,
    )
    line = Disputed.objects.create(
        objection=objection,
        kpi="on_time_lines",
        subject="timeliness",
        source="erp",
        number="PO-1",
        line="1",
        schedule_line="1",
        reason="date_moved",
    )
    kept = kept_files.keep(b"%PDF-1.4\n%%EOF\n", name="proof.pdf", folder="objections/1")
    evidence = Evidence.objects.create(objection=objection, added_at=NOW, **vars(kept))
    return objection, line, evidence
