"""Keeping the approved supplier list: who is put on it, suspended, brought back, and taken off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor, day_of
from tandem.accounts.models import Site
from tandem.accounts.rules import require
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.onboarding import telling
from tandem.onboarding.models import Approval, ApprovalChange, ApprovalCondition, ApprovalRest, Document
from tandem.onboarding.queries import documents
from tandem.onboarding.rules import approvals as rules
from tandem.relationships.models import Category, Relationship, Stage

Status = Approval.Status
BARRED = (Stage.BLACKLISTED, Stage.PHASED_OUT, Stage.SUSPENDED)


@transaction.atomic
def approve(
    relationship: Relationship,
    *,
    category: Category,
    site: Site | None,
    starts_on: date,
    ends_on: date | None,
    conditions: Sequence[tuple[str, date]] = (),
    rests_on: Sequence[Document | str] = (),
    reason: str,
    by: Actor,
    now: datetime,
) -> Approval:
    """Put a supplier on the list for a category and a site (None: every site). `conditions` are (text, due day);
    `rests_on` names accepted documents, or kinds of which the latest accepted one is meant. Raises Refused where the
    list has such a line already for some of these days."""
    require(rules.can_approve(by, relationship), rules.why_not_approve(by))
    _check(relationship, category, site, starts_on, ends_on, reason)
    if any(not text.strip() for text, _due in conditions):
        raise Refused(_("Say what each condition asks for."))
    found = [documents.to_rest_on(relationship, each, day_of(now)) for each in rests_on]
    Relationship.objects.select_for_update().get(pk=relationship.pk)
    _no_other(relationship, category, site, starts_on, ends_on)
    approval = Approval.objects.create(
        relationship=relationship,
        category=category,
        site=site,
        status=Status.CONDITIONAL if conditions else Status.APPROVED,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        decided_at=now,
        decided_by_id=by.user_id,
        decided_by_name=by.name[:120],
        changed_at=now,
    )
    ApprovalCondition.objects.bulk_create(
        [
            ApprovalCondition(approval=approval, text=text.strip()[:500], due_on=due)
            for text, due in conditions
        ]
    )
    ApprovalRest.objects.bulk_create([ApprovalRest(approval=approval, document=each) for each in set(found)])
    _remember(approval, "approval_given", reason=approval.reason, by=by, now=now)
    telling.approvals.changed(approval, by=by, now=now)
    return approval


@transaction.atomic
def suspend_approval(
    approval: Approval, *, reason: str, by: Actor, now: datetime, document: Document | None = None
) -> None:
    """Until it is reinstated: by hand, or by itself once the renewal of `document` is accepted."""
    require(rules.can_approve(by, approval.relationship), rules.why_not_approve(by))
    if document is None and not reason.strip():
        raise Refused(_("Give the reason: the supplier reads it, and so does whoever reinstates it."))
    _lock(approval)
    approval.suspended_for = document
    _move(approval, Status.SUSPENDED, by=by, now=now, reason=reason)
    _remember(approval, "approval_suspended", reason=reason.strip(), by=by, now=now, document=document)
    telling.approvals.changed(approval, by=by, now=now)


@transaction.atomic
def reinstate_approval(
    approval: Approval, *, reason: str, by: Actor, now: datetime, document: Document | None = None
) -> None:
    """Raises Refused while a document that it rests on has lapsed past its grace, or is not accepted."""
    require(rules.can_approve(by, approval.relationship), rules.why_not_approve(by))
    if document is None and not reason.strip():
        raise Refused(_("Give the reason: the supplier reads it."))
    _lock(approval)
    missing = documents.no_longer_hold(approval, day_of(now))
    if missing:
        raise Refused(
            _("%(document)s has lapsed or is not accepted. Accept its renewal first.")
            % {"document": missing[0]}
        )
    approval.suspended_for = None
    unmet = approval.conditions.filter(met_at=None).exists()
    _move(approval, Status.CONDITIONAL if unmet else Status.APPROVED, by=by, now=now, reason=reason)
    _remember(approval, "approval_reinstated", reason=reason.strip(), by=by, now=now, document=document)
    telling.approvals.changed(approval, by=by, now=now)


@transaction.atomic
def end_approval(approval: Approval, *, reason: str, by: Actor, now: datetime) -> None:
    """From today on the supplier is not approved any more; the line stays for its history."""
    require(rules.can_approve(by, approval.relationship), rules.why_not_approve(by))
    if not reason.strip():
        raise Refused(_("Give the reason: the supplier reads it."))
    _lock(approval)
    today = day_of(now)
    last = max(today, approval.starts_on)
    if approval.ends_on is None or approval.ends_on > last:
        approval.ends_on = last
    _move(approval, Status.ENDED, by=by, now=now, reason=reason)
    _remember(approval, "approval_ended", reason=reason.strip(), by=by, now=now)
    telling.approvals.changed(approval, by=by, now=now)


@transaction.atomic
def close_ended(approval: Approval, *, by: Actor, now: datetime) -> None:
    """Say of one whose last day has passed that it is over."""
    _lock(approval)
    if approval.status == Status.ENDED or approval.ends_on is None or approval.ends_on > day_of(now):
        return
    _move(approval, Status.ENDED, by=by, now=now, reason="")
    _remember(approval, "approval_ended", reason="", by=by, now=now)
    telling.approvals.changed(approval, by=by, now=now)


@transaction.atomic
def meet_condition(condition: ApprovalCondition, *, evidence: str, by: Actor, now: datetime) -> None:
    """The last one met makes the approval a whole one."""
    approval = condition.approval
    require(rules.can_approve(by, approval.relationship), rules.why_not_approve(by))
    if not evidence.strip():
        raise Refused(_("Say how the condition was met: what was seen, and where it is kept."))
    _lock(approval)
    condition.refresh_from_db(from_queryset=ApprovalCondition.objects.select_for_update())
    if condition.met_at is not None:
        raise Refused(_("This condition has been met already."))
    condition.met_at, condition.met_by_name, condition.evidence = now, by.name[:120], evidence.strip()
    condition.save()
    _record(approval, "approval_condition_met", by=by, reason=evidence.strip(), condition=condition.text)
    telling.approvals.condition_met(condition, now=now)
    if approval.status == Status.CONDITIONAL and not approval.conditions.filter(met_at=None).exists():
        _move(approval, Status.APPROVED, by=by, now=now, reason="")
        _remember(approval, "approval_whole", reason=_("All conditions are met."), by=by, now=now)
        telling.approvals.changed(approval, by=by, now=now)


def _check(
    relationship: Relationship,
    category: Category,
    site: Site | None,
    starts_on: date,
    ends_on: date | None,
    reason: str,
) -> None:
    if category.customer_id != relationship.customer_id:
        raise Refused(_("This category is none of yours. Choose one from your list."))
    if site is not None and site.organization_id != relationship.customer_id:
        raise Refused(_("This site is none of yours. Choose one from your list."))
    if relationship.stage in BARRED:
        raise Refused(
            _("%(supplier)s stands at “%(stage)s”: move it to another stage before you approve it.")
            % {"supplier": relationship, "stage": relationship.stage_label}
        )
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("The approval ends before it begins: look at its two dates."))
    if not reason.strip():
        raise Refused(_("Give the reason for the approval."))


def _no_other(
    relationship: Relationship, category: Category, site: Site | None, starts_on: date, ends_on: date | None
) -> None:
    same = Approval.objects.filter(relationship=relationship, category=category, site=site)
    same = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        same = same.filter(starts_on__lt=ends_on)
    # One that ended on the day it began has no days.
    other = same.exclude(status=Status.ENDED, ends_on=starts_on).first()
    if other is not None:
        day = formats.day(other.starts_on, get_language() or "en")
        raise Refused(
            _("%(approval)s is on the list already, from %(day)s. End it first, or choose other dates.")
            % {"approval": other, "day": day}
        )


def _lock(approval: Approval) -> None:
    approval.refresh_from_db(from_queryset=Approval.objects.select_for_update())


def _move(approval: Approval, to: str, *, by: Actor, now: datetime, reason: str) -> None:
    approval.changed_at = now
    audit.move(
        approval, to, by=by, reason=reason.strip(), counterpart=approval.relationship.supplier_id, shared=True
    )


def _remember(
    approval: Approval, verb: str, *, reason: str, by: Actor, now: datetime, document: Document | None = None
) -> None:
    """In the line's own history, and in the relationship's."""
    ApprovalChange.objects.create(
        approval=approval,
        at=now,
        status=approval.status,
        reason=reason,
        by_name=by.name[:120],
        document=document,
    )
    _record(approval, verb, by=by, reason=reason)


def _record(approval: Approval, verb: str, *, by: Actor, reason: str, condition: str = "") -> None:
    named = f"{approval.category} · {approval.site_label}"
    changes: audit.Changes = {"approval": ["", named]}
    if condition:
        changes = {**changes, "condition": ["", condition]}
    relationship = approval.relationship
    audit.record(
        relationship,
        verb,
        by=by,
        counterpart=relationship.supplier_id,
        shared=True,
        changes=changes,
        reason=reason,
    )
