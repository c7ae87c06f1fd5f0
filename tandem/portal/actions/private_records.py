"""Grades, payments and cases of private customers: written down one by one, or from a file."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.portal import account_rules as rules
from tandem.portal.models import CustomerAccount, PrivateCase, PrivateGrade, PrivatePayment
from tandem.portal.private_files import CASES, GRADES, PAYMENTS, PrivateRow

Record = PrivateGrade | PrivatePayment | PrivateCase
MODELS: dict[str, type[Record]] = {GRADES: PrivateGrade, PAYMENTS: PrivatePayment, CASES: PrivateCase}
KEYS = {GRADES: "period", PAYMENTS: "invoice", CASES: "reference"}


@transaction.atomic
def save_private_record(record: Record, *, by: Actor) -> Record:
    """One grade, payment or case. Raises Refused for a customer on Tandem: its own records are shown there."""
    account = record.account
    require(rules.can_keep(by, account))
    _only_private(account)
    check(record)
    record.save()
    audit.record(account, f"{record._meta.model_name}_saved", by=by, changes={"record": ["", str(record)]})
    return record


@transaction.atomic
def remove_private_record(record: Record, *, by: Actor) -> None:
    require(rules.can_keep(by, record.account))
    verb = f"{record._meta.model_name}_removed"
    audit.record(record.account, verb, by=by, changes={"record": [str(record), ""]})
    record.delete()


@transaction.atomic
def import_private_records(
    account: CustomerAccount, kind: str, rows: Iterable[PrivateRow], file_name: str, *, by: Actor
) -> int:
    """Keep the rows without a problem; one with a known period, invoice or reference replaces it. Returns how many."""
    require(rules.can_keep(by, account))
    _only_private(account)
    good = [row.values for row in rows if not row.problem]
    if not good:
        raise Refused(_("No row of this file can be taken; nothing was kept."))
    model = MODELS[kind]
    fields: Sequence[str] = [name for name in good[0] if name != KEYS[kind]]
    records: list[Any] = [model(account=account, **values) for values in good]
    manager: models.Manager[Any] = model._default_manager
    manager.bulk_create(
        records, update_conflicts=True, unique_fields=["account", KEYS[kind]], update_fields=fields
    )
    changes: audit.Changes = {"file": ["", file_name[:200]], "rows": ["", len(good)]}
    audit.record(account, f"{kind}_imported", by=by, changes=changes)
    return len(good)


def _only_private(account: CustomerAccount) -> None:
    if not account.private:
        raise Refused(_("This customer is on Tandem: its own records stand on its page."))
