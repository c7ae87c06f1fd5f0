"""Of an item that a questionnaire or audit settles: by which template, what is under way, and what was published."""

from __future__ import annotations

from django.db.models import QuerySet

from tandem.assessments.models import Assessment, Template
from tandem.assessments.models.assessments import WAITING
from tandem.assessments.schemes import SchemeName
from tandem.onboarding.models import ItemKind, QualificationItem
from tandem.onboarding.results import Assessed

ASSESSED = (ItemKind.QUESTIONNAIRE, ItemKind.AUDIT)
UNDER_WAY = (*WAITING, Assessment.Status.SUBMITTED, Assessment.Status.VERIFIED)
MOST_SHOWN = 5


def template_of(item: QualificationItem) -> Template | None:
    """The version in use of what it asks for; None where there is none any more, or none was asked for."""
    if not item.template_code or item.kind not in ASSESSED:
        return None
    return Template.objects.filter(
        customer=item.stage.qualification.relationship.customer_id,
        code=item.template_code,
        kind=item.kind,
        status=Template.Status.ACTIVE,
    ).first()


def under_way(item: QualificationItem) -> Assessment | None:
    return _of(item).filter(status__in=UNDER_WAY).order_by("-asked_at").first()


def published(item: QualificationItem) -> list[Assessment]:
    """Results from which its own could be taken, the newest first: of its template, or where it names none, of its
    kind."""
    if item.kind not in ASSESSED:
        return []
    rows = _of(item).filter(status=Assessment.Status.CLOSED)
    return list(rows.order_by("-closed_at", "-pk")[:MOST_SHOWN])


def is_by_hand(item: QualificationItem) -> bool:
    """Whether a person records its result: where it names no template, where its template is not in use any more, and
    where what was published says neither yes nor no."""
    if not item.template_code:
        return True
    if item.assessment is not None:
        closed = item.assessment.status == Assessment.Status.CLOSED
        return closed and item.status != QualificationItem.Status.FAILED
    return template_of(item) is None


def needs_places(template: Template) -> bool:
    """Whether it begins on a page of its own, where process elements and steps are named."""
    return template.scheme == SchemeName.VDA63


def found_by(assessment: Assessment) -> Assessed:
    """What was published, in the reader's language."""
    asked = assessment.asked
    questions = [(code, asked.question(code)) for code in assessment.knock_outs]
    return Assessed(
        score=assessment.score,
        grade=assessment.grade,
        fails=assessment.template.how.fails,
        knock_outs=[str(question) if question else code for code, question in questions],
    )


def _of(item: QualificationItem) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(
        relationship=item.stage.qualification.relationship_id, template__kind=item.kind
    )
    if item.template_code:
        rows = rows.filter(template__code=item.template_code)
    return rows.select_related("template", "relationship__customer", "relationship__supplier")
