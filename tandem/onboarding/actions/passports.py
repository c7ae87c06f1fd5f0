"""The passport: written as a draft, published as a version, put before each customer that may see it, decided there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.onboarding import passport_content
from tandem.onboarding.models import Passport, PassportProposal, PassportVersion
from tandem.onboarding.queries import passports as queries
from tandem.onboarding.rules import passports as rules
from tandem.onboarding.telling import passports as telling
from tandem.relationships.models import Consent, Relationship

PASSPORT = Consent.Subject.PASSPORT


@transaction.atomic
def save_profile(values: Mapping[str, Any], *, by: Actor, now: datetime) -> Passport:
    """Keep these fields of the profile in the draft; None and "" take a field out."""
    return _save("profile", values, by=by, now=now)


@transaction.atomic
def save_answers(answers: Mapping[str, Mapping[str, str]], *, by: Actor, now: datetime) -> Passport:
    """Keep standing answers in the draft: {code: {"answer", "details"}}."""
    given = {
        code: dict(one) if one.get("answer") or one.get("details") else None for code, one in answers.items()
    }
    return _save("answers", given, by=by, now=now)


@transaction.atomic
def publish_passport(*, by: Actor, now: datetime, note: str = "") -> PassportVersion:
    """Make a version of the draft, and put it before every customer that may see it. Raises Refused where nothing
    differs from the version before."""
    require(rules.can_keep_passport(by))
    organization = Organization.objects.get(pk=by.organization_id)
    # Locked, so that two who publish at once do not make the same number.
    Passport.objects.get_or_create(organization=organization)
    passport = Passport.objects.select_for_update().get(organization=organization)
    content = queries.content_of(organization, passport.draft)
    if not any(one.done for one in passport_content.completion(content)):
        raise Refused(_("The passport is still empty. Fill in a section before you publish it."))
    last = queries.latest_version(organization.pk)
    if last is not None and last.content == content:
        raise Refused(
            _("Nothing differs from version %(number)s, which is published.") % {"number": last.number}
        )
    version = PassportVersion.objects.create(
        organization=organization,
        number=last.number + 1 if last else 1,
        content=content,
        published_at=now,
        published_by_name=by.name[:120],
        note=note.strip()[:500],
    )
    audit.record(organization, "passport_published", by=by, changes={"version": ["", version.number]})
    shared = Consent.objects.in_force().filter(relationship__supplier=organization, subject=PASSPORT)
    for consent in shared.select_related("relationship__customer", "relationship__supplier"):
        propose(version, consent.relationship, by=by, now=now)
    return version


def propose(
    version: PassportVersion, relationship: Relationship, *, by: Actor, now: datetime
) -> PassportProposal | None:
    """Put a version before a customer, in place of one that still waits there. Nothing where it accepted it before."""
    accepted = queries.accepted(relationship)
    # Numbers alone would not do: a supplier that was merged with another counted its own.
    if accepted is not None and (accepted.number, accepted.content) == (version.number, version.content):
        return None
    for old in PassportProposal.objects.select_for_update().filter(relationship=relationship).waiting():
        _end(old, PassportProposal.Status.REPLACED, now=now)
    proposal = PassportProposal.objects.create(
        relationship=relationship,
        number=version.number,
        content=version.content,
        note=version.note,
        proposed_at=now,
        proposed_by_name=by.name[:120],
    )
    audit.record(
        relationship,
        "passport_proposed",
        by=by,
        counterpart=relationship.customer_id,
        shared=True,
        changes={"version": ["", version.number]},
    )
    telling.proposed(proposal, by=by, now=now)
    return proposal


def share_newest(relationship: Relationship, *, by: Actor, now: datetime) -> None:
    """What a consent that begins brings: the newest version, where there is one."""
    version = queries.latest_version(relationship.supplier_id)
    if version is not None:
        propose(version, relationship, by=by, now=now)


def withdraw_waiting(relationship: Relationship, *, now: datetime) -> None:
    """What a consent that ends takes away: what the customer has not accepted. What it accepted is its own."""
    rows = PassportProposal.objects.filter(relationship=relationship)
    for proposal in rows.waiting():
        _end(proposal, PassportProposal.Status.WITHDRAWN, now=now)
    rows.exclude(status=PassportProposal.Status.ACCEPTED).update(content=None)


@transaction.atomic
def accept_passport(proposal: PassportProposal, *, by: Actor, now: datetime) -> None:
    _decide(proposal, PassportProposal.Status.ACCEPTED, "", by=by, now=now)


@transaction.atomic
def refuse_passport(proposal: PassportProposal, reason: str, *, by: Actor, now: datetime) -> None:
    """The version accepted before stays what the customer goes by; the supplier reads the reason."""
    require(rules.can_decide_passport(by, proposal.relationship), rules.why_not_decide(by))
    if not reason.strip():
        raise Refused(_("Say why, so that the supplier can mend it."))
    _decide(proposal, PassportProposal.Status.REFUSED, reason.strip(), by=by, now=now)


def _decide(proposal: PassportProposal, to: str, reason: str, *, by: Actor, now: datetime) -> None:
    relationship = proposal.relationship
    require(rules.can_decide_passport(by, relationship), rules.why_not_decide(by))
    # Locked and read anew: a later version may have taken its place since the page was shown.
    locked = PassportProposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.status, proposal.content = locked.status, locked.content
    if proposal.status != PassportProposal.Status.WAITING:
        raise Refused(
            _("Version %(number)s waits no longer: %(status)s. Load the page again.")
            % {"number": proposal.number, "status": locked.get_status_display()}
        )
    proposal.decided_at, proposal.decided_by_name, proposal.reason = now, by.name[:120], reason
    proposal.status = to
    proposal.save()
    audit.record(
        relationship,
        f"passport_{to}",
        by=by,
        counterpart=relationship.supplier_id,
        shared=True,
        changes={"version": ["", proposal.number]},
        reason=reason,
    )
    telling.decided(proposal, by=by, now=now)


def _end(proposal: PassportProposal, to: str, *, now: datetime) -> None:
    proposal.status, proposal.decided_at = to, now
    if to == PassportProposal.Status.WITHDRAWN:
        proposal.content = None
    proposal.save()
    telling.over(proposal, now=now)


def _save(part: str, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Passport:
    require(rules.can_keep_passport(by))
    Passport.objects.get_or_create(organization_id=by.organization_id)
    passport = Passport.objects.select_for_update().get(organization=by.organization_id)
    kept = dict(passport.draft.get(part, {}))
    changed = sorted(key for key, value in values.items() if (kept.get(key) or None) != (value or None))
    if not changed:
        return passport
    for key in changed:
        if values[key] in (None, ""):
            kept.pop(key, None)
        else:
            kept[key] = values[key]
    passport.draft = {**passport.draft, part: kept}
    passport.changed_at, passport.changed_by_name = now, by.name[:120]
    passport.save()
    audit.record(passport.organization, "passport_saved", by=by, changes={"fields": ["", changed]})
    return passport
