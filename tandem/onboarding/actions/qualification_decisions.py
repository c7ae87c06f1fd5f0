"""Deciding on a supplier: proposed by one person, decided by another."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor, day_of
from tandem.accounts.models import Site
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.onboarding.actions.approvals import approve
from tandem.onboarding.actions.qualification import lock, require_running
from tandem.onboarding.models import (
    Document,
    DocumentReview,
    Evidence,
    Proposal,
    Qualification,
    QualificationItem,
)
from tandem.onboarding.queries import documents
from tandem.onboarding.queries.progress import all_passed
from tandem.onboarding.rules import qualification as rules
from tandem.onboarding.telling import qualification as telling
from tandem.relationships.actions import move_stage
from tandem.relationships.models import Relationship, Stage
from tandem.relationships.rules import can_change_stage

Status = Qualification.Status
Outcome = Proposal.Outcome
# Through which stages a relationship comes to be approved, from where it stands.
WAY: dict[str, tuple[str, ...]] = {
    Stage.POTENTIAL: (Stage.QUALIFIED, Stage.APPROVED),
    Stage.REGISTERED: (Stage.QUALIFIED, Stage.APPROVED),
    Stage.QUALIFIED: (Stage.APPROVED,),
}


@transaction.atomic
def propose(
    qualification: Qualification,
    outcome: str,
    *,
    reason: str,
    conditions: Sequence[tuple[str, date]] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Proposal:
    """`conditions` are (text, due day). To approve takes all stages passed; to refuse does not."""
    lock(qualification)
    require(rules.can_lead(by, qualification.relationship), rules.why_not_lead(by))
    require_running(qualification)
    _check(qualification, outcome, reason, conditions, starts_on, ends_on, day_of(now))
    approves = outcome != Outcome.REFUSE
    made = Proposal.objects.create(
        qualification=qualification,
        outcome=outcome,
        reason=reason.strip(),
        conditions=[{"text": text.strip()[:500], "due_on": due.isoformat()} for text, due in conditions],
        starts_on=(starts_on or day_of(now)) if approves else None,
        ends_on=ends_on if approves else None,
        proposed_at=now,
        proposed_by_id=by.user_id,
        proposed_by_name=by.name[:120],
    )
    audit.move(qualification, Status.PROPOSED, by=by, reason=made.reason)
    _record(made, f"qualification_proposed_{outcome}", by=by)
    telling.proposed(made, by=by, now=now)
    return made


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """By whoever leads it: the qualification goes on."""
    qualification = _waiting(proposal)
    require(rules.can_lead(by, qualification.relationship), rules.why_not_lead(by))
    _answer(proposal, Proposal.Answer.WITHDRAWN, reason="", by=by, now=now)
    audit.move(qualification, Status.RUNNING, by=by)
    telling.sent_back(proposal, by=by, now=now)


@transaction.atomic
def send_back(proposal: Proposal, *, reason: str, by: Actor, now: datetime) -> None:
    """Not so: the qualification goes on, with what is missing said."""
    qualification = _deciding(proposal, by=by, now=now)
    if not reason.strip():
        raise Refused(_("Say why you send it back, so that whoever proposed it can go on."))
    _answer(proposal, Proposal.Answer.SENT_BACK, reason=reason, by=by, now=now)
    audit.move(qualification, Status.RUNNING, by=by, reason=reason.strip())
    telling.sent_back(proposal, by=by, now=now)


@transaction.atomic
def agree(proposal: Proposal, *, reason: str = "", by: Actor, now: datetime) -> list[str]:
    """Decide as it was proposed. Approving puts the supplier on the approved list and moves its stage as far as the
    actor's right goes; what it could not do comes back as sentences."""
    qualification = _deciding(proposal, by=by, now=now)
    _answer(proposal, Proposal.Answer.AGREED, reason=reason, by=by, now=now)
    qualification.reason = proposal.reason
    qualification.decided_at, qualification.decided_by_name = now, by.name[:120]
    audit.move(qualification, proposal.outcome, by=by, reason=proposal.reason)
    _record(proposal, f"qualification_{proposal.outcome}", by=by)
    told: list[str] = []
    if proposal.outcome != Outcome.REFUSE:
        _put_on_list(proposal, by=by, now=now)
        told = _move_stage(qualification, by=by, now=now)
    telling.settle_all(qualification, now=now)
    telling.decided(qualification, proposal, by=by, now=now)
    return told


