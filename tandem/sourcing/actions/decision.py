"""Proposing, countersigning, deciding: by different people, and then for good."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.sourcing import telling
from tandem.sourcing.actions.preparing import hold
from tandem.sourcing.models import Allocation, Candidate, Countersignature, Function, Minutes, Selection
from tandem.sourcing.queries import readiness
from tandem.sourcing.queries.snapshots import snapshot_of
from tandem.sourcing.rules import selections as rules

Status = Selection.Status
WHOLE = Decimal(100)


@transaction.atomic
def propose(
    selection: Selection,
    shares: Mapping[Candidate, Decimal],
    *,
    reasons: str,
    why_not_others: str,
    by: Actor,
    now: datetime,
) -> None:
    """Who is to be given which share of the volume, in per cent, and why. Raises Refused for shares that do not make
    up the whole or that a candidate cannot bear."""
    hold(selection)
    require(rules.can_run(by, selection), rules.why_not_run(by))
    if selection.status == Status.JUDGING:
        readiness.require_weights(selection, now.date())
    given = {candidate: share for candidate, share in shares.items() if share > 0}
    _check_shares(selection, given, now.date())
    if not reasons.strip():
        raise Refused(_("Say why these: the reasons are the heart of the report."))
    if not why_not_others.strip() and readiness.others(selection, given):
        raise Refused(_("Say why not the others: they were compared as well."))
    Allocation.objects.filter(candidate__selection=selection).delete()
    Allocation.objects.bulk_create(
        Allocation(candidate=candidate, share=share) for candidate, share in given.items()
    )
    selection.reasons, selection.why_not_others = reasons.strip()[:4000], why_not_others.strip()[:4000]
    selection.proposed_at, selection.proposed_by_id = now, by.user_id
    selection.proposed_by_name = by.name[:120]
    audit.move(selection, Status.PROPOSED, by=by, reason=selection.reasons)
    telling.proposed(selection, by=by, now=now)


@transaction.atomic
def take_back(selection: Selection, *, reason: str, by: Actor, now: datetime) -> None:
    """A proposal goes back to be judged anew: by who prepares it, or who was to decide. Countersignatures fall."""
    hold(selection)
    require(
        rules.can_run(by, selection) or rules.can_decide(by, selection, now),
        rules.why_not_run(by),
    )
    if not reason.strip():
        raise Refused(_("Say what has to be looked at again."))
    audit.move(selection, Status.JUDGING, by=by, reason=reason.strip())
    selection.countersignatures.all().delete()
    telling.taken_back(selection, reason.strip(), by=by, now=now)


@transaction.atomic
def countersign(
    selection: Selection, function: str, *, agrees: bool, remark: str, by: Actor, now: datetime
) -> Countersignature:
    """One function's word on the proposal; given anew it replaces the one before."""
    hold(selection)
    require(
        rules.can_countersign(by, selection, function, now),
        rules.why_not_countersign(by, selection, function, now),
    )
    if not agrees and not remark.strip():
        raise Refused(_("Say why you disagree: whoever decides has to answer it."))
    signature, _made = Countersignature.objects.update_or_create(
        selection=selection,
        function=function,
        defaults={
            "agrees": agrees,
            "remark": remark.strip()[:2000],
            "signed_at": now,
            "signed_by_id": by.user_id,
            "signed_by_name": by.name[:120],
            "on_behalf_of": by.on_behalf_of[:250],
        },
    )
    audit.record(
        selection,
        "agreed" if agrees else "disagreed",
        by=by,
        changes={"function": ["", function]},
        reason=signature.remark,
    )
    telling.countersigned(signature, by=by, now=now)
    return signature


@transaction.atomic
def decide(selection: Selection, *, remark: str, by: Actor, now: datetime) -> None:
    """For good: everything as it stands becomes the record. Raises Refused while a countersignature is missing, or
    one disagrees and the remark does not answer it."""
    hold(selection)
    require(rules.can_decide(by, selection, now), rules.why_not_decide(by, selection, now))
    signed = {each.function: each for each in selection.countersignatures.all()}
    missing = [str(function.label) for function in Function if function not in signed]
    if missing:
        raise Refused(
            _("Not decided yet: the countersignature is missing of %(functions)s.")
            % {"functions": ", ".join(missing)}
        )
    against = [each for each in signed.values() if not each.agrees]
    if against and not remark.strip():
        raise Refused(
            _("%(function)s disagrees: “%(remark)s”. Say why you decide otherwise.")
            % {"function": against[0].get_function_display(), "remark": against[0].remark}
        )
    selection.decision = remark.strip()[:4000]
    selection.decided_at, selection.decided_by_id = now, by.user_id
    selection.decided_by_name = by.name[:120]
    selection.snapshot = snapshot_of(selection, now.date())
    audit.move(selection, Status.DECIDED, by=by, reason=selection.decision)
    telling.decided(selection, by=by, now=now)


@transaction.atomic
def write_minutes(
    selection: Selection, *, held_on: date, present: str, text: str, by: Actor, now: datetime
) -> Minutes:
    hold(selection)
    require(rules.can_run(by, selection), rules.why_not_run(by))
    if selection.is_over:
        raise Refused(_("The selection is over; nothing is added to its record any more."))
    if not present.strip() or not text.strip():
        raise Refused(_("Minutes say who was there and what was said."))
    if held_on > now.date():
        raise Refused(_("The meeting lies in the future."))
    minutes = Minutes.objects.create(
        selection=selection,
        held_on=held_on,
        present=present.strip()[:500],
        text=text.strip()[:8000],
        written_by_name=by.name[:120],
        written_at=now,
    )
    audit.record(selection, "minutes_written", by=by, changes={"held_on": ["", held_on]})
    return minutes


def _check_shares(selection: Selection, shares: Mapping[Candidate, Decimal], today: date) -> None:
    total = sum(shares.values(), Decimal(0))
    if total != WHOLE:
        raise Refused(
            _("The shares make up %(total)s per cent; together they are 100.")
            % {"total": f"{total.normalize():f}"}
        )
    knocked_out = readiness.knocked_out(selection, today)
    for candidate, share in shares.items():
        if candidate.selection_id != selection.pk or not candidate.in_the_race:
            raise Refused(_("%(candidate)s is not on the short list.") % {"candidate": candidate})
        if candidate.pk in knocked_out:
            raise Refused(
                _("%(candidate)s is knocked out by “%(criterion)s” and is given nothing.")
                % {"candidate": candidate, "criterion": knocked_out[candidate.pk]}
            )
        if selection.most_share is not None and share > selection.most_share:
            raise Refused(
                _("%(candidate)s would have more than the %(most)s per cent that one supplier may be given.")
                % {"candidate": candidate, "most": f"{selection.most_share.normalize():f}"}
            )
        wanted = selection.volume * share / WHOLE
        if candidate.capacity is not None and wanted > candidate.capacity:
            raise Refused(
                _("%(candidate)s can make %(capacity)s a year, and would be given %(wanted)s.")
                % {
                    "candidate": candidate,
                    "capacity": f"{candidate.capacity.normalize():f}",
                    "wanted": f"{wanted.normalize():f}",
                }
            )
