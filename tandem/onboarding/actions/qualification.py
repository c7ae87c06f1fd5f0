"""Leading a qualification: begun, planned, its stages released, stopped."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor, day_of
from tandem.accounts.models import Membership, Site, User
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.onboarding import requirement_data
from tandem.onboarding.actions.qualification_asking import ask_as_it_begins
from tandem.onboarding.models import (
    Gate,
    Qualification,
    QualificationItem,
    QualificationStage,
    Remark,
    RequirementSet,
    Risk,
)
from tandem.onboarding.queries import requirements
from tandem.onboarding.rules import qualification as rules
from tandem.onboarding.telling import qualification as telling
from tandem.relationships.models import Category, Relationship, Stage

Status = Qualification.Status
OVER = (Stage.BLACKLISTED, Stage.PHASED_OUT)


@transaction.atomic
def start(
    relationship: Relationship,
    *,
    category: Category,
    sites: Collection[Site],
    risk: str,
    risk_reason: str,
    lead: User | None = None,
    by: Actor,
    now: datetime,
) -> Qualification:
    """Ask of a supplier what the most specific requirements ask for. Raises Refused where none are in force, or where
    the supplier is being qualified for the same already."""
    require(rules.can_lead(by, relationship), rules.why_not_lead(by))
    _check(relationship, category, sites, risk, risk_reason)
    found = requirements.applying(by, category=category, sites=sites, risk=risk)
    if found is None:
        raise Refused(
            _(
                "No requirements are in force for %(category)s at %(risk)s. Write them under Requirements first."
            )
            % {"category": category, "risk": Risk(risk).label}
        )
    Relationship.objects.select_for_update().get(pk=relationship.pk)
    _not_twice(relationship, category, sites)
    made = _written(relationship, category, sites, risk, found.requirements, lead, by, now)
    remark(made, risk_reason, about=Remark.About.RISK, by=by, now=now)
    _record(made, "qualification_started", by=by)
    open_next(made, by=by, now=now)
    return made


@transaction.atomic
def release_stage(stage: QualificationStage, *, reason: str = "", by: Actor, now: datetime) -> None:
    """The owner's word at the gate. Where an item has not passed, it takes a reason."""
    qualification = lock(stage.qualification)
    require(
        rules.can_release(by, stage),
        _("Only the stage’s owner, or whoever approves suppliers, releases “%(stage)s”.") % {"stage": stage},
    )
    require_running(qualification)
    stage.refresh_from_db()
    if stage.gate != Gate.RELEASE:
        raise Refused(_("“%(stage)s” opens by itself once all its items are passed.") % {"stage": stage})
    items = list(stage.items.all())
    missing = [item for item in items if not item.has_result]
    if missing:
        raise Refused(
            _("“%(item)s” has no result yet. Record it, or have it waived, before you release the stage.")
            % {"item": missing[0]}
        )
    if any(not item.is_done for item in items) and not reason.strip():
        raise Refused(
            _("An item of this stage was not passed. Give the reason for releasing it all the same.")
        )
    if reason.strip():
        remark(qualification, reason, about=Remark.About.RELEASE, stage=stage, by=by, now=now)
    pass_stage(stage, by=by, now=now)


@transaction.atomic
def plan_stage(
    stage: QualificationStage, *, due_on: date, owner: User | None, by: Actor, now: datetime
) -> None:
    """Another due day, or another owner by name."""
    qualification = stage.qualification
    require(rules.can_lead(by, qualification.relationship), rules.why_not_lead(by))
    require_running(qualification)
    if stage.status == QualificationStage.Status.PASSED:
        raise Refused(_("“%(stage)s” is passed already.") % {"stage": stage})
    if due_on < day_of(now):
        raise Refused(_("The day it is due has passed already. Choose a later one."))
    if owner is not None:
        _require_member(owner, by)
    values = {"due_on": due_on, "owner": owner}
    changes = audit.differences(stage, values)
    stage.due_on, stage.owner = due_on, owner
    stage.save()
    if changes:
        audit.record(stage, "changed", by=by, changes=changes)
    if "owner" in changes and stage.status == QualificationStage.Status.OPEN:
        telling.stage_is_yours(stage, by=by, now=now)


