"""What the supplier answers, signed in or by link. An answer is kept as one: the customer's facts stay as they are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.portal import rules, telling
from tandem.portal.models import QUESTIONS, Ask, AskedLine, Certificate, Survey, SurveyAnswer

Verdict = AskedLine.Verdict


@dataclass(frozen=True)
class LineAnswer:
    verdict: str
    remark: str = ""
    proposed_on: date | None = None


@transaction.atomic
def check_lines(
    ask: Ask, answers: Mapping[int, LineAnswer], *, remark: str = "", by: Actor, now: datetime, via: str
) -> None:
    """Each line right or wrong; a wrong one says what is wrong."""
    _begin(ask, Ask.Kind.CHECK_DATA, by, now)
    for line, given in _answered_lines(ask, answers, {Verdict.RIGHT, Verdict.WRONG}):
        if given.verdict == Verdict.WRONG and not given.remark.strip():
            raise Refused(_("Say what is wrong with %(line)s.") % {"line": line})
    _finish(ask, remark=remark, by=by, now=now, via=via)


@transaction.atomic
def confirm_dates(
    ask: Ask, answers: Mapping[int, LineAnswer], *, remark: str = "", by: Actor, now: datetime, via: str
) -> None:
    """Each line confirmed for its date, or another date with the reason."""
    _begin(ask, Ask.Kind.CONFIRM_DATE, by, now)
    for line, given in _answered_lines(ask, answers, {Verdict.CONFIRMED, Verdict.OTHER_DATE}):
        if given.verdict != Verdict.OTHER_DATE:
            continue
        if given.proposed_on is None or given.proposed_on < now.date():
            raise Refused(_("Give a date from today on for %(line)s.") % {"line": line})
        if not given.remark.strip():
            raise Refused(_("Give the reason for the other date of %(line)s.") % {"line": line})
    _finish(ask, remark=remark, by=by, now=now, via=via)


@transaction.atomic
def answer_survey(
    ask: Ask, scores: Mapping[str, int], *, comment: str = "", by: Actor, now: datetime, via: str
) -> SurveyAnswer:
    """One answer a supplier. The trail says that it was given, not what it says."""
    _begin(ask, Ask.Kind.SURVEY, by, now)
    if any(scores.get(field) not in range(1, 6) for field, *_rest in QUESTIONS):
        raise Refused(_("Answer all four questions, each from 1 to 5."))
    answer = SurveyAnswer.objects.create(
        survey=Survey.objects.get(asks=ask),
        relationship=ask.relationship,
        supplier_id=by.organization_id,
        comment=comment.strip(),
        answered_at=now,
        **{field: scores[field] for field, *_rest in QUESTIONS},
    )
    _finish(ask, remark="", by=by, now=now, via=via)
    return answer


@transaction.atomic
def hand_in_certificate(
    ask: Ask,
    values: Mapping[str, Any],
    *,
    file_name: str,
    content: bytes,
    remark: str = "",
    by: Actor,
    now: datetime,
    via: str,
) -> Certificate:
    """Keep a certificate with its file. Raises Refused for a file that is not what it says it is."""
    _begin(ask, Ask.Kind.CERTIFICATE, by, now)
    if values["valid_until"] is not None and values["valid_until"] <= values["valid_from"]:
        raise Refused(_("A certificate ends after it begins: look at its two dates."))
    kept = kept_files.keep(content, name=file_name, folder=f"certificates/{ask.relationship.customer_id}")
    certificate = Certificate.objects.create(
        ask=ask,
        kind=values["kind"],
        number=values["number"],
        issuer=values["issuer"],
        valid_from=values["valid_from"],
        valid_until=values["valid_until"],
        **asdict(kept),
        handed_in_at=now,
    )
    _finish(ask, remark=remark, by=by, now=now, via=via)
    return certificate


@transaction.atomic
def mark_read(ask: Ask, *, remark: str = "", by: Actor, now: datetime, via: str) -> None:
    _begin(ask, Ask.Kind.SCORECARD, by, now)
    _finish(ask, remark=remark, by=by, now=now, via=via)


def _begin(ask: Ask, kind: str, by: Actor, now: datetime) -> None:
    """The request locked and read anew: it may have been answered or withdrawn since the page was shown."""
    require(rules.can_answer(by, ask))
    if ask.kind != kind:
        raise Refused(_("This request asks for something else. Load the page again."))
    ask.refresh_from_db(from_queryset=Ask.objects.select_for_update())
    if ask.status == Ask.Status.WITHDRAWN:
        raise Refused(_("%(customer)s has withdrawn this request.") % {"customer": ask.relationship.customer})
    if not rules.takes_answers(ask, now):
        raise Refused(
            _("This request has been answered already.") if ask.answered_at else _("The survey is closed.")
        )


def _finish(ask: Ask, *, remark: str, by: Actor, now: datetime, via: str) -> None:
    ask.remark, ask.answered_at, ask.answered_via = remark.strip(), now, via
    ask.answered_by_name, ask.reason = by.name[:120], ""
    audit.move(
        ask,
        Ask.Status.ANSWERED,
        by=by,
        counterpart=ask.relationship.customer_id,
        shared=True,
    )
    telling.answered(ask, by=by, now=now)


def _answered_lines(
    ask: Ask, answers: Mapping[int, LineAnswer], allowed: set[str]
) -> list[tuple[AskedLine, LineAnswer]]:
    """Write each line's answer down. Raises Refused where one has none."""
    lines = list(ask.lines.all())
    for line in lines:
        given = answers.get(line.pk)
        if given is None or given.verdict not in allowed:
            raise Refused(_("Answer every line: %(line)s has no answer yet.") % {"line": line})
        line.verdict, line.remark = given.verdict, given.remark.strip()[:500]
        line.proposed_on = given.proposed_on if given.verdict == Verdict.OTHER_DATE else None
    incomplete = [line for line in lines if line.verdict == Verdict.OTHER_DATE and not line.proposed_on]
    if not incomplete:
        AskedLine.objects.bulk_update(lines, ["verdict", "remark", "proposed_on"])
    return [(line, answers[line.pk]) for line in lines]
