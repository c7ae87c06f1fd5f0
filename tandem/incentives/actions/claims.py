"""Claims: written with their evidence, approved by another, sent, argued item by item, agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core import kept_files, zones
from tandem.core.errors import Refused
from tandem.core.file_kinds import DOCUMENTS
from tandem.incentives import claim_telling as telling
from tandem.incentives import currencies
from tandem.incentives.actions.improving import ask_by_rule
from tandem.incentives.models import Claim, ClaimItem, ClaimPaper
from tandem.incentives.numbering import next_number
from tandem.incentives.rules import claims as rules
from tandem.relationships.models import Relationship

Status, Turn = Claim.Status, Claim.Turn
FOLDER = "claims"


@dataclass(frozen=True)
class Damage:
    """One item of a claim."""

    what: str
    amount: Decimal
    quantity: str = ""


@dataclass(frozen=True)
class Told:
    """What happened; `currency` and `tax` are those of all items."""

    title: str
    cause: str
    text: str
    happened_on: date
    currency: str
    order_line: str = ""
    tax: str = "none"


@transaction.atomic
def write_claim(
    relationship: Relationship,
    told: Told,
    items: Sequence[Damage],
    *,
    by: Actor,
    now: datetime,
    claim: Claim | None = None,
) -> Claim:
    """A draft, new or changed. Raises Refused for damage without an amount, or that lies in the future."""
    require(rules.can_write(by, relationship), rules.out_of_reach(by))
    if claim is None:
        claim = Claim(relationship=relationship, number=next_number(Claim, relationship.customer_id))
    else:
        hold(claim)
        if claim.status != Status.DRAFT:
            raise Refused(_("Only a draft is changed; this claim is “%(status)s”.") % _status(claim))
    if not zones.has_begun(told.happened_on, now):
        raise Refused(_("What happened lies in the past; check the date."))
    if not items:
        raise Refused(_("Name at least one item of damage and what it cost."))
    for each in items:
        currencies.require_money(each.amount, told.currency)
    for name in ("title", "cause", "text", "happened_on", "currency", "order_line", "tax"):
        setattr(claim, name, getattr(told, name))
    claim.made_at, claim.made_by_id, claim.made_by_name = now, by.user_id, by.name[:120]
    check(claim)
    claim.save()
    claim.items.all().delete()
    for each in items:
        item = ClaimItem(
            claim=claim,
            what=each.what.strip(),
            quantity=each.quantity.strip(),
            amount=each.amount,
            offered=each.amount,
        )
        check(item)
        item.save()
    audit.record(claim, "written", by=by)
    return claim


@transaction.atomic
def attach(claim: Claim, content: bytes, *, name: str, by: Actor, now: datetime) -> ClaimPaper:
    """Evidence of either side. Raises Refused for a file of no kind that is taken."""
    hold(claim)
    require(rules.can_attach(by, claim))
    kept = kept_files.keep(content, name=name, folder=FOLDER, taken=DOCUMENTS)
    paper = ClaimPaper.objects.create(
        claim=claim,
        organization_id=by.organization_id,
        path=kept.path,
        file_name=kept.file_name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        given_at=now,
        given_by_name=by.name[:120],
    )
    _record(claim, "attached", by=by, changes={"file": ["", kept.file_name]})
    return paper


def record_download(paper: ClaimPaper, *, by: Actor) -> None:
    audit.record(paper.claim, "downloaded", by=by, changes={"file": ["", paper.file_name]})


@transaction.atomic
def hand_in(claim: Claim, *, by: Actor, now: datetime) -> None:
    """To be approved by another. Damage is shown: without evidence it is not handed in."""
    hold(claim)
    require(rules.can_write(by, claim.relationship), rules.out_of_reach(by))
    if not claim.papers.exists():
        raise Refused(_("Attach the evidence first: photographs, the time sheet, the freight bill."))
    audit.move(claim, Status.PROPOSED, by=by)
    telling.handed_in(claim, by=by, now=now)


@transaction.atomic
def send_back(claim: Claim, *, reason: str, by: Actor, now: datetime) -> None:
    hold(claim)
    require(rules.can_approve(by, claim, now), rules.why_not_approve(by, claim, now))
    if not reason.strip():
        raise Refused(_("Say what is missing: whoever wrote the claim reads this."))
    audit.move(claim, Status.DRAFT, by=by, reason=reason.strip())
    telling.sent_back(claim, reason.strip(), by=by, now=now)


@transaction.atomic
def send(claim: Claim, *, by: Actor, now: datetime) -> None:
    """Approved by another than who wrote it, and sent to the supplier in the same breath."""
    hold(claim)
    require(rules.can_approve(by, claim, now), rules.why_not_approve(by, claim, now))
    claim.approved_by_id, claim.approved_by_name, claim.sent_at = by.user_id, by.name[:120], now
    claim.turn = Turn.SUPPLIER
    _move(claim, Status.SENT, by=by)
    telling.sent(claim, now=now)
    ask_by_rule(claim, now=now)


@transaction.atomic
def agree(claim: Claim, *, by: Actor, now: datetime) -> None:
    """To the last offer of the other side, as a whole."""
    hold(claim)
    require(rules.can_answer(by, claim), rules.why_not_answer(by, claim))
    claim.agreed_at, claim.agreed_by_name, claim.turn = now, by.name[:120], ""
    _move(claim, Status.AGREED, by=by)
    telling.agreed(claim, by=by, now=now)


@transaction.atomic
def offer(claim: Claim, offers: Mapping[int, tuple[Decimal, str]], *, by: Actor, now: datetime) -> None:
    """Argue: for items (a ClaimItem's id) another amount and why. The rest stands as last offered. Then it is the other
    side's turn. Raises Refused for more than the damage, or nothing changed."""
    hold(claim)
    require(rules.can_answer(by, claim), rules.why_not_answer(by, claim))
    items = {item.pk: item for item in claim.items.all()}
    changed: dict[str, list[Any]] = {}
    for pk, (amount, why) in offers.items():
        item = items.get(pk)
        if item is None:
            raise Refused(_("One of the items is not part of this claim. Load the page again."))
        if amount == item.offered:
            continue
        if not 0 <= amount <= item.amount:
            raise Refused(
                _("For “%(item)s” offer between 0 and the damage of %(damage)s.")
                % {"item": item, "damage": item.amount}
            )
        currencies.require_money(amount, claim.currency)
        if not why.strip():
            raise Refused(_("Say why for “%(item)s”.") % {"item": item})
        changed[item.what[:60]] = [item.offered, amount]
        item.offered, item.said = amount, why.strip()[:500]
        item.save(update_fields=["offered", "said"])
    if not changed:
        raise Refused(_("You changed no amount. Agree, or offer another amount for an item."))
    claim.turn = Turn.CUSTOMER if claim.turn == Turn.SUPPLIER else Turn.SUPPLIER
    claim.save(update_fields=["turn"])
    _record(claim, "offered", by=by, changes=changed)
    telling.offered(claim, by=by, now=now)


@transaction.atomic
def withdraw(claim: Claim, *, reason: str, by: Actor, now: datetime) -> None:
    """The customer lets it go, with a reason; one that stands on a statement is not withdrawn."""
    hold(claim)
    require(rules.can_withdraw(by, claim), rules.out_of_reach(by))
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn: it stays on record."))
    if claim.statement_lines.exists():
        raise Refused(_("It stands on a reconciliation statement. Take it off there first."))
    claim.over_because, claim.turn = reason.strip()[:2000], ""
    shown = claim.sent_at is not None
    (_move if shown else audit.move)(claim, Status.WITHDRAWN, by=by, reason=claim.over_because)
    telling.withdrawn(claim, by=by, now=now)


def hold(claim: Claim) -> None:
    rows = Claim.objects.select_for_update(of=("self",)).select_related(
        "relationship__customer", "relationship__supplier"
    )
    claim.refresh_from_db(from_queryset=rows)


def _status(claim: Claim) -> dict[str, str]:
    return {"status": claim.get_status_display()}


def _move(claim: Claim, to: str, *, by: Actor, reason: str = "") -> None:
    audit.move(claim, to, by=by, reason=reason, counterpart=_other(claim, by), shared=True)


def _record(claim: Claim, verb: str, *, by: Actor, changes: dict[str, list[Any]]) -> None:
    shared = claim.sent_at is not None
    audit.record(
        claim, verb, by=by, changes=changes, counterpart=_other(claim, by) if shared else None, shared=shared
    )


def _other(claim: Claim, by: Actor) -> int:
    relationship = claim.relationship
    ours = by.organization_id == relationship.customer_id
    return relationship.supplier_id if ours else relationship.customer_id
