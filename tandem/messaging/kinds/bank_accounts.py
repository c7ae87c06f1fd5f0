"""What people and webhooks are told of bank accounts."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "bank_account.proposed",
        Group.QUALIFICATION,
        _("A supplier names another bank account"),
        _(
            "%(supplier)s names another bank account (%(account)s): payments are held until it is checked. Call back."
        ),
        C.CONFIRM_BANK_ACCOUNTS,
        "building-bank",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "bank_account.called",
        Group.QUALIFICATION,
        _("A change of bank account waits for its second person"),
        _("%(person)s called %(supplier)s back about %(account)s: a second person confirms or refuses it"),
        C.CONFIRM_BANK_ACCOUNTS,
        "phone-call",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "bank_account.confirmed",
        Group.QUALIFICATION,
        _("A customer confirmed our bank account"),
        _("%(customer)s confirmed your bank account %(account)s and pays to it from now on"),
        C.KEEP_PASSPORT,
        "building-bank",
        "good",
        Mail.AT_ONCE,
    ),
    Kind(
        "bank_account.refused",
        Group.QUALIFICATION,
        _("A customer refused our bank account"),
        _("%(customer)s refused your bank account %(account)s: %(reason)s"),
        C.KEEP_PASSPORT,
        "ban",
        "bad",
        Mail.AT_ONCE,
    ),
)
