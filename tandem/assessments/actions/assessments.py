"""Asking suppliers, assigning assessors, returning, withdrawing, and publishing what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.delegated import able_members
from tandem.accounts.models import User
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.assessments import results, signals, telling
from tandem.assessments.models import Assessment, Assessor, Template
from tandem.assessments.queries import questionnaires as queries
from tandem.assessments.rules import questionnaires as rules
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence
from tandem.relationships.models import Relationship

Status = Assessment.Status


@dataclass(frozen=True)
class Wanted:
    """What is asked, of one supplier or of many. `self_assessed`: the supplier answers first, then assessors verify;
    else it begins with the assessors, as an audit does. `particulars` are what the template's scheme needs besides."""

    template: Template
    due_on: date
    purpose: str = ""
    self_assessed: bool = True
    particulars: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def ask_assessment(relationship: Relationship, wanted: Wanted, *, by: Actor, now: datetime) -> Assessment:
    """Ask one supplier to answer, or begin an assessment by one's own assessors. Raises Refused."""
    require(rules.can_ask(by, relationship), rules.why_not_ask(by))
    template = wanted.template
    if template.customer_id != by.organization_id or template.status != Template.Status.ACTIVE:
        raise Refused(_("%(template)s is not in use. Choose a published version.") % {"template": template})
    if wanted.due_on < now.date():
        raise Refused(_("The day it is due has passed already. Choose a later one."))
    particulars = template.how.checked(template.asked, wanted.particulars)
    running = Assessment.objects.filter(
        relationship=relationship,
        template__code=template.code,
        template__customer=template.customer_id,
        status__in=(Status.ASKED, Status.ANSWERING, Status.SUBMITTED, Status.VERIFIED),
    ).first()
    if running is not None:
        raise Refused(
            _("%(supplier)s has this under way already. Publish or withdraw it before you ask again.")
            % {"supplier": relationship}
        )
    assessment = Assessment.objects.create(
        relationship=relationship,
        template=template,
        status=Status.ASKED if wanted.self_assessed else Status.SUBMITTED,
        self_assessed=wanted.self_assessed,
        purpose=wanted.purpose.strip()[:500],
        due_on=wanted.due_on,
        particulars=particulars,
        asked_at=now,
        asked_by_user_id=by.user_id,
        asked_by_name=by.name[:120],
    )
    shared = wanted.self_assessed
    _record(assessment, "asked" if shared else "begun", by=by, shared=shared, due_on=assessment.due_on)
    if shared:
        telling.asked(assessment, by=by, now=now)
    signals.assessment_asked.send(Assessment, assessment=assessment, by=by, now=now)
    return assessment


def ask_many(
    relationships: Iterable[Relationship], wanted: Wanted, *, by: Actor, now: datetime
) -> tuple[list[Assessment], list[tuple[Relationship, str]]]:
    """Ask each of many suppliers the same. Those who cannot be asked come back with the reason."""
    asked, refused = [], []
    for relationship in relationships:
        try:
            asked.append(ask_assessment(relationship, wanted, by=by, now=now))
        except Refused as refusal:
            refused.append((relationship, str(refusal)))
    return asked, refused


@transaction.atomic
def assign_assessors(
    assessment: Assessment, users: Iterable[User], *, lead: User, by: Actor, now: datetime
) -> None:
    """Say who verifies, and who of them leads. Whoever is left out and has not handed in yet no longer does; what they
    had written goes with them. Raises Refused."""
    require(rules.can_decide(by, assessment), rules.why_not_ask(by))
    lock(assessment)
    if assessment.status not in (Status.ASKED, Status.ANSWERING, Status.SUBMITTED):
        raise Refused(_("All assessors are in already; who they are no longer changes."))
    chosen = {user.pk: user for user in (*users, lead)}
    _require_able(chosen, assessment, now)
    there = {each.user_id: each for each in assessment.assessors.all()}
    gone = [each for user, each in there.items() if user not in chosen]
    if any(each.submitted_at for each in gone):
        raise Refused(_("Whoever has handed in stays among the assessors."))
    assessment.assessors.update(is_lead=False)
    with beyond_the_fence():  # what they had written is hidden from whoever assigns
        for each in gone:
            each.delete()
    new = [
        Assessor(assessment=assessment, user=user, name=user.get_full_name()[:120], assigned_at=now)
        for pk, user in chosen.items()
        if pk not in there
    ]
    Assessor.objects.bulk_create(new)
    assessment.assessors.filter(user=lead).update(is_lead=True)
    names = ", ".join(each.name for each in assessment.assessors.all())
    before = ", ".join(each.name for each in there.values())
    _record(assessment, "assessors_assigned", by=by, shared=False, assessors=names, old={"assessors": before})
    telling.assigned(assessment, new, by=by, now=now)
    see_whether_all_are_in(assessment, by=by, now=now)


