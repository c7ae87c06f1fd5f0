"""Who is told what of a qualification: the supplier's people who answer customers, whoever leads it, the owners of its
stages, and whoever decides."""

from collections.abc import Callable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.roles import Capability
from tandem.core import formats
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.actions.notify import Recipients
from tandem.messaging.values import Value
from tandem.onboarding.models import Proposal, Qualification, QualificationItem, QualificationStage

FOR_SUPPLIER = ("qualification.asked", "qualification.returned")
FOR_LEAD = ("qualification.handed_in",)


def stage_opened(stage: QualificationStage, *, by: Actor, now: datetime) -> None:
    """The supplier hears what it owes, the owner that it begins."""
    if any(item.by_supplier for item in stage.items.all()):
        _tell_supplier("qualification.asked", stage.qualification, by=by, now=now, stage=stage)
    stage_is_yours(stage, by=by, now=now)


def stage_is_yours(stage: QualificationStage, *, by: Actor | None, now: datetime) -> None:
    to = owner_of(stage)
    if to is not None:
        _tell_us("qualification.stage_opened", stage.qualification, to, by=by, now=now, stage=stage)


def stage_passed(stage: QualificationStage, *, now: datetime) -> None:
    settle(("qualification.asked", "qualification.stage_opened"), stage.qualification, now=now)


def handed_in(item: QualificationItem, *, by: Actor, now: datetime) -> None:
    settle(("qualification.returned",), item, now=now)
    qualification = item.stage.qualification
    context = {**_of(qualification), "item": _named(item)}
    notify(
        "qualification.handed_in",
        to=lead_of(qualification),
        url=_theirs(qualification),
        about=item,
        context=context,
        by=by,
        now=now,
    )


def returned(item: QualificationItem, *, by: Actor, now: datetime) -> None:
    settle(FOR_LEAD, item, now=now)
    qualification = item.stage.qualification
    context = {**_of(qualification), "item": _named(item), "reason": _why(item)}
    notify(
        "qualification.returned",
        to=members(qualification.relationship.supplier_id),
        url=_own(qualification),
        about=item,
        context=context,
        by=by,
        now=now,
    )


def settled(item: QualificationItem, *, by: Actor, now: datetime) -> None:
    """Nobody waits any more; of what failed the supplier is told why."""
    settle((*FOR_LEAD, "qualification.returned"), item, now=now)
    if item.status == QualificationItem.Status.FAILED:
        qualification = item.stage.qualification
        context = {**_of(qualification), "item": _named(item), "reason": _why(item)}
        notify(
            "qualification.failed",
            to=members(qualification.relationship.supplier_id),
            url=_own(qualification),
            about=item,
            context=context,
            by=by,
            now=now,
        )


def assessed(item: QualificationItem, *, passed: bool | None, by: Actor, now: datetime) -> None:
    """Its questionnaire or audit was published: whoever leads hears what came of it. None: a person decides."""
    qualification = item.stage.qualification
    word = {
        True: QualificationItem.Status.PASSED.label,
        False: QualificationItem.Status.FAILED.label,
        None: _("nothing was scored, so that you decide"),
    }[passed]
    context = {**_of(qualification), "item": _named(item), "verdict": in_both(lambda: str(word))}
    notify(
        "qualification.assessed",
        to=lead_of(qualification),
        url=reverse("onboarding:qualification_item", args=[qualification.pk, item.pk]),
        about=item,
        context=context,
        by=by,
        now=now,
    )


def all_passed(qualification: Qualification, *, by: Actor, now: datetime) -> None:
    """Whoever leads it proposes a decision now."""
    _tell_us("qualification.complete", qualification, lead_of(qualification), by=by, now=now)


