"""The audit trail of a customer as its supplier keeps it, read as sentences."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts import history
from tandem.accounts.models import AuditEntry
from tandem.core import formats
from tandem.portal.queries.customer_accounts import LABELS

VERBS = {
    "customer_kept": _("Kept as a private customer"),
    "customer_changed": _("Changed"),
    "customer_archived": _("Taken out of the lists"),
    "customer_brought_back": _("Brought back into the lists"),
    "customer_contact_saved": _("Contact written down"),
    "customer_contact_removed": _("Contact removed"),
    "customer_note_written": _("Note written"),
    "customer_note_removed": _("Note removed"),
    "step_planned": _("Next step planned"),
    "step_done": _("Step done"),
    "judged": _("Judged"),
    "judgement_taken_back": _("Judgement taken back"),
    "privategrade_saved": _("Grade written down"),
    "privategrade_removed": _("Grade removed"),
    "privatepayment_saved": _("Payment written down"),
    "privatepayment_removed": _("Payment removed"),
    "privatecase_saved": _("Case written down"),
    "privatecase_removed": _("Case removed"),
    "grades_imported": _("Grades imported"),
    "payments_imported": _("Payments imported"),
    "cases_imported": _("Cases imported"),
}
FIELDS = {
    **history.FIELDS,
    "contact": _("Contact"),
    "step": _("Next step"),
    "due": _("Due"),
    "record": _("Entry"),
    "file": _("File"),
    "rows": _("Rows"),
    "manager": _("Account manager"),
    "revenue": _("Revenue a year"),
    **LABELS,
}


def told(entry: AuditEntry) -> history.Told:
    return history.told(entry, VERBS, FIELDS, {**history.VALUES, "due": _day})


def _day(value: str) -> str:
    return formats.day(date.fromisoformat(value), get_language() or "en")