@transaction.atomic
def return_answers(assessment: Assessment, *, reason: str, due_on: date, by: Actor, now: datetime) -> None:
    """Give the supplier's answers back with the reason, to be completed by the day given."""
    require(rules.can_decide(by, assessment), rules.why_not_ask(by))
    lock(assessment)
    if not assessment.self_assessed:
        raise Refused(_("The supplier was not asked to answer, so there is nothing to return."))
    if any(each.submitted_at for each in assessment.assessors.all()):
        raise Refused(
            _("An assessor has handed in already, so the answers stay as they are. Raise a finding instead.")
        )
    if not reason.strip():
        raise Refused(_("Say what is missing or wrong, so that the supplier can mend it."))
    if due_on < now.date():
        raise Refused(_("The day it is due has passed already. Choose a later one."))
    assessment.reason, assessment.due_on = reason.strip(), due_on
    move(assessment, Status.ANSWERING, by=by, reason=assessment.reason)
    telling.returned(assessment, by=by, now=now)
    signals.assessment_returned.send(Assessment, assessment=assessment, by=by, now=now)


@transaction.atomic
def withdraw_assessment(assessment: Assessment, *, reason: str, by: Actor, now: datetime) -> None:
    """Ask no longer; what was answered stays where it is and is read by nobody new."""
    require(rules.can_decide(by, assessment), rules.why_not_ask(by))
    lock(assessment)
    assessment.reason = reason.strip()
    move(assessment, Status.WITHDRAWN, by=by, reason=assessment.reason)
    telling.withdrawn(assessment, by=by, now=now)
    signals.assessment_withdrawn.send(Assessment, assessment=assessment, by=by, now=now)


@transaction.atomic
def close_assessment(assessment: Assessment, *, by: Actor, now: datetime) -> None:
    """Work the result out, keep it, and publish it with its findings to the supplier. Without assessors the supplier's
    own answers count, and the result says so. Raises Refused while assessors are out or differences wait."""
    require(rules.can_decide(by, assessment), rules.why_not_ask(by))
    lock(assessment)
    assessors = list(assessment.assessors.all())
    if assessors and assessment.status == Status.SUBMITTED:
        out = ", ".join(each.name for each in assessors if each.submitted_at is None)
        raise Refused(_("These assessors have not handed in yet: %(names)s.") % {"names": out})
    if not assessors and not assessment.self_assessed:
        raise Refused(_("Nobody has assessed this yet. Assign an assessor first."))
    of = queries.sides(assessment, by)
    standing = queries.standings(assessment, of)
    open_ones = [each for each in standing if each.differs and each.settled is None]
    if open_ones and not assessment.template.how.means:
        codes = ", ".join(each.question.code for each in open_ones)
        raise Refused(
            _("The lead assessor settles first where the assessors differ: %(codes)s.") % {"codes": codes}
        )
    found = queries.outcome(assessment, standing)
    assessment.basis = Assessment.Basis.VERIFIED if assessors else Assessment.Basis.SELF
    assessment.score = found.whole.score
    assessment.grade = found.grade
    assessment.knock_outs = list(found.knock_outs)
    assessment.result = results.kept(found, standing)
    assessment.closed_at = now
    assessment.closed_by_name = by.name[:120]
    move(assessment, Status.CLOSED, by=by)
    audit.record(
        assessment.relationship,
        "assessment_published",
        by=by,
        changes={"assessment": ["", assessment.template.name]},
    )
    telling.closed(assessment, by=by, now=now)
    for finding in assessment.findings.all():
        signals.finding_raised.send(type(finding), finding=finding, by=by, now=now)
    signals.assessment_closed.send(Assessment, assessment=assessment, by=by, now=now)


def see_whether_all_are_in(assessment: Assessment, *, by: Actor | None, now: datetime) -> None:
    """Once the last assessor has handed in, everybody sees what everybody gave."""
    assessors = list(assessment.assessors.all())
    if (
        assessment.status != Status.SUBMITTED
        or not assessors
        or any(not each.submitted_at for each in assessors)
    ):
        return
    system = by or Actor.system(assessment.relationship.customer, "tandem")
    move(assessment, Status.VERIFIED, by=system, shared=False)
    telling.verified(assessment, by=by, now=now)


def lock(assessment: Assessment) -> None:
    """Whoever else changes it waits; what is there now is what counts."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related(*queries.ENDS)
    assessment.refresh_from_db(from_queryset=rows)


def move(assessment: Assessment, to: str, *, by: Actor, reason: str = "", shared: bool = True) -> None:
    audit.move(
        assessment,
        to,
        by=by,
        reason=reason,
        counterpart=_other_end(assessment, by),
        shared=(shared and assessment.self_assessed) or to == Status.CLOSED,
    )


def _record(
    assessment: Assessment,
    verb: str,
    *,
    by: Actor,
    shared: bool,
    old: Mapping[str, Any] | None = None,
    **changes: Any,
) -> None:
    audit.record(
        assessment,
        verb,
        by=by,
        counterpart=_other_end(assessment, by),
        shared=shared,
        changes={name: [(old or {}).get(name, ""), value] for name, value in changes.items()},
    )


def _other_end(assessment: Assessment, by: Actor) -> int:
    relationship = assessment.relationship
    ours = relationship.customer_id == by.organization_id
    return relationship.supplier_id if ours else relationship.customer_id


def _require_able(chosen: Mapping[int, User], assessment: Assessment, now: datetime) -> None:
    customer = assessment.relationship.customer_id
    able = able_members([customer], now)[customer]
    for pk, user in chosen.items():
        if Capability.ASSESS_SUPPLIERS not in able.get(pk, frozenset()):
            raise Refused(
                _("%(person)s may not assess suppliers. Choose a colleague whose role allows it.")
                % {"person": user.get_full_name()}
            )