def proposed(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    qualification = proposal.qualification
    settle(("qualification.complete",), qualification, now=now)
    to = members(qualification.relationship.customer_id, Capability.APPROVE_SUPPLIERS)
    context = {
        **_of(qualification),
        "decision": in_both(lambda: str(Proposal.Outcome(proposal.outcome).label)),
        "person": proposal.proposed_by_name,
    }
    notify(
        "qualification.proposed",
        to=to,
        url=_theirs(qualification),
        about=proposal,
        context=context,
        by=by,
        now=now,
    )


def sent_back(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    settle(("qualification.proposed",), proposal, now=now)
    qualification = proposal.qualification
    context = {**_of(qualification), "reason": proposal.answer_reason}
    to = people(qualification.relationship.customer_id, proposal.proposed_by_id, qualification.lead_id)
    notify(
        "qualification.sent_back",
        to=to,
        url=_theirs(qualification),
        about=qualification,
        context=context,
        by=by,
        now=now,
    )


def decided(qualification: Qualification, proposal: Proposal, *, by: Actor, now: datetime) -> None:
    settle(("qualification.proposed",), proposal, now=now)
    status = in_both(lambda: str(Qualification.Status(qualification.status).label))
    context = {**_of(qualification), "decision": status}
    notify(
        "qualification.decided",
        to=members(qualification.relationship.supplier_id),
        url=_own(qualification),
        about=qualification,
        context=context,
        by=by,
        now=now,
    )
    to = people(qualification.relationship.customer_id, proposal.proposed_by_id, qualification.lead_id)
    notify(
        "qualification.settled",
        to=to,
        url=_theirs(qualification),
        about=qualification,
        context=context,
        by=by,
        now=now,
    )


def stopped(qualification: Qualification, *, by: Actor, now: datetime) -> None:
    context = {**_of(qualification), "reason": qualification.reason}
    notify(
        "qualification.stopped",
        to=members(qualification.relationship.supplier_id),
        url=_own(qualification),
        about=qualification,
        context=context,
        by=by,
        now=now,
    )


def overdue(stage: QualificationStage, *, now: datetime) -> None:
    """Once for each due day: whoever leads it, the owner, and the supplier where it is the supplier's turn."""
    qualification = stage.qualification
    _tell_us("qualification.overdue", qualification, _both(stage), by=None, now=now, stage=stage)
    if any(item.waits_for_supplier for item in stage.items.all()):
        _tell_supplier("qualification.late", qualification, by=None, now=now, stage=stage)


def settle_all(qualification: Qualification, *, now: datetime) -> None:
    """It is over: nothing of it waits for anybody."""
    kinds = (
        "qualification.asked",
        "qualification.stage_opened",
        "qualification.complete",
        "qualification.overdue",
        "qualification.late",
    )
    settle(kinds, qualification, now=now)
    items = list(QualificationItem.objects.filter(stage__qualification=qualification))
    settle((*FOR_SUPPLIER, *FOR_LEAD), *items, now=now)
    settle(("qualification.proposed",), *qualification.proposals.all(), now=now)


def lead_of(qualification: Qualification) -> Recipients:
    customer = qualification.relationship.customer_id
    if qualification.lead_id is None:
        return members(customer, Capability.MANAGE_QUALIFICATION)
    return people(customer, qualification.lead_id)


def owner_of(stage: QualificationStage) -> Recipients | None:
    """By name, or everybody of the role; None where the stage is its lead's."""
    customer = stage.qualification.relationship.customer_id
    if stage.owner_id is not None:
        return people(customer, stage.owner_id)
    if not stage.owner_role:
        return None
    holders = Membership.objects.filter(organization=customer, roles__contains=[stage.owner_role])
    return people(customer, *holders.values_list("user_id", flat=True))


def in_both(text: Callable[[], str]) -> Value:
    with override("en"):
        english = text()
    with override("zh-hans"):
        return values.in_both(english, text())


def _both(stage: QualificationStage) -> Recipients:
    to = owner_of(stage)
    lead = stage.qualification.lead_id
    owners = to.users if to is not None and to.users is not None else frozenset()
    return people(stage.qualification.relationship.customer_id, lead, *owners)


def _tell_supplier(
    kind: str,
    qualification: Qualification,
    *,
    by: Actor | None,
    now: datetime,
    stage: QualificationStage,
) -> None:
    context = {**_of(qualification), "stage": _named(stage), "due": _day(stage.due_on)}
    to = members(qualification.relationship.supplier_id)
    notify(kind, to=to, url=_own(qualification), about=qualification, context=context, by=by, now=now)


def _tell_us(
    kind: str,
    qualification: Qualification,
    to: Recipients,
    *,
    by: Actor | None,
    now: datetime,
    stage: QualificationStage | None = None,
) -> None:
    context = _of(qualification)
    if stage is not None:
        context = {**context, "stage": _named(stage), "due": _day(stage.due_on)}
    notify(kind, to=to, url=_theirs(qualification), about=qualification, context=context, by=by, now=now)


def _of(qualification: Qualification) -> dict[str, Value]:
    relationship = qualification.relationship
    return {
        "customer": values.organisation(relationship.customer),
        "supplier": values.organisation(relationship.supplier),
        "category": values.in_both(
            qualification.category_name,
            qualification.category_name_local,
        ),
    }


def _named(record: QualificationStage | QualificationItem) -> Value:
    return in_both(lambda: str(record))


def _why(item: QualificationItem) -> Value:
    return in_both(lambda: item.told)


def _day(value: date) -> Value:
    return in_both(lambda: formats.day(value, get_language() or "en"))


def _own(qualification: Qualification) -> str:
    return reverse("onboarding_supplier:qualification", args=[qualification.pk])


def _theirs(qualification: Qualification) -> str:
    return reverse("onboarding:qualification", args=[qualification.pk])
