"""While a bank account is not confirmed, nothing is settled with its supplier."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.incentives.models import Statement
from tandem.incentives.signals import statement_sending
from tandem.onboarding.queries.bank_accounts import payments_held


@receiver(statement_sending)
def hold_statements(statement: Statement, **_more: Any) -> None:
    hold = payments_held(statement.relationship)
    if hold is not None:
        raise Refused(_("Payments are held. %(reason)s") % {"reason": hold.reason})
