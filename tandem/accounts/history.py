"""Audit entries as a person reads them: a title for each verb, a name for each field, values in words.

Entries keep codes; the words are chosen here, in the reader's language.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from tandem.accounts import identifiers
from tandem.accounts.models import AuditEntry, Identifier
from tandem.accounts.roles import labels
from tandem.core import formats

Words = Mapping[str, str | Promise]
Values = Mapping[str, Callable[[Any], Any]]

VERBS: Words = {
    "added": gettext_lazy("Added"),
    "changed": gettext_lazy("Changed"),
    "identifier_added": gettext_lazy("Registration number added"),
    "identifier_removed": gettext_lazy("Registration number removed"),
    "site_added": gettext_lazy("Site added"),
    "site_changed": gettext_lazy("Site changed"),
    "site_day_set": gettext_lazy("Calendar day set"),
    "site_day_unset": gettext_lazy("Calendar day follows the country again"),
    "member_added": gettext_lazy("Member added"),
    "invited": gettext_lazy("Invited"),
    "invitation_resent": gettext_lazy("Invitation sent again"),
    "invitation_revoked": gettext_lazy("Invitation revoked"),
    "invitation_accepted": gettext_lazy("Invitation accepted"),
    "member_roles_changed": gettext_lazy("Roles changed"),
    "categories_assigned": gettext_lazy("Categories assigned"),
    "member_removed": gettext_lazy("Member removed"),
    "delegation_made": gettext_lazy("Handed over for a leave"),
    "delegation_ended": gettext_lazy("Delegation ended early"),
    "contact_saved": gettext_lazy("Contact saved"),
    "contact_removed": gettext_lazy("Contact removed"),
    # What the rooms above record of an organisation.
    "merge_proposed": gettext_lazy("Merging of organisations proposed"),
    "merge_done": gettext_lazy("Organisations merged"),
    "merge_refused": gettext_lazy("Merging of organisations refused"),
    "merge_withdrawn": gettext_lazy("Proposal to merge withdrawn"),
    "standings_published": gettext_lazy("Grades published"),
    "historic_grades_imported": gettext_lazy("Historic grades imported"),
    "rates_imported": gettext_lazy("Exchange rates imported"),
    "assessment_entry_saved": gettext_lazy("Said of our plants, capacity or quality system"),
    "assessment_entry_removed": gettext_lazy("No longer said of our plants, capacity or quality system"),
    "assessment_entries_imported": gettext_lazy("Plants, capacity or quality system taken from a file"),
    "reference_letter_downloaded": gettext_lazy("Letter of a reference downloaded"),
}
FIELDS: Words = {
    "name": gettext_lazy("Name"),
    "name_local": gettext_lazy("Name in Chinese script"),
    "country": gettext_lazy("Country"),
    "currency": gettext_lazy("Currency"),
    "requires_second_factor": gettext_lazy("Second factor required"),
    "website": gettext_lazy("Website"),
    "merged": gettext_lazy("Merged"),
    "customers": gettext_lazy("Customers"),
    "members": gettext_lazy("Members"),
    "identifiers": gettext_lazy("Identifiers"),
    "contacts_given": gettext_lazy("Contacts"),
    "contacts_kept": gettext_lazy("Contacts kept by customers"),
    "sites": gettext_lazy("Sites"),
    "tokens": gettext_lazy("Tokens"),
    "invitations": gettext_lazy("Invitations"),
    "webhooks": gettext_lazy("Webhooks"),
    "requests": gettext_lazy("Requests"),
    "screening_matches": gettext_lazy("Matches with screening lists"),
    "record_files": gettext_lazy("Own records"),
    "customer_accounts": gettext_lazy("The sales team's customers"),
    "site": gettext_lazy("Site"),
    "code": gettext_lazy("Code"),
    "city": gettext_lazy("City"),
    "email": gettext_lazy("E-mail address"),
    "member": gettext_lazy("Member"),
    "roles": gettext_lazy("Roles"),
    "handed_by": gettext_lazy("Away"),
    "handed_to": gettext_lazy("Stands in"),
    "from_day": gettext_lazy("First day"),
    "until_day": gettext_lazy("Back on"),
    "looked_after": gettext_lazy("Categories looked after"),
    "contact": gettext_lazy("Contact"),
    "rates": gettext_lazy("Rates"),
    "entry": gettext_lazy("Entry"),
    "assessment_entries": gettext_lazy("Plants, capacity and quality system"),
    "file": gettext_lazy("File"),
    "version": gettext_lazy("Version"),
    **dict(Identifier.Scheme.choices),
}


def _roles(codes: list[str]) -> str:
    return labels(codes)


def _looked_after(codes: list[str]) -> str:
    return _("every category") if codes == ["*"] else ", ".join(codes)


def _day(value: str) -> str:
    return formats.day(date.fromisoformat(value), get_language() or "en")


VALUES: Values = {
    "country": identifiers.country_name,
    "looked_after": _looked_after,
    "from_day": _day,
    "until_day": _day,
    "roles": _roles,
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PERIOD = re.compile(r"\d{4}(-(Q\d|\d{2}|W\d{2}))?")
ICONS = {"added": "plus", "removed": "minus", "unset": "minus", "saved": "plus"}


@dataclass(frozen=True)
class Told:
    """One line of a history, as `{% timeline %}` shows it."""

    at: datetime
    by: str
    title: str
    detail: str = ""
    icon: str = "edit"
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)


def told(entry: AuditEntry, verbs: Words = VERBS, fields: Words = FIELDS, values: Values = VALUES) -> Told:
    """An entry in the reader's language. A verb, field or value without words is shown as it is kept."""
    changes = []
    # The database keeps no order of fields; that of the names for them reads best.
    places = {name: place for place, name in enumerate(fields)}
    for name, (old, new) in sorted(
        entry.changes.items(), key=lambda one: (places.get(one[0], len(places)), one[0])
    ):
        words: Callable[[Any], Any] = values.get(name, _worded(name))
        changes.append(
            (_label(name, fields), *(value if value == "" else words(value) for value in (old, new)))
        )
    return Told(
        at=entry.at,
        by=entry.by_whom,
        title=str(verbs.get(entry.verb, entry.verb.replace("_", " "))),
        detail=entry.reason,
        icon=ICONS.get(entry.verb.rpartition("_")[2], "edit"),
        changes=changes,
    )


def _label(name: str, fields: Words) -> str:
    """A field's name; days and periods, which some entries keep as fields, as the reader writes them."""
    language = get_language() or "en"
    if _is_day(name):
        return formats.day(date.fromisoformat(name), language)
    if PERIOD.fullmatch(name):
        return formats.period(name, language)
    return str(fields.get(name, name))


def _is_day(name: str) -> bool:
    return DAY.fullmatch(name) is not None


def _worded(name: str) -> Callable[[Any], Any]:
    """How the values of a field that stands for a day or a period are said."""
    if _is_day(name):
        return _works
    return _suppliers if PERIOD.fullmatch(name) else _plain


def _suppliers(number: Any) -> Any:
    if not isinstance(number, int):
        return number
    return ngettext("%(number)d supplier", "%(number)d suppliers", number) % {"number": number}


def _works(value: bool) -> str:
    return _("works") if value else _("does not work")


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return value
