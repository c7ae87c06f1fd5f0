"""What a published questionnaire or audit says of the items that wait for it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.assessments.models import Assessment
from tandem.core.errors import Refused
from tandem.onboarding import results
from tandem.onboarding.actions.qualification import lock
from tandem.onboarding.actions.qualification_items import begin, keep, settle
from tandem.onboarding.actions.qualification_moving import move_item
from tandem.onboarding.models import Qualification, QualificationItem, QualificationStage
from tandem.onboarding.queries import qualification_assessments as queries
from tandem.onboarding.results import Verdict
from tandem.onboarding.rules import qualification as rules
from tandem.onboarding.telling import qualification as telling

Status = QualificationItem.Status


def judge(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    """It was published: each item that waits for it passes or not, in the stage under way."""
    rows = QualificationItem.objects.filter(
        assessment=assessment, status__in=(Status.OPEN, Status.SUBMITTED, Status.RETURNED)
    ).select_related(
        "stage__qualification__relationship__customer", "stage__qualification__relationship__supplier"
    )
    for item in rows.order_by("pk"):
        qualification = lock(item.stage.qualification)
        item.refresh_from_db(fields=["status"])
        begun = item.stage.status != QualificationStage.Status.WAITING
        if qualification.status == Qualification.Status.RUNNING and begun and not item.has_result:
            _take(item, assessment, by=by, now=now)


@transaction.atomic
def take_published(item: QualificationItem, assessment: Assessment, *, by: Actor, now: datetime) -> None:
    """By a result that was published before. Raises Refused for one of something else."""
    require(rules.can_lead(by, item.stage.qualification.relationship), rules.why_not_lead(by))
    begin(item, by=by)
    if item.has_result:
        raise Refused(_("“%(item)s” is settled already. Open it again first.") % {"item": item})
    if item.assessment is not None and item.assessment.is_open:
        raise Refused(_("“%(item)s” is asked already, or settled.") % {"item": item})
    if assessment not in queries.published(item):
        raise Refused(_("Choose one of the results that were published of what is asked here."))
    item.assessment = assessment
    item.save(update_fields=["assessment"])
    _take(item, assessment, by=by, now=now)


def verdict_of(item: QualificationItem, assessment: Assessment) -> Verdict | None:
    """In the reader's language; None where nothing was scored, so that a person decides."""
    return results.of_assessment(queries.found_by(assessment), item.spec)


def _take(item: QualificationItem, assessment: Assessment, *, by: Actor, now: datetime) -> None:
    figures = {"score": str(assessment.score)} if assessment.score is not None else {}
    if assessment.grade:
        figures["grade"] = assessment.grade
    keep(item, text="", result=figures, upload=None, assessment=assessment, by=by, now=now)
    verdict = verdict_of(item, assessment)
    if verdict is None:
        if item.status != Status.SUBMITTED:
            move_item(item, Status.SUBMITTED, by=by)
        telling.assessed(item, passed=None, by=by, now=now)
        return
    item.reason, item.reason_local = "", ""
    if not verdict.passed:
        item.reason, item.reason_local = (_in(language, item, assessment) for language in ("en", "zh-hans"))
    own = item.reason_local if (get_language() or "").startswith("zh") else item.reason
    telling.assessed(item, passed=verdict.passed, by=by, now=now)
    settle(item, Status.PASSED if verdict.passed else Status.FAILED, by=by, now=now, reason=own)


def _in(language: str, item: QualificationItem, assessment: Assessment) -> str:
    with override(language):
        verdict = verdict_of(item, assessment)
        return " ".join(verdict.faults) if verdict is not None else ""
