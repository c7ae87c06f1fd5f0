"""A supplier keeps its customers: people there, notes, next steps, judgements."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import Membership, User
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.portal import account_rules as rules
from tandem.portal.models import AccountContact, AccountNote, CustomerAccount, Judgement, NextStep
from tandem.portal.portfolio import FACTORS
from tandem.relationships.models import Relationship


def open_accounts(by: Actor) -> None:
    """Every customer on Tandem has its account, from the first look on; what stands is left as it is.

    Nothing is decided by it, so it is no entry of the audit trail.
    """
    missing = Relationship.objects.served_by(by).exclude(customer_accounts__organization=by.organization_id)
    CustomerAccount.objects.bulk_create(
        [CustomerAccount(organization_id=by.organization_id, relationship=one) for one in missing],
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_private_customer(values: Mapping[str, Any], *, by: Actor) -> CustomerAccount:
    """A customer that is not on Tandem. Raises Refused for a name that is kept already."""
    require(rules.can_keep_customers(by))
    account = CustomerAccount(organization_id=by.organization_id, **values)
    _no_other_of_the_name(account)
    check(account)
    account.save()
    audit.record(account, "customer_kept", by=by)
    return account


@transaction.atomic
def change_account(account: CustomerAccount, values: Mapping[str, Any], *, by: Actor) -> None:
    require(rules.can_keep(by, account))
    changes = audit.differences(account, values)
    for field, value in values.items():
        setattr(account, field, value)
    if account.private:
        _no_other_of_the_name(account)
    check(account)
    account.save()
    if changes:
        audit.record(account, "customer_changed", by=by, changes=changes)


@transaction.atomic
def archive_account(account: CustomerAccount, *, by: Actor, now: datetime) -> None:
    """A private customer one no longer serves leaves the lists; what was kept of it stays."""
    require(rules.can_keep(by, account))
    if not account.private:
        raise Refused(_("A customer on Tandem stays in the list as long as it works with you."))
    account.archived_at = None if account.archived_at else now
    account.save(update_fields=["archived_at"])
    audit.record(account, "customer_archived" if account.archived_at else "customer_brought_back", by=by)


@transaction.atomic
def save_account_contact(contact: AccountContact, *, by: Actor) -> AccountContact:
    require(rules.can_keep(by, contact.account))
    check(contact)
    contact.save()
    audit.record(contact.account, "customer_contact_saved", by=by, changes={"contact": ["", contact.name]})
    return contact


@transaction.atomic
def remove_account_contact(contact: AccountContact, *, by: Actor) -> None:
    require(rules.can_keep(by, contact.account))
    audit.record(contact.account, "customer_contact_removed", by=by, changes={"contact": [contact.name, ""]})
    contact.delete()


@transaction.atomic
def write_account_note(account: CustomerAccount, text: str, *, by: Actor, now: datetime) -> AccountNote:
    require(rules.can_note(by, account))
    if not text.strip():
        raise Refused(_("Write something before you save the note."))
    note = AccountNote.objects.create(
        account=account, author_id=by.user_id, author_name=by.name[:120], at=now, text=text.strip()
    )
    # Without its words: a removed note is gone, the trail keeps that there was one.
    audit.record(account, "customer_note_written", by=by)
    return note


@transaction.atomic
def remove_account_note(note: AccountNote, *, by: Actor) -> None:
    require(rules.can_remove_note(by, note))
    audit.record(note.account, "customer_note_removed", by=by)
    note.delete()


@transaction.atomic
def plan_step(
    account: CustomerAccount, text: str, *, due: date, assignee: User | None, by: Actor
) -> NextStep:
    """What is to be done next at this customer, until when, by whom of one's own people."""
    require(rules.can_keep(by, account))
    if assignee is not None:
        mine = Membership.objects.filter(user=assignee, organization=by.organization_id)
        require(mine.exists(), _("A next step is given to somebody of your own organisation."))
    step = NextStep(account=account, text=text.strip(), due=due, assignee=assignee)
    check(step)
    step.save()
    audit.record(account, "step_planned", by=by, changes={"step": ["", step.text], "due": ["", due]})
    return step


@transaction.atomic
def finish_step(step: NextStep, *, outcome: str, by: Actor, now: datetime) -> None:
    require(rules.can_finish(by, step))
    step.refresh_from_db(from_queryset=NextStep.objects.select_for_update())
    if step.done_at is not None:
        raise Refused(_("This step has been done already."))
    step.done_at, step.done_by_name, step.outcome = now, by.name[:120], outcome.strip()[:250]
    step.save(update_fields=["done_at", "done_by_name", "outcome"])
    audit.record(step.account, "step_done", by=by, changes={"step": ["", step.text]}, reason=step.outcome)


@transaction.atomic
def judge(
    account: CustomerAccount, factor: str, points: int | None, *, reason: str, by: Actor, now: datetime
) -> None:
    """Give a judged factor of the portfolio its points from 0 to 10; None takes the judgement back."""
    require(rules.can_keep(by, account))
    if factor not in {one.code for one in FACTORS if one.judged}:
        raise Refused(_("This factor is measured, not judged."))
    known = Judgement.objects.filter(account=account, factor=factor).first()
    old = known.points if known else ""
    if points is None:
        if known:
            known.delete()
            audit.record(account, "judgement_taken_back", by=by, changes={factor: [old, ""]})
        return
    if known is not None and (known.points, known.reason) == (points, reason.strip()):
        return
    judged = known or Judgement(account=account, factor=factor)
    judged.points, judged.reason, judged.at, judged.by_name = points, reason.strip(), now, by.name[:120]
    check(judged)
    judged.save()
    audit.record(account, "judged", by=by, changes={factor: [old, points]}, reason=judged.reason)


def _no_other_of_the_name(account: CustomerAccount) -> None:
    others = CustomerAccount.objects.filter(organization=account.organization_id, relationship=None)
    if others.filter(name__iexact=account.name.strip()).exclude(pk=account.pk).exists():
        raise Refused(_("You keep a private customer “%(name)s” already.") % {"name": account.name})
