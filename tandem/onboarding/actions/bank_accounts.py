"""Bank accounts: kept by the supplier, named to a customer, held there until two people have checked them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts import audit, identifiers
from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence
from tandem.onboarding import bank_numbers, passport_content
from tandem.onboarding.models import ACCOUNT_FIELDS, BankAccount, BankChange, CallBack, KnownNumber
from tandem.onboarding.queries import passports
from tandem.onboarding.rules import bank_accounts as rules
from tandem.onboarding.telling import bank_accounts as telling
from tandem.relationships.models import Relationship

Status = BankChange.Status


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an account in their compact form. Raises Refused with what is wrong."""
    country, currency = (
        identifiers.country_code(values["country"]),
        identifiers.currency_code(values["currency"]),
    )
    number, iban = bank_numbers.account_number(values["number"], country)
    bic = bank_numbers.bic(values.get("bic", ""), country)
    return {
        "holder": values["holder"].strip(),
        "bank_name": values["bank_name"].strip(),
        "country": country,
        "currency": currency,
        "number": number,
        "iban": iban,
        "bic": bic,
        "bank_code": bank_numbers.bank_code(values.get("bank_code", ""), country, bic),
    }


@transaction.atomic
def add_bank_account(values: Mapping[str, Any], *, by: Actor, now: datetime) -> BankAccount:
    """Write an account of one's own down. No customer sees it before it is named to them. Raises Refused."""
    require(rules.can_keep_accounts(by))
    fields = checked(values)
    own = BankAccount.objects.visible_to(by).in_use()
    if own.filter(number=fields["number"], currency=fields["currency"]).exists():
        raise Refused(_("This account is written down already."))
    account = BankAccount.objects.create(
        organization_id=by.organization_id, added_at=now, added_by_name=by.name[:120], **fields
    )
    audit.record(account, "bank_account_added", by=by, changes={"account": ["", account.brief]})
    return account


@transaction.atomic
def retire_bank_account(account: BankAccount, *, by: Actor, now: datetime) -> None:
    """Name it to nobody any more. A customer that pays to it goes on until another is confirmed there."""
    require(rules.can_keep_account(by, account))
    if account.retired_at is None:
        account.retired_at = now
        account.save(update_fields=["retired_at"])
        audit.record(account, "bank_account_retired", by=by, changes={"account": [account.brief, ""]})


@transaction.atomic
def propose_bank_account(
    account: BankAccount, relationship: Relationship, *, note: str = "", by: Actor, now: datetime
) -> BankChange:
    """Name the account to one customer, for payments in its currency. From now on these are held. Raises Refused."""
    require(rules.can_propose(by, relationship) and rules.can_keep_account(by, account))
    if account.retired_at is not None:
        raise Refused(_("This account is no longer used. Add it anew, or take another."))
    fields = {name: getattr(account, name) for name in ACCOUNT_FIELDS}
    change = _held(relationship, fields, note, by=by, now=now)
    _record(change, "bank_account_proposed", by=by, to_supplier=False)
    telling.proposed(change, by=by, now=now)
    return change


@transaction.atomic
def enter_bank_account(
    relationship: Relationship, values: Mapping[str, Any], *, note: str, by: Actor, now: datetime
) -> BankChange:
    """At the customer, for a supplier that nobody acts for yet: held, called back about and confirmed like any other,
    and not confirmed by whoever wrote it down. Raises Refused."""
    require(rules.can_check(by, relationship), rules.why_not_check(by))
    if not rules.can_enter(by, relationship):
        raise Refused(
            _("%(supplier)s is on Tandem and names its accounts itself. Ask it to.")
            % {"supplier": relationship}
        )
    if by.user_id is None:
        raise Refused(_("An account is written down by a person."))
    if not note.strip():
        raise Refused(_("Say where the account comes from, such as a letter or an invoice and its date."))
    change = _held(relationship, checked(values), note, by=by, now=now)
    _record(change, "bank_account_entered", by=by, to_supplier=True)
    telling.proposed(change, by=by, now=now)
    return change


def _held(
    relationship: Relationship, fields: Mapping[str, Any], note: str, *, by: Actor, now: datetime
) -> BankChange:
    """Named to one customer: from now on payments in its currency wait. Raises Refused."""
    rows = BankChange.objects.filter(relationship=relationship, currency=fields["currency"])
    if rows.in_force().filter(number=fields["number"]).exists():
        raise Refused(_("%(customer)s pays to this account already.") % {"customer": relationship.customer})
    if rows.open().exists():
        raise Refused(
            _(
                "%(customer)s is still checking another account in %(currency)s."
                " Withdraw that one first, or wait for the answer."
            )
            % {"customer": relationship.customer, "currency": fields["currency"]}
        )
    change = BankChange.objects.create(
        relationship=relationship,
        proposed_at=now,
        proposed_by_name=by.name[:120],
        note=note.strip()[:500],
        entered_by_id=by.user_id if relationship.customer_id == by.organization_id else None,
        **fields,
    )
    _keep_known_numbers(change)
    return change


@transaction.atomic
def withdraw_bank_change(change: BankChange, *, by: Actor, now: datetime) -> None:
    """The supplier takes it back; payments go on to the account confirmed before."""
    require(rules.can_propose(by, change.relationship))
    _locked(change)
    _move(change, Status.WITHDRAWN, "", by=by, now=now)
    _record(change, "bank_account_withdrawn", by=by, to_supplier=False)
    telling.over(change, now=now)


