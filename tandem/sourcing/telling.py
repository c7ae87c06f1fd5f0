"""Who is told when a selection goes on: its judges, its countersigners, its deciders, and who prepares it."""

from datetime import datetime

from django.urls import reverse

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging import values
from tandem.messaging.actions import members, notify, people, settle
from tandem.messaging.values import Value
from tandem.sourcing.models import Countersignature, Function, Judge, Selection

JUDGE, SIGN, DECIDE = "selection.judge", "selection.countersign", "selection.decide"


def judges_invited(selection: Selection, *, by: Actor, now: datetime) -> None:
    for judge in selection.judges.filter(done_at=None):
        judge_invited(judge, by=by, now=now)


def judge_invited(judge: Judge, *, by: Actor, now: datetime) -> None:
    """Also somebody who invites themselves: their judgement waits in their inbox like everybody's."""
    selection = judge.selection
    notify(
        JUDGE,
        to=people(selection.customer_id, judge.user_id),
        url=reverse("sourcing:weights", args=[selection.pk]),
        about=judge,
        context={"selection": selection.title, "by": values.somebody(by.name)},
        now=now,
    )


def judge_settled(judge: Judge, *, now: datetime) -> None:
    settle((JUDGE,), judge, now=now)


def judged(judge: Judge, *, by: Actor, now: datetime) -> None:
    judge_settled(judge, now=now)
    _tell_preparers("selection.judged", judge.selection, {"judge": judge.name}, by=by, now=now)


def proposed(selection: Selection, *, by: Actor, now: datetime) -> None:
    """The countersigners first; the deciders once these have spoken."""
    settle((JUDGE,), *selection.judges.all(), now=now)
    notify(
        SIGN,
        to=members(selection.customer_id),
        about=selection,
        context={"selection": selection.title, "by": values.somebody(by.name)},
        by=by,
        now=now,
    )


def countersigned(signature: Countersignature, *, by: Actor, now: datetime) -> None:
    selection = signature.selection
    kind = "selection.agreed" if signature.agrees else "selection.disagreed"
    context = {"by": values.somebody(signature.signed_by_name), "remark": signature.remark}
    _tell_preparers(kind, selection, context, by=by, now=now)
    if selection.countersignatures.count() == len(Function):
        settle((SIGN,), selection, now=now)
        notify(
            DECIDE,
            to=members(selection.customer_id, Capability.DECIDE_SELECTIONS),
            about=selection,
            context={"selection": selection.title},
            now=now,
        )


def taken_back(selection: Selection, reason: str, *, by: Actor, now: datetime) -> None:
    settle((SIGN, DECIDE), selection, now=now)
    _tell_preparers("selection.taken_back", selection, {"reason": reason}, by=by, now=now)


def decided(selection: Selection, *, by: Actor, now: datetime) -> None:
    over(selection, now=now)
    signers = selection.countersignatures.values_list("signed_by", flat=True)
    judges = selection.judges.values_list("user", flat=True)
    told = {selection.made_by_id, selection.proposed_by_id, *signers, *judges}
    notify(
        "selection.decided",
        to=people(selection.customer_id, *told),
        about=selection,
        context={"selection": selection.title, "by": values.somebody(by.name)},
        by=by,
        now=now,
    )


def over(selection: Selection, *, now: datetime) -> None:
    """Nobody is waited for any more."""
    settle((SIGN, DECIDE), selection, now=now)
    settle((JUDGE,), *selection.judges.all(), now=now)


def _tell_preparers(
    kind: str, selection: Selection, context: dict[str, Value], *, by: Actor, now: datetime
) -> None:
    notify(
        kind,
        to=people(selection.customer_id, selection.made_by_id, selection.proposed_by_id),
        about=selection,
        context={"selection": selection.title, **context},
        by=by,
        now=now,
    )
