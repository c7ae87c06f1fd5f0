"""A case's course: approved by another, announced, accepted or appealed, in force, settled or reversed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import zones
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.incentives import deadlines, reckoning, rules, telling
from tandem.incentives.actions import honours, improving
from tandem.incentives.actions.effects import carry_out
from tandem.incentives.models import OVER, Consequence, ConsequenceLine, Kind, Statement, StatementLine
from tandem.incentives.models.policies import MONEY

Status = Consequence.Status


@transaction.atomic
def approve(consequence: Consequence, *, conduct_answer: str = "", by: Actor, now: datetime) -> None:
    """By another than who proposed it. Raises Refused while the customer's own part in it is not answered."""
    hold(consequence)
    require(rules.can_approve(by, consequence, now), rules.why_not_approve(by, consequence, now))
    flagged = caused_by_us(consequence)
    if flagged and not conduct_answer.strip():
        raise Refused(
            _(
                "Of %(count)s of its lines we moved the requested date ourselves. Say why it is right nonetheless."
            )
            % {"count": flagged}
        )
    consequence.conduct_answer = conduct_answer.strip()[:2000] if flagged else ""
    consequence.approved_at, consequence.approved_by_id = now, by.user_id
    consequence.approved_by_name = by.name[:120]
    audit.move(consequence, Status.APPROVED, by=by, reason=consequence.conduct_answer)
    telling.approved(consequence, now=now)


@transaction.atomic
def refuse(consequence: Consequence, *, reason: str, by: Actor, now: datetime) -> None:
    """It is not approved, or not announced after all. The supplier never hears of it."""
    hold(consequence)
    allowed = rules.can_approve(by, consequence, now) or rules.can_announce(by, consequence)
    require(allowed, rules.why_not_approve(by, consequence, now))
    if not reason.strip():
        raise Refused(_("Say why it is not approved: whoever proposed it reads this."))
    consequence.over_because = reason.strip()[:2000]
    audit.move(consequence, Status.REFUSED, by=by, reason=consequence.over_because)
    release(consequence)
    telling.refused(consequence, by=by, now=now)


