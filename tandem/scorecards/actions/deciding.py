"""Objections decided line by line: by what the history proves, or by a person. Then the card is computed again."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.facts import deliveries
from tandem.lake.set_aside import TIMELINESS
from tandem.scorecards import proofs
from tandem.scorecards.actions import telling_objections
from tandem.scorecards.actions.checking import close_if_over
from tandem.scorecards.actions.recomputing import recompute_card
from tandem.scorecards.models import Correction, Disputed, Objection, Reason
from tandem.scorecards.queries import objections
from tandem.scorecards.rules import objections as rules
from tandem.scorecards.signals import appeal_decided

Status = Disputed.Status


@transaction.atomic
def decide(disputed: Disputed, *, accept: bool, why: str, by: Actor, now: datetime) -> None:
    """Accept what a supplier disputes, or refuse it, with the reason. With the last one the card is computed again, if
    anything was accepted. Raises Refused."""
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=disputed.objection_id)
    run = objections.run_of(objection)
    refusal = rules.why_not_decide(by, objection, run, now)
    require(refusal is None, refusal)
    if objection.status != Objection.Status.SUBMITTED:
        raise Refused(_("There is nothing to decide in this objection: it is not sent yet, or decided."))
    if not why.strip():
        raise Refused(_("Say why, so that both sides can read it later."))
    disputed.refresh_from_db()
    _decide(disputed, objection, accept=accept, why=why.strip(), by=by, now=now)
    if not objection.lines.filter(status=Status.WAITING).exists():
        finish(objection, now=now)


def settle_by_history(objection: Objection, *, asked_by: Actor, now: datetime) -> int:
    """Accept what the log of the facts proves, with the proof beside it; how many wait for a person."""
    waiting = list(objection.lines.filter(status=Status.WAITING))
    claimed = [
        line
        for line in waiting
        if line.reason == Reason.DATE_MOVED and line.subject == TIMELINESS and line.number
    ]
    if not claimed:
        return len(waiting)
    keys = {(line.source, line.number, line.line, line.schedule_line): line for line in claimed}
    with acting_for(objection.relationship.customer_id):
        system = Actor.system(objection.relationship.customer, "Tandem")
        told = deliveries.requested_dates(system, objection.relationship, keys, today=timezone.localdate(now))
        for key, line in keys.items():
            delivered = line.facts.get("delivered_date")
            proof = proofs.date_moved(told.get(key, []), date.fromisoformat(delivered) if delivered else None)
            if proof is not None:
                line.proof = {name: _text(value) for name, value in asdict(proof).items()}
                _decide(line, objection, accept=True, why="", by=system, now=now)
    return objection.lines.filter(status=Status.WAITING).count()


@transaction.atomic
def finish(objection: Objection, *, now: datetime) -> None:
    """Every line is decided: compute the card again where something was accepted, and tell the supplier."""
    with acting_for(objection.relationship.customer_id):
        system = Actor.system(objection.relationship.customer, "Tandem")
        if objection.lines.filter(status=Status.ACCEPTED).exists():
            objection.new_version = recompute_card(objection, now=now).version
        objection.decided_at = now
        supplier = objection.relationship.supplier_id
        audit.move(objection, Objection.Status.DECIDED, by=system, counterpart=supplier, shared=True)
        accepted = objection.lines.filter(status=Status.ACCEPTED).count()
        audit.record(
            objection.relationship,
            f"{objection.kind}_decided",
            by=system,
            counterpart=supplier,
            shared=True,
            changes={
                "lines": [
                    "",
                    f"{objection.template_title} · {objection.period}: {accepted}/{objection.lines.count()}",
                ]
            },
        )
        if objection.kind == Objection.Kind.APPEAL:
            appeal_decided.send(Objection, appeal=objection, now=now)
    telling_objections.decided(objection, accepted, now=now)
    if objection.kind == Objection.Kind.CHECK:
        close_if_over(objection, now=now)


def _decide(
    disputed: Disputed, objection: Objection, *, accept: bool, why: str, by: Actor, now: datetime
) -> None:
    disputed.decision, disputed.decided_at, disputed.decided_by = why, now, by.name[:120]
    if accept:
        disputed.correction = _correct(disputed, objection, why=why, by=by, now=now)
    audit.move(
        disputed,
        Status.ACCEPTED if accept else Status.REFUSED,
        by=by,
        reason=why,
        counterpart=objection.relationship.supplier_id,
        shared=True,
    )


def _correct(disputed: Disputed, objection: Objection, *, why: str, by: Actor, now: datetime) -> Correction:
    """The next version of the customer's corrections."""
    customer_id = objection.relationship.customer_id
    Organization.objects.select_for_update().get(pk=customer_id)
    return Correction.objects.create(
        customer_id=customer_id,
        relationship_id=objection.relationship_id,
        run_id=objection.run_id,
        version=Correction.objects.newest(customer_id) + 1,
        why=why,
        made_at=now,
        made_by=by.name[:120],
        **{
            name: getattr(disputed, name)
            for name in ("kpi", "subject", "source", "number", "line", "schedule_line", "facts", "reason")
        },
    )


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
