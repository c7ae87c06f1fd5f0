"""Passports, bank accounts and registrations follow when two records turn out to be one company."""

from typing import Any

from django.db.models import QuerySet

from tandem.accounts.models import Organization
from tandem.onboarding.models import (
    BankAccount,
    BankChange,
    Passport,
    PassportProposal,
    PassportVersion,
    Registration,
)
from tandem.relationships import merge_rules
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Two suppliers of one customer. Where people act for the one that goes, what they said stays theirs."""
    registrations = _names(Registration.objects.filter(relationship=gone), relationship=kept)
    if merge_rules.acts_for_itself(gone.supplier):
        return [("registrations", registrations)]
    return [("registrations", registrations), *_move(kept, gone)]


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    """All that a supplier says of itself. Where both have published a passport, the one that stays keeps its own."""
    moved: Moved = []
    before = Relationship.objects.filter(supplier=gone, merged_into__supplier=kept)
    for old in before.select_related("merged_into"):
        if old.merged_into is not None:
            moved += _move(old.merged_into, old)
    if not PassportVersion.objects.filter(organization=kept).exists():
        Passport.objects.filter(organization=kept, draft={}).delete()
        if not Passport.objects.filter(organization=kept).exists():
            Passport.objects.filter(organization=gone).update(organization=kept)
        versions = PassportVersion.objects.filter(organization=gone)
        moved.append(("passports", _names(versions, organization=kept)))
    own = BankAccount.objects.filter(organization=kept).in_use().values_list("number", flat=True)
    accounts = BankAccount.objects.filter(organization=gone).exclude(number__in=list(own))
    moved.append(("bank_accounts", _names(accounts, organization=kept)))
    return moved


def _move(kept: Relationship, gone: Relationship) -> Moved:
    """What waits at both waits once: the one that stays keeps its own. So it does with accounts in force."""
    proposals = PassportProposal.objects.filter(relationship=gone)
    of_kept = PassportProposal.objects.filter(relationship=kept)
    if of_kept.waiting().exists() or of_kept.accepted().exists():
        proposals.waiting().update(status=PassportProposal.Status.REPLACED)
    if of_kept.accepted().exists():
        proposals.accepted().update(status=PassportProposal.Status.REPLACED)
    changes = BankChange.objects.filter(relationship=gone)
    for status, ends_as in (
        (BankChange.Status.CONFIRMED, BankChange.Status.REPLACED),
        (BankChange.Status.HELD, BankChange.Status.WITHDRAWN),
        (BankChange.Status.CALLED, BankChange.Status.WITHDRAWN),
    ):
        same = BankChange.OPEN if status in BankChange.OPEN else (status,)
        taken = BankChange.objects.filter(relationship=kept, status__in=same).values_list(
            "currency", flat=True
        )
        changes.filter(status=status, currency__in=list(taken)).update(status=ends_as)
    return [
        ("passports", _names(proposals, relationship=kept)),
        ("bank_accounts", _names(changes, relationship=kept)),
    ]


def _names(rows: QuerySet[Any], **values: Any) -> list[str]:
    """Change the rows, and say which they were."""
    names = [str(row)[:120] for row in rows]
    rows.update(**values)
    return names
