"""The supplier's side of an objection: opened, lines marked with reason and evidence, sent; or all is well."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import kept_files, zones
from tandem.core.errors import Refused
from tandem.lake.lines import RowKey
from tandem.lake.set_aside import subject_of
from tandem.scorecards import measuring
from tandem.scorecards.actions import deciding, telling_objections
from tandem.scorecards.actions.holding import hold
from tandem.scorecards.models import (
    Acknowledgement,
    Card,
    Disputed,
    Evidence,
    Kpi,
    Objection,
    Reason,
    Run,
)
from tandem.scorecards.queries import objections
from tandem.scorecards.rules import objections as rules
from tandem.scorecards.signals import check_answered

MOST_LINES = 500
"""of one objection: what a person can be asked to decide"""
Status, Kind = Objection.Status, Objection.Kind


@dataclass(frozen=True)
class Grounds:
    """Why something should not count: `evidence` is a file's content, if there is one."""

    reason: str
    remark: str = ""
    evidence: bytes | None = None
    evidence_name: str = ""


@transaction.atomic
def open_appeal(card: Card, *, by: Actor, now: datetime) -> Objection:
    """Begin an appeal against a published card; the one being written is gone on with. Raises Refused."""
    run, relationship = card.run, card.relationship
    require(rules.can_object(by, relationship))
    found = Objection.objects.filter(run=run, relationship=relationship, kind=Kind.APPEAL)
    if writing := found.filter(status=Status.OPEN).first():
        return writing
    if found.filter(status=Status.SUBMITTED).exists():
        raise Refused(_("An appeal against this card waits for the customer’s decision already."))
    today = zones.today_in(relationship.supplier.country, now)
    if not rules.takes_appeals(run, today) or run.appeals_until is None:
        raise Refused(_("The time to appeal against this card is over."))
    appeal = Objection.objects.create(
        relationship=relationship,
        run=run,
        kind=Kind.APPEAL,
        period=run.period,
        title=run.template.name,
        title_local=run.template.name_local,
        card_version=card.version,
        due_on=run.appeals_until,
        opened_at=now,
    )
    audit.record(appeal, "opened", by=by)
    return appeal


@transaction.atomic
def dispute(
    objection: Objection, kpi: Kpi, keys: Collection[RowKey], grounds: Grounds, *, by: Actor, now: datetime
) -> list[Disputed]:
    """Mark lines that a KPI judged, each as shown to the supplier; without `keys` the criterion as a whole.

    What was marked before is marked anew, with the new reason. Raises Refused where a line is not one of those behind
    the card's value, or has been decided already.
    """
    _require_writing(objection, by, now)
    if grounds.reason not in Reason.values:
        raise Refused(_("Choose a reason."))
    if grounds.reason == Reason.OTHER and not grounds.remark.strip():
        raise Refused(_("Say in the remark what the other reason is."))
    card = objections.card_of(objection)
    if kpi.code not in objections.kpis_of(card):
        raise Refused(_("This card does not measure “%(kpi)s”.") % {"kpi": kpi})
    if not keys and objection.kind == Kind.CHECK:
        raise Refused(_("A data check is about single lines. Mark those that are wrong."))
    if keys and kpi.is_judged:
        raise Refused(
            _("People judged “%(kpi)s”: no line stands behind it. Object to the whole criterion.")
            % {"kpi": kpi}
        )
    lines = _lines(objection, card, kpi, keys, by=by) if keys else [_whole(objection, kpi)]
    _not_decided(objection, lines)
    evidence = _keep(objection, grounds, now=now)
    for line in lines:
        line.reason, line.remark, line.evidence = grounds.reason, grounds.remark.strip(), evidence
    _forget(objection, lines)
    if objection.lines.count() + len(lines) > MOST_LINES:
        raise Refused(_("An objection holds %(most)s lines at most.") % {"most": MOST_LINES})
    Disputed.objects.bulk_create(lines)
    return lines


@transaction.atomic
def take_back(disputed: Disputed, *, by: Actor, now: datetime) -> None:
    """Mark a line no longer."""
    _require_writing(disputed.objection, by, now)
    disputed.delete()


@transaction.atomic
def submit(objection: Objection, *, remark: str = "", by: Actor, now: datetime) -> None:
    """Send what was marked. What the history of the dates proves is settled at once; the rest waits for a person."""
    _require_writing(objection, by, now)
    count = objection.lines.count()
    if not count:
        raise Refused(_("Mark at least one line or criterion first, and say why."))
    objection.remark = remark.strip()
    objection.submitted_at, objection.submitted_by = now, by.name[:120]
    objection.submitted_by_user_id = by.user_id
    customer = objection.relationship.customer_id
    audit.move(objection, Status.SUBMITTED, by=by, counterpart=customer, shared=True)
    audit.record(
        objection.relationship,
        f"{objection.kind}_submitted",
        by=by,
        counterpart=customer,
        shared=True,
        changes={"lines": ["", f"{objection.template_title} · {objection.period}: {count}"]},
    )
    if objection.kind == Kind.CHECK:
        check_answered.send(Objection, objection=objection, by=by, now=now)
    waiting = deciding.settle_by_history(objection, asked_by=by, now=now)
    if waiting:
        telling_objections.submitted(objection, waiting, by=by, now=now)
    else:
        deciding.finish(objection, now=now)


