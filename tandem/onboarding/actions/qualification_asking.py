"""Items that a questionnaire or an audit settles: asked as their stage begins or by a person, and followed from there.

Wherever it is asked, here or on the pages of assessments, the items that want this template are tied to it.
"""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor, day_of
from tandem.assessments import actions as assessments
from tandem.assessments.models import Assessment
from tandem.core.errors import Refused
from tandem.onboarding.actions.qualification_moving import move_item
from tandem.onboarding.models import ItemKind, Qualification, QualificationItem, QualificationStage
from tandem.onboarding.queries import qualification_assessments as queries

Status = QualificationItem.Status
# Whose answers are in, or whose assessors have begun.
BEGUN = (Assessment.Status.SUBMITTED, Assessment.Status.VERIFIED)


@transaction.atomic
def ask_for(item: QualificationItem, *, due_on: date, by: Actor, now: datetime) -> Assessment:
    """Ask the supplier what a questionnaire asks, or begin an audit by one's own assessors. Raises Refused."""
    template = queries.template_of(item)
    if template is None:
        raise Refused(
            _(
                "The template that “%(item)s” asks for is not in use. Publish it, or record the result by hand."
            )
            % {"item": item}
        )
    if item.assessment_id is not None or item.is_done:
        raise Refused(_("“%(item)s” is asked already, or settled.") % {"item": item})
    qualification = item.stage.qualification
    wanted = assessments.Wanted(
        template,
        due_on,
        purpose=_("Qualification: %(scope)s") % {"scope": qualification.scope},
        self_assessed=item.kind == ItemKind.QUESTIONNAIRE,
    )
    asked = assessments.ask_assessment(qualification.relationship, wanted, by=by, now=now)
    item.refresh_from_db()
    return asked


def ask_as_it_begins(stage: QualificationStage, *, by: Actor, now: datetime) -> None:
    """The questionnaires of a stage go out with it. One that is under way already is tied; one that cannot be asked by
    whoever opened the stage waits for somebody who can."""
    for item in stage.items.filter(kind=ItemKind.QUESTIONNAIRE, spec__has_key="template", assessment=None):
        item.stage = stage
        running = queries.under_way(item)
        if running is not None:
            tie(item, running, by=by)
            continue
        with suppress(Refused):
            ask_for(item, due_on=max(stage.due_on, day_of(now)), by=by, now=now)


def tie_asked(assessment: Assessment, *, by: Actor) -> None:
    """It has just been asked: the open items that want it wait for it from now on."""
    rows = QualificationItem.objects.filter(
        kind=assessment.template.kind,
        spec__template=assessment.template.code,
        assessment=None,
        status__in=(Status.OPEN, Status.RETURNED),
        stage__status=QualificationStage.Status.OPEN,
        stage__qualification__relationship=assessment.relationship_id,
        stage__qualification__status=Qualification.Status.RUNNING,
    )
    for item in _held(rows):
        tie(item, assessment, by=by)


def tie(item: QualificationItem, assessment: Assessment, *, by: Actor) -> None:
    item.assessment = assessment
    item.save(update_fields=["assessment"])
    relationship = item.stage.qualification.relationship
    audit.record(
        item,
        "assessment_tied",
        by=by,
        counterpart=relationship.supplier_id,
        shared=assessment.self_assessed,
        changes={"assessment": ["", assessment.template.name]},
    )
    if assessment.self_assessed and assessment.status in BEGUN:
        _move(item, Status.SUBMITTED, by=by)


def follow_submitted(assessment: Assessment, *, by: Actor) -> None:
    """The supplier's answers are in: it is the customer's turn."""
    for item in _of(assessment, Status.OPEN, Status.RETURNED):
        item.reason = item.reason_local = ""
        _move(item, Status.SUBMITTED, by=by)


def follow_returned(assessment: Assessment, *, by: Actor) -> None:
    for item in _of(assessment, Status.SUBMITTED):
        item.reason, item.reason_local = assessment.reason, ""
        _move(item, Status.RETURNED, by=by)


def follow_withdrawn(assessment: Assessment, *, by: Actor) -> None:
    """It is to be asked anew, or settled some other way."""
    for item in _of(assessment, Status.OPEN, Status.SUBMITTED, Status.RETURNED):
        item.assessment = None
        item.reason = item.reason_local = ""
        if item.status == Status.OPEN:
            item.save()
        else:
            _move(item, Status.OPEN, by=by)


def _of(assessment: Assessment, *statuses: str) -> list[QualificationItem]:
    rows = QualificationItem.objects.filter(
        assessment=assessment,
        status__in=statuses,
        stage__qualification__status=Qualification.Status.RUNNING,
    )
    return _held(rows)


def _held(rows: QuerySet[QualificationItem]) -> list[QualificationItem]:
    ends = (
        "stage__qualification__relationship__customer",
        "stage__qualification__relationship__supplier",
    )
    return list(rows.select_related(*ends).select_for_update(of=("self",)).order_by("pk"))


def _move(item: QualificationItem, to: str, *, by: Actor) -> None:
    move_item(item, to, by=by, reason=item.reason, shared=True)
