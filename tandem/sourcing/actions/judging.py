"""The committee weighs the criteria: who is invited, and what each judge says."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.sourcing import telling
from tandem.sourcing.actions.preparing import hold
from tandem.sourcing.models import Criterion, DirectWeight, Judge, Judgement, Selection
from tandem.sourcing.rules import selections as rules

Status, Weighting = Selection.Status, Selection.Weighting
# On Saaty's scale; 0, -1 and 1 would say the same.
SCALE = frozenset({*range(1, 10), *range(-9, -1)})


@transaction.atomic
def choose_weighting(selection: Selection, weighting: str, *, by: Actor) -> None:
    """How the weights are found, until a proposal rests on them."""
    _weigh(selection, by)
    if weighting not in Weighting.values:
        raise Refused(_("There is no such way of finding weights."))
    changes = audit.differences(selection, {"weighting": weighting})
    selection.weighting = weighting
    selection.save(update_fields=["weighting"])
    if changes:
        audit.record(selection, "weighting_chosen", by=by, changes=changes)


@transaction.atomic
def invite_judge(selection: Selection, membership: Membership, *, by: Actor, now: datetime) -> Judge:
    _weigh(selection, by)
    if membership.organization_id != selection.customer_id or not rules.can_be_invited(membership):
        raise Refused(
            _("%(person)s cannot judge: it takes a role that prepares selections or assesses suppliers.")
            % {"person": membership.user.get_full_name()}
        )
    judge, made = Judge.objects.get_or_create(
        selection=selection,
        user=membership.user,
        defaults={"name": membership.user.get_full_name()[:120], "invited_at": now},
    )
    if made:
        audit.record(selection, "judge_invited", by=by, changes={"judge": ["", judge.name]})
        if selection.status == Status.JUDGING:
            telling.judge_invited(judge, by=by, now=now)
    return judge


@transaction.atomic
def dismiss_judge(judge: Judge, *, by: Actor, now: datetime) -> None:
    """Somebody who has not handed in yet: what a judge said is not thrown away."""
    _weigh(judge.selection, by)
    if judge.done_at is not None:
        raise Refused(
            _("%(judge)s has judged already, and what was said stays on record.") % {"judge": judge.name}
        )
    audit.record(judge.selection, "judge_dismissed", by=by, changes={"judge": [judge.name, ""]})
    telling.judge_settled(judge, now=now)
    judge.delete()


@transaction.atomic
def judge_pair(judge: Judge, first: Criterion, second: Criterion, scale: int, *, by: Actor) -> None:
    """How much more `first` weighs than `second` (1 to 9), or less (-2 to -9). May be changed until the proposal."""
    _judge(judge, by)
    if scale not in SCALE:
        raise Refused(_("A judgement lies between 9 times for the one and 9 times for the other."))
    if first.position > second.position:
        first, second, scale = second, first, (scale if scale == 1 else -scale)
    Judgement.objects.update_or_create(judge=judge, first=first, second=second, defaults={"scale": scale})


@transaction.atomic
def give_points(judge: Judge, points: Mapping[Criterion, int], *, by: Actor) -> None:
    _judge(judge, by)
    for criterion, given in points.items():
        if not 1 <= given <= 100:
            raise Refused(
                _("%(criterion)s: give 1 to 100 points. What is to weigh nothing is no criterion.")
                % {"criterion": criterion}
            )
        DirectWeight.objects.update_or_create(judge=judge, criterion=criterion, defaults={"points": given})


@transaction.atomic
def hand_in(judge: Judge, *, by: Actor, now: datetime) -> None:
    """Say that one's judgement is whole: every pair, or every criterion."""
    _judge(judge, by)
    count = judge.selection.criteria.count()
    if judge.selection.weighting == Weighting.PAIRWISE:
        missing = count * (count - 1) // 2 - judge.judgements.count()
    else:
        missing = count - judge.direct_weights.count()
    if missing > 0:
        raise Refused(_("%(missing)d judgements are missing still.") % {"missing": missing})
    judge.done_at = now
    judge.save(update_fields=["done_at"])
    audit.record(judge.selection, "judged", by=by, changes={"judge": ["", judge.name]})
    telling.judged(judge, by=by, now=now)


def _judge(judge: Judge, by: Actor) -> None:
    hold(judge.selection)
    require(
        rules.can_judge(by, judge),
        _("Only whoever was invited judges, and only while the selection is being judged."),
    )


def _weigh(selection: Selection, by: Actor) -> None:
    hold(selection)
    require(rules.can_run(by, selection), rules.why_not_run(by))
    if selection.is_over or selection.status == Status.PROPOSED:
        raise Refused(_("A proposal rests on these weights. Take it back before you change them."))
