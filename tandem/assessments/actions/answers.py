"""Answering and verifying: each answer is kept as it is given, handing in is an act of its own."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.assessments import answering, signals, telling
from tandem.assessments.actions.assessments import lock, move, see_whether_all_are_in
from tandem.assessments.content import Question
from tandem.assessments.models import Answer, Assessment, Assessor, Evidence, Finding
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.core import kept_files
from tandem.core.errors import Forbidden, Refused

Status, Side = Assessment.Status, Answer.Side
LONGEST_REMARK = 2000
MOST_FILES = 10
# Files of an organisation that is asked much come to thousands: they lie by assessment.
FOLDER = "assessments"


@transaction.atomic
def answer(
    assessment: Assessment, code: str, raw: Any, *, remark: str = "", by: Actor, now: datetime
) -> Answer:
    """The supplier's answer to one question, kept at once; the customer sees it once handed in. Raises Refused."""
    require(rules.can_answer(by, assessment))
    lock(assessment)
    question = _question(assessment, code)
    _begin(assessment, by)
    found = _own(assessment, code)
    found.value, found.remark = answering.understood(question, raw), _remark(remark)
    return _kept(found, by, now)


@transaction.atomic
def submit(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    """Hand the answers in. What conditions hide goes with them no longer. Raises Refused while something is missing."""
    require(rules.can_answer(by, assessment))
    lock(assessment)
    require_waiting(assessment)
    answers = queries.own_answers(assessment)
    missing = queries.missing(assessment.asked, answers)
    if missing:
        raise Refused(
            ngettext(
                "%(count)d question is still to be answered: %(codes)s.",
                "%(count)d questions are still to be answered: %(codes)s.",
                len(missing),
            )
            % {"count": len(missing), "codes": ", ".join(each.question.code for each in missing)}
        )
    assessment.answered_at, assessment.answered_by_name, assessment.reason = now, by.name[:120], ""
    move(assessment, Status.SUBMITTED, by=by)
    telling.submitted(assessment, by=by, now=now)
    signals.assessment_submitted.send(Assessment, assessment=assessment, by=by, now=now)


@transaction.atomic
def assess(
    assessment: Assessment,
    code: str,
    raw: Any,
    *,
    points: Any = None,
    remark: str = "",
    by: Actor,
    now: datetime,
) -> Answer:
    """What one assessor finds to a question: the answer as they see it, or points where an answer gives none by
    itself. Kept at once, and seen by nobody else until all are in. Raises Refused."""
    assessor = _assessing(assessment, by)
    question = _question(assessment, code)
    found = _find(assessment, code, Side.ASSESSOR, assessor)
    _fill(found, assessment, question, raw, points, remark)
    return _kept(found, by, now)


@transaction.atomic
def agree_with_supplier(assessment: Assessment, *, by: Actor, now: datetime) -> int:
    """Where the assessor has said nothing yet, the supplier's own choices and numbers. Returns how many."""
    assessor = _assessing(assessment, by)
    own = set(assessor.answers.values_list("question", flat=True))
    theirs = queries.own_answers(assessment)
    count = 0
    for question in queries.shown(assessment.asked, theirs):
        answered = theirs.get(question.code)
        if question.code in own or answered is None or answered.value is None or not question.scores_itself:
            continue
        found = _find(assessment, question.code, Side.ASSESSOR, assessor)
        found.value = answered.value
        _kept(found, by, now)
        count += 1
    return count


@transaction.atomic
def hand_in(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    """One assessor is done. With the last of them all see what each gave. Raises Refused where nothing was assessed."""
    assessor = _assessing(assessment, by)
    if not assessor.answers.exists():
        raise Refused(_("You have not assessed any question yet."))
    assessor.submitted_at = now
    assessor.save()
    audit.record(
        assessment, "assessor_in", by=by, counterpart=assessment.relationship.supplier_id,
        changes={"assessor": ["", assessor.name]},
    )  # fmt: skip
    see_whether_all_are_in(assessment, by=by, now=now)


@transaction.atomic
def settle(
    assessment: Assessment, code: str, raw: Any, *, points: Any = None, reason: str, by: Actor, now: datetime
) -> Answer:
    """The lead assessor says what counts for a question, with the reason; the mean no longer does. Raises Refused."""
    require(rules.can_settle(by, assessment), _("Only the lead assessor settles where assessors differ."))
    _require_verified(assessment)
    question = _question(assessment, code)
    if not reason.strip():
        raise Refused(_("Give the reason; the supplier reads it with the result."))
    found = _find(assessment, code, Side.SETTLED, None)
    before = found.value if found.points is None else str(found.points)
    _fill(found, assessment, question, raw, points, reason)
    if found.value is None and found.points is None:
        raise Refused(_("Say what counts: an answer, or points."))
    after = found.value if found.points is None else str(found.points)
    audit.record(
        assessment, "settled", by=by, counterpart=assessment.relationship.supplier_id,
        changes={"question": ["", code], "answer": [before, after]}, reason=reason.strip(),
    )  # fmt: skip
    return _kept(found, by, now)


@transaction.atomic
def take_the_mean(assessment: Assessment, code: str, *, by: Actor) -> None:
    """Undo what the lead assessor settled for a question."""
    require(rules.can_settle(by, assessment), _("Only the lead assessor settles where assessors differ."))
    _require_verified(assessment)
    assessment.answers.filter(question=code, side=Side.SETTLED).delete()
    audit.record(
        assessment, "mean_taken", by=by, counterpart=assessment.relationship.supplier_id,
        changes={"question": [code, ""]},
    )  # fmt: skip


@transaction.atomic
def attach(
    assessment: Assessment, code: str, content: bytes, *, name: str, by: Actor, now: datetime
) -> Evidence:
    """A photo or document behind the supplier's answer, or behind the assessor's. Raises Refused for a file of no kind
    that is taken."""
    found = _writable(assessment, code, by)
    if found.pk is None:
        _kept(found, by, now)
    elif found.evidence.count() >= MOST_FILES:
        raise Refused(_("An answer takes at most %(most)d files.") % {"most": MOST_FILES})
    file = kept_files.keep(content, name=name, folder=f"{FOLDER}/{assessment.pk}")
    return Evidence.objects.create(
        answer=found,
        path=file.path,
        small_path=kept_files.keep_small(content, of=file),
        file_name=file.file_name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        kept_at=now,
        kept_by_name=by.name[:120],
    )


@transaction.atomic
def detach(evidence: Evidence, *, by: Actor) -> None:
    """Take a file back, while the answer may still be changed."""
    answer = evidence.answer
    found = _writable(answer.assessment, answer.question, by)
    if found.pk != answer.pk:
        raise Refused(_("Only whoever attached a file takes it back."))
    paths = [path for path in (evidence.path, evidence.small_path) if path]
    evidence.delete()
    for path in paths:
        transaction.on_commit(partial(kept_files.forget, path))


@transaction.atomic
def record_download(evidence: Evidence, *, by: Actor) -> None:
    """Every download stands in the audit trail; of the supplier's files for both ends to read."""
    assessment = evidence.answer.assessment
    relationship = assessment.relationship
    ours = relationship.customer_id == by.organization_id
    audit.record(
        assessment,
        "evidence_downloaded",
        by=by,
        counterpart=relationship.supplier_id if ours else relationship.customer_id,
        shared=evidence.answer.side == Side.SUPPLIER,
        changes={"file": ["", evidence.file_name], "question": ["", evidence.answer.question]},
    )


@transaction.atomic
def raise_finding(
    assessment: Assessment, *, text: str, severity: str, code: str = "", by: Actor, now: datetime
) -> Finding:
    """Write down what the supplier is to mend. The supplier reads it with the result. Raises Refused."""
    require(rules.can_decide(by, assessment), rules.why_not_ask(by))
    lock(assessment)
    _require_open_to_findings(assessment)
    if code:
        _question(assessment, code)
    if not text.strip():
        raise Refused(_("Say what was found."))
    if severity not in Finding.Severity.values:
        raise Refused(_("Say how severe it is: an observation, minor or major."))
    finding = Finding.objects.create(
        assessment=assessment,
        question=code,
        severity=severity,
        text=text.strip()[:2000],
        raised_at=now,
        raised_by_id=by.user_id,
        raised_by_name=by.name[:120],
    )
    audit.record(
        assessment, "finding_raised", by=by, counterpart=assessment.relationship.supplier_id,
        changes={"finding": ["", _named(finding)]},
    )  # fmt: skip
    return finding


@transaction.atomic
def drop_finding(finding: Finding, *, by: Actor) -> None:
    assessment = finding.assessment
    require(rules.can_decide(by, assessment), rules.why_not_ask(by))
    lock(assessment)
    _require_open_to_findings(assessment)
    audit.record(
        assessment, "finding_dropped", by=by, counterpart=assessment.relationship.supplier_id,
        changes={"finding": [_named(finding), ""]},
    )  # fmt: skip
    finding.delete()


def assessor_of(assessment: Assessment, by: Actor) -> Assessor | None:
    """Whom the actor is among the assessors."""
    if by.user_id is None:
        return None
    found = assessment.assessors.filter(user=by.user_id).first()
    if found is not None:
        found.assessment = assessment
    return found


def _assessing(assessment: Assessment, by: Actor) -> Assessor:
    assessor = assessor_of(assessment, by)
    if assessor is None or not rules.can_assess(by, assessor):
        raise Forbidden(_("You are none of this assessment’s assessors."))
    lock(assessment)
    assessor.refresh_from_db()
    if assessor.submitted_at is not None:
        raise Refused(_("You have handed in already; what you gave stays as it is."))
    if assessment.status != Status.SUBMITTED:
        raise Refused(_("There is nothing to verify now: wait until the supplier has handed in."))
    return assessor


def _writable(assessment: Assessment, code: str, by: Actor) -> Answer:
    """The actor's own answer to a question, which may not be kept yet."""
    if assessment.relationship.supplier_id == by.organization_id:
        require(rules.can_answer(by, assessment))
        lock(assessment)
        _question(assessment, code)
        _begin(assessment, by)
        return _own(assessment, code)
    assessor = _assessing(assessment, by)
    _question(assessment, code)
    return _find(assessment, code, Side.ASSESSOR, assessor)


def require_waiting(assessment: Assessment) -> None:
    """Raises Refused unless it is the supplier's turn."""
    if not assessment.is_waiting:
        raise Refused(_("This has been handed in, or is no longer asked."))


def _begin(assessment: Assessment, by: Actor) -> None:
    require_waiting(assessment)
    if assessment.status == Status.ASKED:
        move(assessment, Status.ANSWERING, by=by)


def _own(assessment: Assessment, code: str) -> Answer:
    return _find(assessment, code, Side.SUPPLIER, None)


def _find(assessment: Assessment, code: str, side: str, assessor: Assessor | None) -> Answer:
    found = assessment.answers.filter(question=code, side=side, assessor=assessor).first()
    return found or Answer(assessment=assessment, question=code, side=side, assessor=assessor)


def _fill(
    found: Answer, assessment: Assessment, question: Question, raw: Any, points: Any, remark: str
) -> None:
    how = assessment.template.how
    found.value = answering.understood(question, raw)
    judged: Callable[[], Decimal | None] = lambda: answering.points_understood(points, how.most, how.points)  # noqa: E731
    found.points = None if question.scores_itself or not question.weight else judged()
    found.remark = _remark(remark)


def _kept(found: Answer, by: Actor, now: datetime) -> Answer:
    found.saved_at, found.saved_by_name = now, by.name[:120]
    found.save()
    return found


def _question(assessment: Assessment, code: str) -> Question:
    question = assessment.asked.question(code)
    if question is None:
        raise Refused(_("There is no question %(code)s here.") % {"code": code})
    return question


def _remark(text: str) -> str:
    if len(text.strip()) > LONGEST_REMARK:
        raise Refused(_("A remark takes at most %(most)d characters.") % {"most": LONGEST_REMARK})
    return text.strip()


def _require_verified(assessment: Assessment) -> None:
    lock(assessment)
    if assessment.status != Status.VERIFIED:
        raise Refused(
            _("Differences are settled once all assessors are in, and until the result is published.")
        )


def _require_open_to_findings(assessment: Assessment) -> None:
    if assessment.status not in (Status.SUBMITTED, Status.VERIFIED):
        raise Refused(
            _("Findings are written while an assessment is verified, before its result is published.")
        )


def _named(finding: Finding) -> str:
    """Not its words: the trail is read by people who may not see it while assessors are blind."""
    return f"{finding.question or finding.severity} ({finding.pk})"
