from datetime import datetime

from django.db import transaction

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.relationships import rules
from tandem.relationships.models import Consent, Relationship
from tandem.relationships.signals import consent_changed


@transaction.atomic
def give_consent(relationship: Relationship, subject: str, *, by: Actor, now: datetime) -> Consent:
    """The supplier lets the customer see it from now on; what is shared already stays so."""
    require(rules.can_share(by, relationship))
    consent, new = Consent.objects.get_or_create(
        relationship=relationship,
        subject=subject,
        ended_at=None,
        defaults={"given_at": now, "given_by_name": by.name[:120]},
    )
    if new:
        _tell(consent, "consent_given", by=by, now=now)
    return consent


@transaction.atomic
def end_consent(relationship: Relationship, subject: str, *, by: Actor, now: datetime) -> None:
    """The customer sees it no longer; what it has accepted or written down meanwhile is its own."""
    require(rules.can_share(by, relationship))
    rows = Consent.objects.select_for_update().filter(
        relationship=relationship, subject=subject, ended_at=None
    )
    for consent in rows:
        consent.ended_at, consent.ended_by_name = now, by.name[:120]
        consent.save(update_fields=["ended_at", "ended_by_name"])
        _tell(consent, "consent_ended", by=by, now=now)


def _tell(consent: Consent, verb: str, *, by: Actor, now: datetime) -> None:
    audit.record(
        consent.relationship,
        verb,
        by=by,
        counterpart=consent.relationship.customer_id,
        shared=True,
        changes={"subject": ["", consent.subject]},
    )
    consent_changed.send(Consent, consent=consent, by=by, now=now)