@transaction.atomic
def withdraw(objection: Objection, *, by: Actor, now: datetime) -> None:
    """Not to appeal after all. Nothing may have been decided yet."""
    hold(objection)
    require(rules.can_withdraw(by, objection))
    if objection.lines.exclude(status=Disputed.Status.WAITING).exists():
        raise Refused(_("Some of its lines have been decided, so it is not withdrawn any more."))
    audit.move(
        objection, Status.WITHDRAWN, by=by, counterpart=objection.relationship.customer_id, shared=True
    )
    telling_objections.over(objection, now=now)


@transaction.atomic
def acknowledge(card: Card, *, by: Actor, now: datetime) -> None:
    """The supplier has taken note of the card as it stands. Said twice it stands once."""
    require(rules.can_object(by, card.relationship))
    if card.run.status != Run.Status.PUBLISHED:
        raise Refused(_("This card is not published."))
    _given, created = Acknowledgement.objects.get_or_create(
        run=card.run,
        relationship=card.relationship,
        version=card.version,
        defaults={"given_at": now, "given_by": by.name[:120]},
    )
    if created:
        audit.record(
            card.relationship,
            "card_acknowledged",
            by=by,
            counterpart=card.relationship.customer_id,
            shared=True,
            changes={"card": ["", f"{card.run.template.title} · {card.run.period}"]},
        )


def _require_writing(objection: Objection, by: Actor, now: datetime) -> None:
    require(rules.can_object(by, objection.relationship))
    hold(objection)
    if not objection.is_open:
        raise Refused(_("This has been sent already, so nothing is changed in it any more."))
    if rules.is_late(objection, now):
        raise Refused(_("The time for it is over."))


def _lines(
    objection: Objection, card: Card, kpi: Kpi, keys: Collection[RowKey], *, by: Actor
) -> list[Disputed]:
    if len(keys) > MOST_LINES:
        raise Refused(_("An objection holds %(most)s lines at most.") % {"most": MOST_LINES})
    view, subject = kpi.measured_as.view, subject_of(kpi.measured_as)
    rows = measuring.rows_behind(by, card, kpi, only=keys).table.to_pylist()
    found = {}
    for row in rows:
        key = objections.row_key(view, row)
        if key[1] and key in keys:
            source, number, line, schedule_line = key
            found[key] = Disputed(
                objection=objection,
                kpi=kpi.code,
                subject=subject,
                source=source,
                number=number,
                line=line,
                schedule_line=schedule_line,
                facts=objections.facts_of(row),
            )
    if missing := sorted(set(keys) - set(found)):
        raise Refused(
            _("%(line)s is not among the lines behind “%(kpi)s”.")
            % {"line": missing[0][1] or "–", "kpi": kpi}
        )
    return list(found.values())


def _whole(objection: Objection, kpi: Kpi) -> Disputed:
    return Disputed(objection=objection, kpi=kpi.code, subject=kpi.code)


def _forget(objection: Objection, lines: list[Disputed]) -> None:
    """What was marked before of the same lines."""
    marked = {_key(line) for line in lines}
    same = Disputed.objects.filter(objection=objection, subject=lines[0].subject)
    Disputed.objects.filter(pk__in=[each.pk for each in same if _key(each) in marked]).delete()


def _not_decided(objection: Objection, lines: list[Disputed]) -> None:
    """What an earlier objection of the same kind refused is not raised again."""
    decided = Disputed.objects.filter(
        objection__run=objection.run_id,
        objection__relationship=objection.relationship_id,
        objection__kind=objection.kind,
        subject=lines[0].subject,
    ).exclude(status=Disputed.Status.WAITING)
    known = {_key(each) for each in decided}
    for line in lines:
        if _key(line) in known:
            raise Refused(_("%(line)s has been decided already.") % {"line": line.said or line.kpi})


def _key(disputed: Disputed) -> tuple[str, ...]:
    key = (disputed.source, disputed.number, disputed.line, disputed.schedule_line)
    return key if disputed.number else (disputed.kpi,)


def _keep(objection: Objection, grounds: Grounds, *, now: datetime) -> Evidence | None:
    if not grounds.evidence:
        return None
    kept = kept_files.keep(
        grounds.evidence,
        name=grounds.evidence_name,
        folder=f"objections/{objection.pk}",
    )
    return Evidence.objects.create(objection=objection, added_at=now, **vars(kept))


@transaction.atomic
def record_evidence_download(evidence: Evidence, *, by: Actor) -> None:
    """Every download stands in the audit trail, for both ends to read."""
    objection = evidence.objection
    ends = {objection.relationship.customer_id, objection.relationship.supplier_id}
    audit.record(
        objection,
        "evidence_downloaded",
        by=by,
        counterpart=next(iter(ends - {by.organization_id}), None),
        shared=True,
        changes={"file": ["", str(evidence)]},
    )
