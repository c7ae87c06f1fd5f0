"""Reconciliation statements: what is due is gathered, signed by the customer, signed by the supplier, settled."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.incentives import statement_telling as telling
from tandem.incentives import wording
from tandem.incentives.models import Claim, Consequence, Statement, StatementLine
from tandem.incentives.models.policies import MONEY
from tandem.incentives.numbering import next_number
from tandem.incentives.rules import statements as rules
from tandem.incentives.signals import statement_sending
from tandem.relationships.models import Relationship

Status = Statement.Status


def due(relationship: Relationship, currency: str = "", *, held: bool = False) -> list[StatementLine]:
    """What stands on no statement yet: amounts in force, claims agreed, and reversals of what was settled before. With
    `held` nobody takes any of it back until the transaction ends."""
    cases = Consequence.objects.filter(relationship=relationship, effect__in=MONEY)
    in_force = cases.filter(status=Consequence.Status.IN_FORCE, statement_lines__isnull=True)
    taken_back = settled_before(cases)
    claims = Claim.objects.filter(
        relationship=relationship, status=Claim.Status.AGREED, statement_lines__isnull=True
    ).prefetch_related("items")
    if held:
        in_force = in_force.select_for_update(of=("self",))
        taken_back = taken_back.select_for_update(of=("self",))
        claims = claims.select_for_update(of=("self",))
    found = [_of_case(case, reversal=False) for case in in_force.order_by("in_force_at", "pk")]
    found += [_of_case(case, reversal=True) for case in taken_back.order_by("pk")]
    found += [_of_claim(claim) for claim in claims.order_by("agreed_at", "pk")]
    return [line for line in found if not currency or currency_of(line) == currency]


def settled_before(cases: QuerySet[Consequence]) -> QuerySet[Consequence]:
    """Of cases those taken back after they were settled, whose reversal stands on no statement yet."""
    found = cases.filter(status=Consequence.Status.REVERSED, statement_lines__reversal=False)
    return found.exclude(statement_lines__reversal=True)


def currency_of(line: StatementLine) -> str:
    return line.consequence.currency if line.consequence else line.claim.currency if line.claim else ""


@transaction.atomic
def make_statement(relationship: Relationship, currency: str, *, by: Actor, now: datetime) -> Statement:
    """A draft with everything due in this currency. Raises Refused where nothing is."""
    require(rules.can_make(by, relationship), rules.out_of_reach(by))
    _one_at_a_time(relationship)
    open_one = Statement.objects.filter(
        relationship=relationship, currency=currency, status__in=(Status.DRAFT, Status.RETURNED)
    ).first()
    if open_one is not None:
        raise Refused(
            _("%(statement)s in %(currency)s is not sent yet. Take in there what has become due.")
            % {"statement": open_one, "currency": currency}
        )
    lines = due(relationship, currency, held=True)
    if not lines:
        raise Refused(
            _("Nothing is due in %(currency)s that stands on no statement yet.") % {"currency": currency}
        )
    statement = Statement.objects.create(
        relationship=relationship,
        number=next_number(Statement, relationship.customer_id),
        currency=currency,
        made_at=now,
        made_by_name=by.name[:120],
    )
    _add(statement, lines)
    audit.record(statement, "made", by=by)
    return statement


@transaction.atomic
def take_in(statement: Statement, *, by: Actor) -> int:
    """Add what has become due since, to one not sent. How many lines."""
    hold(statement)
    require(rules.can_make(by, statement.relationship), rules.out_of_reach(by))
    _require_open(statement)
    _one_at_a_time(statement.relationship)
    lines = due(statement.relationship, statement.currency, held=True)
    _add(statement, lines)
    if lines:
        audit.record(statement, "taken_in", by=by, changes={"lines": [0, len(lines)]})
    return len(lines)


@transaction.atomic
def take_off(statement: Statement, line: int, *, by: Actor) -> None:
    """One line waits for a later statement; the last one takes the draft with it only by hand."""
    hold(statement)
    require(rules.can_make(by, statement.relationship), rules.out_of_reach(by))
    _require_open(statement)
    found = statement.lines.filter(pk=line).first()
    if found is None:
        raise Refused(_("The line is not on this statement. Load the page again."))
    audit.record(statement, "taken_off", by=by, changes={"line": [found.text, ""]})
    found.delete()


@transaction.atomic
def sign_and_send(statement: Statement, *, by: Actor, now: datetime) -> None:
    """The customer's signature over the lines as they stand. What payments are held for is said by who knows it."""
    hold(statement)
    require(rules.can_make(by, statement.relationship), rules.out_of_reach(by))
    if not statement.lines.exists():
        raise Refused(_("The statement has no lines."))
    # Whoever has a reason to hold payments raises Refused with it.
    statement_sending.send(Statement, statement=statement)
    statement.sent_at, statement.sent_by_id, statement.sent_by_name = now, by.user_id, by.name[:120]
    statement.customer_digest = statement.digest()
    statement.returned_because = ""
    _move(statement, Status.SENT, by=by)
    telling.sent(statement, now=now)


