"""Signing up, offered after something was done without it: for the address that the link was sent to, and no other.

A link may have been handed on. So signing up is not done behind it: an invitation goes by mail to the address that the
link itself was sent to, and only whoever reads that mail gets the account.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import actions as accounts
from tandem.accounts import audit, letters
from tandem.accounts.actor import Actor
from tandem.accounts.letters import Writer
from tandem.accounts.models import Invitation, Membership
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.portal import telling
from tandem.portal.models import Link
from tandem.relationships.models import Relationship

# A supplier's first person sees to everything, and sells.
FIRST_ROLES = (Role.ADMINISTRATOR, Role.SALES)
# Whoever presses twice is not sent two mails, of which the first no longer works.
NOT_AGAIN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Offer:
    """`kind`: first (nobody acts for the supplier yet), known (this address acts for it), colleague (the supplier's
    administrators decide), nobody (no address is known)."""

    kind: str
    email: str


def offered(link: Link) -> Offer:
    return Offer(_kind(link.supplier_id, link.email), link.email)


def has_members(supplier_id: int) -> bool:
    with beyond_the_fence():
        return Membership.objects.filter(organization=supplier_id).exists()


@transaction.atomic
def join(link: Link, *, email: str, site: str, now: datetime) -> Offer:
    """What the holder of a link wished for: mailed, or put before whoever decides. Raises Refused."""
    offer = offered(link)
    if offer.kind == "first":
        with acting_for(link.customer_id):
            _invite(link.ask.relationship, link.email, link.language, site=site, by=_asker(link), now=now)
    elif offer.kind == "colleague":
        telling.access_wanted(link.supplier, link.email, now=now)
    elif offer.kind == "nobody":
        telling.invitation_wanted(link, _checked(email), now=now)
    return offer


@transaction.atomic
def invite_first(
    relationship: Relationship,
    *,
    email: str,
    language: str,
    site: str,
    letter: Writer,
    by: Actor,
    now: datetime,
) -> None:
    """The customer invites the supplier's first person, by a mail of its own. Raises Refused where somebody acts for
    the supplier already."""
    _invite(relationship, email.lower(), language, site=site, by=by, now=now, letter=letter)
    audit.record(
        relationship,
        "supplier_invited",
        by=by,
        counterpart=relationship.supplier_id,
        changes={"member": ["", email.lower()]},
    )


def pending(relationship: Relationship, by: Actor) -> list[Invitation]:
    """Whom the customer has invited as the supplier's first person, and who has not come yet."""
    rows = Invitation.objects.visible_to(by).filter(
        organization=relationship.supplier_id, sender=by.organization_id
    )
    return list(rows.pending())


def _invite(
    relationship: Relationship,
    email: str,
    language: str,
    *,
    site: str,
    by: Actor,
    now: datetime,
    letter: Writer | None = None,
) -> None:
    """Anew, or once more where the customer has invited this address before; the latest mail is the one that works."""
    sent = next((one for one in pending(relationship, by) if one.email == email), None)
    write = letter or letters.invitation
    if sent is None:
        accounts.invite(
            relationship.supplier,
            email=email,
            roles=FIRST_ROLES,
            language=language,
            site=site,
            letter=write,
            by=by,
            now=now,
        )
    elif letter is not None or sent.invited_at <= now - NOT_AGAIN_FOR:
        accounts.resend_invitation(sent, site=site, letter=write, by=by, now=now)


def _asker(link: Link) -> Actor:
    """In whose name a link invites: whoever asked by it, for their organisation."""
    ask = link.ask
    by = Actor.system(ask.relationship.customer, ask.asked_by_name)
    return replace(by, user_id=ask.asked_by_user_id)


def _kind(supplier_id: int, email: str) -> str:
    if not email:
        return "nobody"
    with beyond_the_fence():
        found = Membership.objects.filter(organization=supplier_id)
        emails = set(found.values_list("user__email", flat=True))
    if email in emails:
        return "known"
    return "colleague" if emails else "first"


def _checked(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Give your e-mail address at work, so that you can be invited.")) from error
    return email.strip().lower()
