"""Which account a customer pays to, and whether payments are held because a change waits to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tandem.onboarding.models import BankChange
from tandem.relationships.models import Relationship


@dataclass(frozen=True)
class Hold:
    """Payments of a relationship wait: since when, and for which accounts."""

    relationship_id: int
    since: datetime
    changes: tuple[BankChange, ...]

    @property
    def reason(self) -> str:
        """In the reader's language; the account is masked."""
        waiting = [change for change in self.changes if change.status == BankChange.Status.HELD]
        named = ", ".join(change.brief for change in self.changes)
        if waiting:
            return _("The bank account changes (%(accounts)s), and the customer has not called back yet.") % {
                "accounts": named
            }
        return _("The bank account changes (%(accounts)s), and a second person has not confirmed it yet.") % {
            "accounts": named
        }


def payments_held(relationship: Relationship) -> Hold | None:
    """Why payments of this relationship are held; None where they are not."""
    return holds([relationship.pk]).get(relationship.pk)


def holds(relationships: Iterable[int]) -> dict[int, Hold]:
    """The same for many, in one query."""
    found: dict[int, list[BankChange]] = {}
    rows = BankChange.objects.open().filter(relationship__in=list(relationships))
    for change in rows.order_by("proposed_at", "pk"):
        found.setdefault(change.relationship_id, []).append(change)
    return {pk: Hold(pk, changes[0].proposed_at, tuple(changes)) for pk, changes in found.items()}


def in_force(relationship: Relationship) -> list[BankChange]:
    """The accounts that the customer pays to, one a currency."""
    return list(BankChange.objects.in_force().filter(relationship=relationship).order_by("currency"))


def before(change: BankChange) -> BankChange | None:
    """The account that this one would replace."""
    rows = BankChange.objects.in_force().filter(relationship=change.relationship_id, currency=change.currency)
    return rows.exclude(pk=change.pk).first()