@transaction.atomic
def agree_to_statement(statement: Statement, digest: str, *, by: Actor, now: datetime) -> None:
    """The supplier's signature. `digest` is of the page that was read: other lines than these are not signed."""
    hold(statement)
    require(rules.can_sign(by, statement))
    if digest != statement.customer_digest or statement.digest() != statement.customer_digest:
        raise Refused(_("The statement is not the one you read. Load the page again."))
    statement.agreed_at, statement.agreed_by_name = now, by.name[:120]
    statement.supplier_digest = digest
    _move(statement, Status.AGREED, by=by)
    telling.agreed(statement, by=by, now=now)


@transaction.atomic
def return_statement(statement: Statement, *, reason: str, by: Actor, now: datetime) -> None:
    hold(statement)
    require(rules.can_sign(by, statement))
    if not reason.strip():
        raise Refused(_("Say what is wrong with the statement."))
    statement.returned_because = reason.strip()[:2000]
    statement.customer_digest = ""
    _move(statement, Status.RETURNED, by=by, reason=statement.returned_because)
    telling.returned(statement, by=by, now=now)


@transaction.atomic
def settle_statement(statement: Statement, *, document: str, by: Actor, now: datetime) -> None:
    """Posted in the ERP under a document number: every case and claim on it is settled by it."""
    hold(statement)
    require(rules.can_make(by, statement.relationship), rules.out_of_reach(by))
    if not document.strip():
        raise Refused(_("Give the number of the document by which the ERP posted it."))
    statement.erp_document = document.strip()[:60]
    statement.settled_at, statement.settled_by_name = now, by.name[:120]
    _move(statement, Status.SETTLED, by=by, reason=statement.erp_document)
    for line in statement.lines.select_related("consequence", "claim"):
        if line.consequence and not line.reversal and line.consequence.status == Consequence.Status.IN_FORCE:
            line.consequence.erp_document, line.consequence.settled_at = statement.erp_document, now
            _settled(line.consequence, statement, by)
        elif line.claim and line.claim.status == Claim.Status.AGREED:
            line.claim.settled_at = now
            _settled(line.claim, statement, by)
    telling.settled(statement, by=by, now=now)


def hold(statement: Statement) -> None:
    rows = Statement.objects.select_for_update(of=("self",)).select_related(
        "relationship__customer", "relationship__supplier"
    )
    statement.refresh_from_db(from_queryset=rows)


def _one_at_a_time(relationship: Relationship) -> None:
    """Two statements of one supplier do not take in the same."""
    Relationship.objects.select_for_update(of=("self",)).get(pk=relationship.pk)


def _settled(record: Consequence | Claim, statement: Statement, by: Actor) -> None:
    supplier = statement.relationship.supplier_id
    audit.move(record, "settled", by=by, reason=statement.erp_document, counterpart=supplier, shared=True)


def _add(statement: Statement, lines: list[StatementLine]) -> None:
    for line in lines:
        line.statement = statement
    StatementLine.objects.bulk_create(lines)


def _require_open(statement: Statement) -> None:
    if statement.status not in (Status.DRAFT, Status.RETURNED):
        raise Refused(
            _("The statement is “%(status)s”: its lines change no more.")
            % {"status": statement.get_status_display()}
        )


def _of_case(case: Consequence, *, reversal: bool) -> StatementLine:
    english, chinese = wording.in_both(lambda: wording.on_a_statement(case, reversal=reversal))
    signed = case.signed or Decimal(0)
    return StatementLine(
        consequence=case,
        reversal=reversal,
        text=english,
        text_local=chinese,
        tax=case.tax,
        amount=-signed if reversal else signed,
    )


def _of_claim(claim: Claim) -> StatementLine:
    english, chinese = wording.in_both(
        lambda: _("Claim no. %(number)s: %(title)s") % {"number": claim.number, "title": claim.title}
    )
    return StatementLine(claim=claim, text=english, text_local=chinese, tax=claim.tax, amount=-claim.standing)


def _move(statement: Statement, to: str, *, by: Actor, reason: str = "") -> None:
    relationship = statement.relationship
    ours = by.organization_id == relationship.customer_id
    other = relationship.supplier_id if ours else relationship.customer_id
    audit.move(statement, to, by=by, reason=reason, counterpart=other, shared=True)