def _check(
    qualification: Qualification,
    outcome: str,
    reason: str,
    conditions: Sequence[tuple[str, date]],
    starts_on: date | None,
    ends_on: date | None,
    today: date,
) -> None:
    if outcome not in Outcome.values:
        raise Refused(_("Choose what you propose."))
    if not reason.strip():
        raise Refused(_("Give the reasons: they are what the decision rests on."))
    if outcome == Outcome.REFUSE:
        return
    if not all_passed(qualification):
        raise Refused(
            _(
                "Not every stage is passed yet. Have what is missing waived, or propose to refuse the supplier."
            )
        )
    _documents(qualification, today)
    if outcome == Outcome.CONDITIONAL and not conditions:
        raise Refused(_("Give at least one condition, with the day by which it is to be met."))
    if outcome == Outcome.APPROVE and conditions:
        raise Refused(_("With conditions it is an approval with conditions: choose that."))
    if any(not text.strip() for text, _due in conditions):
        raise Refused(_("Say what each condition asks for."))
    if any(due < today for _text, due in conditions):
        raise Refused(_("A condition is due on a day that has passed already. Choose a later one."))
    if ends_on is not None and ends_on <= (starts_on or today):
        raise Refused(_("The approval ends before it begins: look at its two dates."))


def _waiting(proposal: Proposal) -> Qualification:
    """The qualification, held, as long as it waits for this proposal's answer."""
    qualification = lock(proposal.qualification)
    proposal.refresh_from_db()
    if proposal.answer or qualification.status != Status.PROPOSED:
        raise Refused(_("This proposal has been answered already."))
    return qualification


def _deciding(proposal: Proposal, *, by: Actor, now: datetime) -> Qualification:
    qualification = _waiting(proposal)
    require(
        not rules.is_own_proposal(by, proposal, now),
        _("You proposed this, or stand in for whoever did. Somebody else decides."),
    )
    require(rules.can_decide(by, qualification))
    return qualification


def _answer(proposal: Proposal, answer: str, *, reason: str, by: Actor, now: datetime) -> None:
    proposal.answer, proposal.answered_at = answer, now
    proposal.answered_by_name, proposal.answer_reason = by.name[:120], reason.strip()
    proposal.save()


def _put_on_list(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """One line of the list for each site, or one for every site."""
    qualification = proposal.qualification
    conditions = [(each["text"], each["due_on"]) for each in proposal.dated_conditions]
    sites: list[Site | None] = [*qualification.sites.all()]
    for site in sites or [None]:
        made = approve(
            qualification.relationship,
            category=qualification.category,
            site=site,
            starts_on=proposal.starts_on or day_of(now),
            ends_on=proposal.ends_on,
            conditions=conditions,
            rests_on=_documents(qualification, day_of(now)),
            reason=proposal.reason,
            by=by,
            now=now,
        )
        qualification.approvals.add(made)


def _documents(qualification: Qualification, today: date) -> list[Document]:
    """On what the approval rests: the documents by which its items were passed, or what the customer has accepted of
    the same kind since. Raises Refused where one was refused or has lapsed meanwhile and there is no other."""
    rows = Evidence.objects.filter(
        item__stage__qualification=qualification, item__status=QualificationItem.Status.PASSED
    )
    last: dict[int, DocumentReview | None] = {}
    for evidence in rows.select_related("review__document").order_by("given_at", "pk"):
        last[evidence.item_id] = evidence.review
    found = []
    for review in last.values():
        if review is None:
            continue
        holds = review.status == DocumentReview.Status.ACCEPTED and not review.document.has_lapsed(today)
        document = (
            review.document
            if holds
            else documents.valid(qualification.relationship, review.document.kind, today)
        )
        if document is None:
            raise Refused(
                _(
                    "%(document)s was refused or has lapsed since its item was passed. Have it handed in anew under"
                    " Documents and accept it there, then go on here."
                )
                % {"document": review.document}
            )
        found.append(document)
    return found


def _move_stage(qualification: Qualification, *, by: Actor, now: datetime) -> list[str]:
    relationship = Relationship.objects.get(pk=qualification.relationship_id)
    way = WAY.get(relationship.stage, ())
    if not way:
        return []
    if not can_change_stage(by, relationship):
        return [
            _("The stage stays at “%(stage)s”: somebody who may move stages takes it on.")
            % {"stage": relationship.stage_label}
        ]
    reason = _("Qualified for %(scope)s") % {"scope": qualification.scope}
    for stage in way:
        move_stage(relationship, stage, by=by, now=now, reason=reason)
    return []


def _record(proposal: Proposal, verb: str, *, by: Actor) -> None:
    qualification = proposal.qualification
    audit.record(
        qualification.relationship,
        verb,
        by=by,
        counterpart=qualification.relationship.supplier_id,
        changes={"qualification": ["", qualification.scope]},
        reason=proposal.reason,
    )