@transaction.atomic
def announce(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    """Tell the supplier. A penalty may be answered for its working days; a reward needs no answer and holds at once."""
    hold(consequence)
    require(rules.can_announce(by, consequence))
    consequence.announced_at = now
    customer = consequence.relationship.customer
    consequence.respond_by = deadlines.after(localtime(now).date(), consequence.answer_days, customer.country)
    move(consequence, Status.ANNOUNCED, by=by)
    telling.announced(consequence, now=now)
    if consequence.kind == Kind.REWARD:
        _in_force(consequence, by=by, now=now)
    else:
        improving.ask_by_rule(consequence, now=now)


@transaction.atomic
def accept(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    """The supplier agrees."""
    hold(consequence)
    require(rules.can_answer(by, consequence))
    consequence.accepted_at, consequence.accepted_by_name = now, by.name[:120]
    _in_force(consequence, by=by, now=now)
    telling.accepted(consequence, by=by, now=now)


@transaction.atomic
def appeal(
    consequence: Consequence, *, text: str, disputed: Mapping[int, str], by: Actor, now: datetime
) -> None:
    """The supplier objects: to the whole, or to the lines named in `disputed` (a line's id: what it says of it)."""
    hold(consequence)
    require(rules.can_answer(by, consequence))
    if consequence.respond_by and _today_there(consequence, now) > consequence.respond_by:
        raise Refused(_("The days to appeal are over."))
    if not text.strip():
        raise Refused(_("Say what you object to, and why."))
    lines = {line.pk: line for line in consequence.lines.filter(pk__in=disputed, stands=True)}
    for pk, words in disputed.items():
        if pk not in lines:
            raise Refused(_("One of the lines is not part of this. Load the page again."))
        if not words.strip():
            raise Refused(_("Say of each line you mark what is wrong with it."))
        lines[pk].disputed = words.strip()[:1000]
        lines[pk].save(update_fields=["disputed"])
    consequence.appeal = text.strip()[:4000]
    consequence.appealed_at, consequence.appealed_by_name = now, by.name[:120]
    move(consequence, Status.APPEALED, by=by, reason=consequence.appeal)
    telling.appealed(consequence, by=by, now=now)


@transaction.atomic
def decide_appeal(
    consequence: Consequence,
    *,
    granted: str,
    set_aside: Mapping[int, str],
    decision: str,
    by: Actor,
    now: datetime,
) -> None:
    """`granted` is "whole", "lines" (those in `set_aside`, a line's id: why) or "nothing". Lines set aside count no
    more, and the rest is reckoned again under the same cap. Raises Refused."""
    hold(consequence)
    require(rules.can_decide_appeal(by, consequence, now), rules.why_not_decide_appeal(by, consequence, now))
    if not decision.strip():
        raise Refused(_("Give the reasons: the supplier reads them."))
    consequence.decision = decision.strip()[:4000]
    consequence.decided_at, consequence.decided_by_name = now, by.name[:120]
    if granted == "lines":
        _count_no_more(consequence, set_aside)
    elif granted not in ("whole", "nothing"):
        raise Refused(_("Say whether the appeal is granted: as a whole, for some lines, or not."))
    if granted == "whole" or (granted == "lines" and not consequence.amount):
        consequence.over_because = consequence.decision[:2000]
        move(consequence, Status.REVERSED, by=by, reason=consequence.decision)
        release(consequence)
    else:
        _in_force(consequence, by=by, now=now)
    telling.appeal_decided(consequence, by=by, now=now)


@transaction.atomic
def come_into_force(consequence: Consequence, *, by: Actor, now: datetime) -> bool:
    """When nobody answered in time. Whether it did."""
    hold(consequence)
    due = consequence.respond_by
    if consequence.status != Status.ANNOUNCED or due is None or _today_there(consequence, now) <= due:
        return False
    _in_force(consequence, by=by, now=now)
    telling.in_force_unanswered(consequence, now=now)
    return True


@transaction.atomic
def note_document(consequence: Consequence, *, document: str, by: Actor, now: datetime) -> None:
    """What is no money is settled when it has been carried out: terms changed, business shifted, the honour given."""
    hold(consequence)
    require(rules.can_settle(by, consequence.relationship))
    if consequence.effect in MONEY:
        raise Refused(_("An amount is settled on a reconciliation statement, not by hand."))
    consequence.erp_document, consequence.settled_at = document.strip()[:60], now
    move(consequence, Status.SETTLED, by=by, reason=consequence.erp_document)


@transaction.atomic
def reverse(consequence: Consequence, *, reason: str, by: Actor, now: datetime) -> None:
    """Take it back, with a reason. What a signed statement settled already stays settled there; the reversal is settled
    on the next."""
    # Before the case itself, in the order in which settling a statement takes them.
    list(Statement.objects.select_for_update(of=("self",)).filter(lines__consequence=consequence))
    hold(consequence)
    require(rules.can_reverse(by, consequence), rules.out_of_reach(by, rules.C.APPROVE_INCENTIVES))
    if not reason.strip():
        raise Refused(_("Say why it is taken back: both sides read it."))
    take_off_statement(consequence)
    consequence.over_because = reason.strip()[:2000]
    move(consequence, Status.REVERSED, by=by, reason=consequence.over_because)
    release(consequence)
    honours.take_back(consequence, now=now)
    telling.reversed_(consequence, by=by, now=now)


def _today_there(consequence: Consequence, now: datetime) -> date:
    """Where the supplier is: its last day to answer is a whole one."""
    return zones.today_in(consequence.relationship.supplier.country, now)


def hold(consequence: Consequence) -> None:
    """Locked, and read anew: somebody else may have been quicker."""
    rows = Consequence.objects.select_for_update(of=("self",)).select_related(
        "relationship__customer", "relationship__supplier"
    )
    consequence.refresh_from_db(from_queryset=rows)


def caused_by_us(consequence: Consequence) -> int:
    """Of how many of its lines the customer moved the requested date itself."""
    return consequence.lines.filter(stands=True, moved_by_customer__gt=0).count()


def _in_force(consequence: Consequence, *, by: Actor, now: datetime) -> None:
    consequence.in_force_at = now
    move(consequence, Status.IN_FORCE, by=by)
    # The customer's own records follow, also when it is the supplier who said yes.
    with acting_for(consequence.relationship.customer_id):
        carry_out(consequence, now=now)


def _count_no_more(consequence: Consequence, reasons: Mapping[int, str]) -> None:
    if not reasons:
        raise Refused(_("Mark the lines that no longer count."))
    set_aside(consequence, reasons)


def set_aside(consequence: Consequence, reasons: Mapping[int, str]) -> None:
    """Lines (by id, with why) that count no more; the rest is reckoned again under the same cap. Not saved yet."""
    lines = {line.pk: line for line in consequence.lines.filter(stands=True)}
    for pk, why in reasons.items():
        if pk not in lines:
            raise Refused(_("One of the lines is not part of this. Load the page again."))
        lines[pk].stands, lines[pk].set_aside_because = False, why.strip()[:500]
        lines[pk].amount = Decimal(0)
        lines[pk].save(update_fields=["stands", "set_aside_because", "amount"])
    kept = [line for line in lines.values() if line.stands]
    found = reckoning.again(consequence.policy, consequence.base_value, kept, consequence.currency)
    ConsequenceLine.objects.bulk_update(kept, ["amount"])
    consequence.uncapped, consequence.cap, consequence.amount = found.uncapped, found.cap, found.amount


def take_off_statement(consequence: Consequence) -> None:
    """A draft loses its line; what has been sent is signed or returned first."""
    if consequence.status == Status.SETTLED:
        return
    lines = StatementLine.objects.filter(consequence=consequence).select_related("statement")
    for line in lines.select_for_update(of=("self", "statement")):
        if line.statement.status not in (Statement.Status.DRAFT, Statement.Status.RETURNED):
            raise Refused(
                _(
                    "It stands on %(statement)s, which has been sent. Have it returned, or take this back once settled."
                )
                % {"statement": line.statement}
            )
        line.delete()


def release(consequence: Consequence) -> None:
    """Its lines are free again for another penalty to rest on."""
    if consequence.status in OVER:
        consequence.lines.update(stands=False)


def move(consequence: Consequence, to: str, *, by: Actor, reason: str = "") -> None:
    """Both sides read of it, once the supplier has been told."""
    relationship = consequence.relationship
    ours = by.organization_id == relationship.customer_id
    other = relationship.supplier_id if ours else relationship.customer_id
    audit.move(consequence, to, by=by, reason=reason, counterpart=other, shared=True)