@transaction.atomic
def log_call_back(
    change: BankChange,
    number: KnownNumber,
    *,
    reached: str,
    called_at: datetime,
    said: str,
    by: Actor,
    now: datetime,
) -> CallBack:
    """The first person: called a number that was known before, and wrote down what was said. Raises Refused."""
    require(rules.can_check(by, change.relationship), rules.why_not_check(by))
    if by.user_id is None:
        raise Refused(_("A call-back is made by a person."))
    if number.change_id != change.pk:
        raise Refused(_("This number was not known before the change."))
    if not reached.strip() or not said.strip():
        raise Refused(_("Write down whom you spoke to and what was said."))
    if not change.proposed_at <= called_at <= now:
        raise Refused(_("The call was made after the change was proposed, and not in the future."))
    _locked(change)
    if change.status != Status.HELD:
        raise _no_longer(change)
    call = CallBack.objects.create(
        change=change,
        number=number,
        reached=reached.strip()[:120],
        called_at=called_at,
        said=said.strip(),
        by_id=by.user_id,
        by_name=by.name[:120],
        logged_at=now,
    )
    change.status = Status.CALLED
    change.save(update_fields=["status"])
    # The trail of the customer alone: whom it called is not the supplier's to read.
    audit.record(
        change.relationship,
        "bank_account_called_back",
        by=by,
        changes={
            "account": ["", change.brief],
            "reached": ["", call.reached],
            "telephone": ["", str(number)],
            "called_at": ["", f"{timezone.localtime(called_at):%Y-%m-%d %H:%M}"],
            "said": ["", call.said],
        },
    )
    telling.called(change, by=by, now=now)
    return call


@transaction.atomic
def confirm_bank_change(change: BankChange, *, by: Actor, now: datetime) -> None:
    """The second person: from now on payments in this currency go to it, and are held no longer. Raises Refused."""
    require(rules.can_check(by, change.relationship), rules.why_not_check(by))
    _locked(change)
    if change.status == Status.HELD:
        raise Refused(_("Nobody has called the supplier back yet. Log the call first."))
    if change.status != Status.CALLED:
        raise _no_longer(change)
    require(
        not rules.has_entered(by, change, now),
        _("You wrote the account down, or stand in for who did: somebody else confirms it."),
    )
    require(
        rules.can_confirm(by, change, now),
        _("You made the call-back, or stand in for who did: a second person confirms it."),
    )
    rows = BankChange.objects.filter(relationship=change.relationship, currency=change.currency)
    for old in rows.in_force():
        old.status = Status.REPLACED
        old.save(update_fields=["status"])
    _move(change, Status.CONFIRMED, "", by=by, now=now)
    _record(change, "bank_account_confirmed", by=by, to_supplier=True)
    telling.decided(change, by=by, now=now)


@transaction.atomic
def refuse_bank_change(change: BankChange, reason: str, *, by: Actor, now: datetime) -> None:
    """It does not come into force; payments go on to the account confirmed before. The supplier reads the reason."""
    require(rules.can_check(by, change.relationship), rules.why_not_check(by))
    if not reason.strip():
        raise Refused(_("Say why it is refused: the supplier reads it, and it stays in the history."))
    _locked(change)
    _move(change, Status.REFUSED, reason.strip(), by=by, now=now)
    _record(change, "bank_account_refused", by=by, to_supplier=True, reason=reason.strip())
    telling.decided(change, by=by, now=now)


def _locked(change: BankChange) -> None:
    """Read anew: somebody else may have decided since the page was shown."""
    locked = BankChange.objects.select_for_update().get(pk=change.pk)
    change.status = locked.status


def _move(change: BankChange, to: str, reason: str, *, by: Actor, now: datetime) -> None:
    if to not in BankChange.TRANSITIONS.get(change.status, set()):
        raise _no_longer(change)
    change.status, change.decided_at, change.decided_by_name, change.reason = to, now, by.name[:120], reason
    change.save()


def _no_longer(change: BankChange) -> Refused:
    return Refused(
        _("This change waits no longer: %(status)s. Load the page again.")
        % {"status": change.get_status_display()}
    )


def _keep_known_numbers(change: BankChange) -> None:
    """What the customer knew until now, from its own address book and from the passport it had accepted. Not what the
    supplier gives of itself: whoever has taken over its account has changed that too."""
    relationship = change.relationship
    with beyond_the_fence():  # the customer's address book is not the supplier's to see
        held = Contact.objects.filter(
            organization=relationship.supplier_id, kept_by=relationship.customer_id
        ).exclude(phone="")
        known = [
            KnownNumber(
                change=change,
                name=each.name,
                position=each.position,
                phone=each.phone,
                source=KnownNumber.Source.ADDRESS_BOOK,
            )
            for each in held
        ]
        accepted = passports.accepted(relationship)
        if accepted is not None and accepted.content:
            known += [
                KnownNumber(
                    change=change,
                    name=name[:120],
                    position=position[:120],
                    phone=phone[:40],
                    source=KnownNumber.Source.PASSPORT,
                    since=accepted.decided_at,
                )
                for name, position, phone in passport_content.telephones(accepted.content)
            ]
        KnownNumber.objects.bulk_create({(one.name, one.phone): one for one in reversed(known)}.values())


def _record(change: BankChange, verb: str, *, by: Actor, to_supplier: bool, reason: str = "") -> None:
    relationship = change.relationship
    audit.record(
        relationship,
        verb,
        by=by,
        counterpart=relationship.supplier_id if to_supplier else relationship.customer_id,
        shared=True,
        changes={"account": ["", change.brief]},
        reason=reason,
    )