@transaction.atomic
def hand_over_lead(qualification: Qualification, lead: User, *, by: Actor) -> None:
    require(rules.can_lead(by, qualification.relationship), rules.why_not_lead(by))
    require_open(qualification)
    _require_member(lead, by)
    changes = audit.differences(qualification, {"lead": lead})
    qualification.lead = lead
    qualification.save(update_fields=["lead"])
    if changes:
        audit.record(qualification, "changed", by=by, changes=changes)


@transaction.atomic
def stop(qualification: Qualification, *, reason: str, by: Actor, now: datetime) -> None:
    """Go on no longer, without a decision on the supplier. It can be begun anew."""
    lock(qualification)
    require(rules.can_lead(by, qualification.relationship), rules.why_not_lead(by))
    if not reason.strip():
        raise Refused(_("Say why it is stopped: the supplier reads it."))
    qualification.reason = reason.strip()
    qualification.decided_at, qualification.decided_by_name = now, by.name[:120]
    audit.move(qualification, Status.STOPPED, by=by, reason=reason.strip())
    _record(qualification, "qualification_stopped", by=by, reason=reason.strip())
    telling.settle_all(qualification, now=now)
    telling.stopped(qualification, by=by, now=now)


def remark(
    qualification: Qualification,
    text: str,
    *,
    about: str,
    item: QualificationItem | None = None,
    stage: QualificationStage | None = None,
    by: Actor,
    now: datetime,
) -> Remark:
    """Something the supplier never reads."""
    return Remark.objects.create(
        qualification=qualification,
        item=item,
        stage=stage,
        about=about,
        text=text.strip(),
        at=now,
        by_name=by.name[:120],
    )


@transaction.atomic
def write_note(qualification: Qualification, text: str, *, by: Actor, now: datetime) -> Remark:
    require(rules.can_lead(by, qualification.relationship), rules.why_not_lead(by))
    if not text.strip():
        raise Refused(_("Write something first."))
    return remark(qualification, text, about=Remark.About.NOTE, by=by, now=now)


def open_next(qualification: Qualification, *, by: Actor, now: datetime) -> None:
    """The first stage that has not begun; its days count from today, and those after it follow."""
    waiting = list(qualification.stages.filter(status=QualificationStage.Status.WAITING))
    if not waiting:
        telling.all_passed(qualification, by=by, now=now)
        return
    day = day_of(now)
    for stage in waiting:
        day += timedelta(days=stage.days)
        stage.due_on = day
        stage.save(update_fields=["due_on"])
    first = waiting[0]
    first.opened_on = day_of(now)
    audit.move(first, QualificationStage.Status.OPEN, by=by)
    qualification.due_on = day
    qualification.save(update_fields=["due_on"])
    first.qualification = qualification
    telling.stage_opened(first, by=by, now=now)
    ask_as_it_begins(first, by=by, now=now)


def pass_stage(stage: QualificationStage, *, by: Actor, now: datetime) -> None:
    stage.passed_at, stage.passed_by_name = now, by.name[:120]
    audit.move(stage, QualificationStage.Status.PASSED, by=by)
    telling.stage_passed(stage, now=now)
    open_next(stage.qualification, by=by, now=now)


def lock(qualification: Qualification) -> Qualification:
    """Read anew and held: two people must not judge the same at once."""
    qualification.refresh_from_db(from_queryset=Qualification.objects.select_for_update())
    return qualification


def require_running(qualification: Qualification) -> None:
    if qualification.status == Status.PROPOSED:
        raise Refused(_("A decision has been proposed. Withdraw the proposal first, or have it sent back."))
    require_open(qualification)


