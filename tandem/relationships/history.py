"""The audit trail of a relationship, read as sentences in the reader's language."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry, Organization
from tandem.relationships.models import Consent, Relationship, Segment, Stage
from tandem.relationships.models.relationships import STAGE_TONES

SENTENCES = {
    "added": gettext_lazy("Added as a supplier"),
    "changed": gettext_lazy("Changed"),
    "note_written": gettext_lazy("Note written"),
    "note_removed": gettext_lazy("Note removed"),
    "number_given": gettext_lazy("Given the supplier number %(new)s"),
    "number_forgotten": gettext_lazy("The supplier number %(old)s no longer means this supplier"),
    "alias_added": gettext_lazy("Also known as %(new)s"),
    "alias_removed": gettext_lazy("No longer known as %(old)s"),
    "contact_saved": gettext_lazy("Contact %(new)s written down"),
    "contact_removed": gettext_lazy("Contact %(old)s removed"),
    "identifier_added": gettext_lazy("Identified by %(new)s"),
    "merge_proposed": gettext_lazy("Proposed to be merged: %(old)s into %(new)s"),
    "merge_done": gettext_lazy("Merged: %(old)s into %(new)s"),
    "merge_refused": gettext_lazy("Merging refused: %(old)s into %(new)s"),
    "merge_withdrawn": gettext_lazy("Proposal to merge withdrawn: %(old)s into %(new)s"),
    "identifier_removed": gettext_lazy("The identifier %(old)s was removed"),
    "screening_confirmed": gettext_lazy("Confirmed to be %(new)s on a screening list"),
    "screening_rejected": gettext_lazy("Found not to be %(new)s on a screening list"),
    "qualification_started": gettext_lazy("Qualification begun: %(new)s"),
    "qualification_proposed_approved": gettext_lazy("Proposed to be approved for %(new)s"),
    "qualification_proposed_conditional": gettext_lazy("Proposed to be approved with conditions for %(new)s"),
    "qualification_proposed_refused": gettext_lazy("Proposed to be refused for %(new)s"),
    "qualification_approved": gettext_lazy("Qualified and approved for %(new)s"),
    "qualification_conditional": gettext_lazy("Qualified and approved with conditions for %(new)s"),
    "qualification_refused": gettext_lazy("Refused for %(new)s"),
    "qualification_stopped": gettext_lazy("Qualification stopped: %(new)s"),
    "consent_given": gettext_lazy("The supplier began to share something"),
    "consent_ended": gettext_lazy("The supplier stopped sharing something"),
    "approval_given": gettext_lazy("Put on the approved list: %(new)s"),
    "approval_suspended": gettext_lazy("Approval suspended: %(new)s"),
    "approval_reinstated": gettext_lazy("Approval reinstated: %(new)s"),
    "approval_whole": gettext_lazy("Approved without conditions now: %(new)s"),
    "approval_ended": gettext_lazy("Approval ended: %(new)s"),
    "approval_condition_met": gettext_lazy("Condition of an approval met: %(new)s"),
    "document_handed_in": gettext_lazy("Document handed in: %(new)s"),
    "document_recorded": gettext_lazy("Document uploaded on the supplier’s behalf: %(new)s"),
    "document_accepted": gettext_lazy("Document accepted: %(new)s"),
    "document_refused": gettext_lazy("Document refused: %(new)s"),
    "assessment_published": gettext_lazy("Result of “%(new)s” published to the supplier"),
    "assessment_entry_saved": gettext_lazy("Written down for the evaluation: %(new)s"),
    "assessment_entry_removed": gettext_lazy("Removed from the evaluation: %(old)s"),
    "assessment_entries_imported": gettext_lazy("Taken from the file %(new)s for the evaluation"),
    "case_opened": gettext_lazy("Case opened: %(new)s"),
    "project_proposed": gettext_lazy("Improvement project proposed: %(new)s"),
    "project_finished": gettext_lazy("Improvement project finished: %(new)s"),
    "case_closed": gettext_lazy("Case closed: %(new)s"),
    "case_reopened": gettext_lazy("Case opened again: %(new)s"),
    "supplier_invited": gettext_lazy("The first person was invited: %(new)s"),
    "registration_accepted": gettext_lazy("The registration of %(new)s was accepted"),
    "passport_published": gettext_lazy("Version %(new)s of the passport published"),
    "passport_saved": gettext_lazy("The draft of the passport was changed"),
    "passport_proposed": gettext_lazy("Version %(new)s of the passport was put before the customer"),
    "passport_accepted": gettext_lazy("Version %(new)s of the passport accepted"),
    "passport_refused": gettext_lazy("Version %(new)s of the passport refused"),
    "bank_account_proposed": gettext_lazy("Another bank account was named: %(new)s. Payments are held."),
    "bank_account_entered": gettext_lazy("A bank account was written down: %(new)s. Payments are held."),
    "bank_account_withdrawn": gettext_lazy("The bank account %(new)s was withdrawn"),
    "bank_account_called_back": gettext_lazy("Called back about a bank account"),
    "bank_account_confirmed": gettext_lazy("The bank account %(new)s was confirmed by a second person"),
    "bank_account_refused": gettext_lazy("The bank account %(new)s was refused"),
    "appeal_submitted": gettext_lazy("The supplier appealed: %(new)s lines"),
    "appeal_decided": gettext_lazy("Appeal decided: %(new)s accepted"),
    "check_confirmed": gettext_lazy("The supplier found its lines right: %(new)s"),
    "check_submitted": gettext_lazy("The supplier disputed lines in the data check: %(new)s lines"),
    "check_decided": gettext_lazy("Data check decided: %(new)s accepted"),
    "card_recomputed": gettext_lazy("The scorecard was computed again after an objection"),
    "card_acknowledged": gettext_lazy("The supplier acknowledged its scorecard: %(new)s"),
    "target_offered": gettext_lazy("Another target was proposed: %(new)s"),
    "target_agreed": gettext_lazy("A target was agreed: %(new)s"),
    "statement_kept": gettext_lazy("Financial statement of the year to %(new)s written down"),
    "statement_removed": gettext_lazy("Financial statement of the year to %(old)s removed"),
}
ICONS = {
    "added": "plus",
    "appeal_submitted": "gavel",
    "appeal_decided": "gavel",
    "card_recomputed": "refresh",
    "check_confirmed": "list-check",
    "check_submitted": "list-check",
    "check_decided": "list-check",
    "card_acknowledged": "check",
    "moved_stage": "arrow-narrow-right",
    "note_written": "note",
    "note_removed": "note",
    "number_given": "id",
    "number_forgotten": "unlink",
    "alias_added": "tag",
    "alias_removed": "tag",
    "contact_saved": "user",
    "contact_removed": "user",
    "merge_done": "arrow-merge",
    "merge_proposed": "arrow-merge",
    "merge_refused": "arrow-merge",
    "merge_withdrawn": "arrow-merge",
    "identifier_added": "certificate",
    "identifier_removed": "certificate",
    "screening_confirmed": "alert-triangle",
    "screening_rejected": "circle-check",
    "qualification_started": "clipboard-list",
    "qualification_proposed_approved": "gavel",
    "qualification_proposed_conditional": "gavel",
    "qualification_proposed_refused": "gavel",
    "qualification_approved": "circle-check",
    "qualification_conditional": "circle-check",
    "qualification_refused": "circle-x",
    "qualification_stopped": "ban",
    "consent_given": "share",
    "consent_ended": "lock",
    "approval_given": "circle-check",
    "approval_suspended": "ban",
    "approval_reinstated": "refresh",
    "approval_whole": "circle-check",
    "approval_ended": "ban",
    "approval_condition_met": "check",
    "document_handed_in": "certificate",
    "document_recorded": "certificate",
    "document_accepted": "check",
    "document_refused": "ban",
    "assessment_published": "clipboard-check",
    "assessment_entry_saved": "building-factory-2",
    "assessment_entry_removed": "building-factory-2",
    "assessment_entries_imported": "building-factory-2",
    "case_opened": "flag",
    "project_proposed": "target-arrow",
    "project_finished": "flag",
    "case_closed": "lock",
    "case_reopened": "refresh",
    "supplier_invited": "user-plus",
    "registration_accepted": "building-store",
    "passport_published": "id-badge-2",
    "passport_saved": "pencil",
    "passport_proposed": "id-badge-2",
    "passport_accepted": "check",
    "passport_refused": "ban",
    "bank_account_proposed": "building-bank",
    "bank_account_entered": "building-bank",
    "bank_account_withdrawn": "building-bank",
    "bank_account_called_back": "phone-call",
    "bank_account_confirmed": "building-bank",
    "bank_account_refused": "ban",
    "target_offered": "target-arrow",
    "target_agreed": "target-arrow",
    "statement_kept": "report-money",
    "statement_removed": "report-money",
}
FIELDS = {
    "stage": gettext_lazy("stage"),
    "subject": gettext_lazy("what is shared"),
    "segment": gettext_lazy("segment"),
    "preferred": gettext_lazy("preferred"),
    "owner": gettext_lazy("owner"),
    "categories": gettext_lazy("categories"),
    "sites": gettext_lazy("sites served"),
    "name": gettext_lazy("legal name"),
    "name_local": gettext_lazy("legal name in Chinese script"),
    "country": gettext_lazy("country"),
    "currency": gettext_lazy("currency"),
    "website": gettext_lazy("website"),
    "supplier_numbers": gettext_lazy("supplier numbers"),
    "aliases": gettext_lazy("other names"),
    "notes": gettext_lazy("notes"),
    "contacts": gettext_lazy("contacts"),
    "contacts_given": gettext_lazy("contacts that the company gives"),
    "contacts_kept": gettext_lazy("contacts kept by customers"),
    "identifiers": gettext_lazy("identifiers"),
    "members": gettext_lazy("members"),
    "customers": gettext_lazy("customers"),
    "corrections": gettext_lazy("lines set aside"),
    "historic_grades": gettext_lazy("historic grades"),
    "target_agreements": gettext_lazy("agreements on targets"),
    "tokens": gettext_lazy("tokens"),
    "invitations": gettext_lazy("invitations"),
    "webhooks": gettext_lazy("webhooks"),
    "requests": gettext_lazy("requests"),
    "qualifications": gettext_lazy("qualifications"),
    "documents": gettext_lazy("documents"),
    "approvals": gettext_lazy("approvals"),
    "selections": gettext_lazy("selections"),
    "consequences": gettext_lazy("rewards and penalties"),
    "claims": gettext_lazy("claims"),
    "reconciliation_statements": gettext_lazy("reconciliation statements"),
    "condition": gettext_lazy("condition"),
    "assessments": gettext_lazy("questionnaires and audits"),
    "improvement_cases": gettext_lazy("8D cases and improvement projects"),
    "screening_matches": gettext_lazy("matches with screening lists"),
    "record_files": gettext_lazy("own records"),
    "statements": gettext_lazy("financial statements"),
    "customer_accounts": gettext_lazy("the sales team's customers"),
    "assessment_entries": gettext_lazy("plants, capacity and quality system"),
    "passports": gettext_lazy("passports"),
    "bank_accounts": gettext_lazy("bank accounts"),
    "consents": gettext_lazy("what is shared"),
    "registrations": gettext_lazy("registrations"),
    "version": gettext_lazy("version"),
    "fields": gettext_lazy("fields"),
    "account": gettext_lazy("bank account"),
    "reached": gettext_lazy("whom they spoke to"),
    "telephone": gettext_lazy("number called"),
    "called_at": gettext_lazy("called at"),
    "said": gettext_lazy("what was said"),
}


@dataclass(frozen=True)
class Told:
    """One entry as the timeline shows it."""

    at: datetime
    by: str
    title: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    detail: str = ""
    tone: str = "neutral"
    icon: str = ""


def entries(relationship: Relationship, actor: Actor) -> QuerySet[AuditEntry]:
    """What happened to the relationship, and what the actor's side wrote down about the supplier; newest first. What
    was merged into it had a past of its own, which is its past now."""
    merged = Relationship.objects.filter(merged_into=relationship)
    own = Q(record_type="relationships.relationship") & (
        Q(record_id=relationship.pk) | Q(record_id__in=merged.values("pk"))
    )
    supplier = Q(record_type=Organization._meta.label_lower) & (
        Q(record_id=relationship.supplier_id) | Q(record_id__in=merged.values("supplier"))
    )
    return AuditEntry.objects.visible_to(actor).filter(own | supplier).select_related("organization")


def tell(entry: AuditEntry) -> Told:
    changes = dict(entry.changes)
    if entry.verb == "moved_stage":
        old, new = changes["stage"]
        title = _("Stage moved from “%(old)s” to “%(new)s”") % {
            "old": _value("stage", old),
            "new": _value("stage", new),
        }
        return _told(entry, title, tone=STAGE_TONES.get(new, "neutral"))
    if entry.verb == "added" and entry.record_type == Organization._meta.label_lower:
        return _told(entry, _("Entered in Tandem"))
    sentence = SENTENCES.get(entry.verb)
    if sentence is not None and "%(" in sentence:
        named = "merged" if "merged" in changes else next(iter(changes), "")
        old, new = changes.pop(named, ["", ""])
        return _told(entry, sentence % {"old": old, "new": new}, changes=_lines(changes))
    title = str(sentence) if sentence is not None else entry.verb.replace("_", " ").capitalize()
    return _told(entry, title, changes=_lines(changes))


def _lines(changes: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (str(FIELDS.get(name, name)), _value(name, pair[0]), _value(name, pair[1]))
        for name, pair in changes.items()
    ]


def _told(
    entry: AuditEntry, title: str, *, changes: list[tuple[str, str, str]] | None = None, tone: str = "neutral"
) -> Told:
    by = _("%(person)s for %(organisation)s") % {
        "person": entry.by_whom,
        "organisation": entry.organization.display_name,
    }
    icon = ICONS.get(entry.verb, "pencil")
    return Told(entry.at, by, title, changes or [], entry.reason, tone, icon)


def _value(name: str, value: Any) -> str:
    """A kept value as a reader says it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return pgettext("between the items of a list", ", ").join(str(item) for item in value)
    if name == "stage" and value in Stage.values:
        return str(Stage(value).label)
    if name == "subject" and value in Consent.Subject.values:
        return str(Consent.Subject(value).label)
    if name == "segment" and value in Segment.values:
        return str(Segment(value).label)
    return str(value)