def require_open(qualification: Qualification) -> None:
    if not qualification.is_open:
        raise Refused(
            _("This qualification is over: %(status)s.") % {"status": qualification.get_status_display()}
        )


def _check(
    relationship: Relationship, category: Category, sites: Collection[Site], risk: str, risk_reason: str
) -> None:
    if relationship.stage in OVER:
        raise Refused(
            _("%(supplier)s stands at “%(stage)s”: move it to another stage before you qualify it.")
            % {"supplier": relationship, "stage": relationship.stage_label}
        )
    if category.customer_id != relationship.customer_id:
        raise Refused(_("This category is none of yours. Choose one from your list."))
    if any(site.organization_id != relationship.customer_id for site in sites):
        raise Refused(_("This site is none of yours. Choose one from your list."))
    if risk not in Risk.values:
        raise Refused(_("Choose a risk class."))
    if not risk_reason.strip():
        raise Refused(_("Say why it is of this risk class."))


def _not_twice(relationship: Relationship, category: Category, sites: Collection[Site]) -> None:
    wanted = {site.pk for site in sites}
    for other in Qualification.objects.open().filter(relationship=relationship, category=category):
        theirs = {site.pk for site in other.sites.all()}
        if not wanted or not theirs or wanted & theirs:
            raise Refused(
                _("%(other)s is being qualified already. Go on there, or stop it first.") % {"other": other}
            )


def _written(
    relationship: Relationship,
    category: Category,
    sites: Collection[Site],
    risk: str,
    requirements: RequirementSet,
    lead: User | None,
    by: Actor,
    now: datetime,
) -> Qualification:
    """Its rows, with what the requirements ask for copied: a later version changes nothing of what was begun."""
    stages = requirement_data.read(requirements.stages)
    today = day_of(now)
    if lead is not None:
        _require_member(lead, by)
    made = Qualification.objects.create(
        relationship=relationship,
        category=category,
        category_name=category.name,
        category_name_local=category.name_local,
        site_names=[[site.name, site.name_local] for site in sites],
        risk=risk,
        requirements=requirements,
        started_at=now,
        started_by_name=by.name[:120],
        lead_id=lead.pk if lead else by.user_id,
        due_on=today + timedelta(days=sum(stage.days for stage in stages)),
    )
    made.sites.set(sites)
    day = today
    for position, stage in enumerate(stages):
        day += timedelta(days=stage.days)
        row = QualificationStage.objects.create(
            qualification=made,
            position=position,
            kind=stage.kind,
            name=stage.name,
            name_local=stage.name_local,
            gate=stage.gate,
            owner_id=_still_member(stage.owner, by),
            owner_role=stage.owner_role,
            days=stage.days,
            due_on=day,
        )
        QualificationItem.objects.bulk_create(
            QualificationItem(
                stage=row,
                position=place,
                kind=item.kind,
                title=item.title,
                title_local=item.title_local,
                note=item.note,
                note_local=item.note_local,
                by_supplier=item.by_supplier,
                spec=item.spec,
            )
            for place, item in enumerate(stage.items)
        )
    return made


def _still_member(user_id: int | None, by: Actor) -> int | None:
    """Whoever has left owns nothing that begins now."""
    if user_id is None:
        return None
    here = Membership.objects.filter(user=user_id, organization=by.organization_id)
    return user_id if here.exists() else None


def _require_member(user: User, by: Actor) -> None:
    if not Membership.objects.filter(user=user, organization=by.organization_id).exists():
        raise Refused(_("%(person)s is no member of your organisation.") % {"person": user})


def _record(qualification: Qualification, verb: str, *, by: Actor, reason: str = "") -> None:
    """In the relationship's history, for the customer alone."""
    audit.record(
        qualification.relationship,
        verb,
        by=by,
        counterpart=qualification.relationship.supplier_id,
        changes={"qualification": ["", qualification.scope]},
        reason=reason,
    )
