"""Signing up, offered after something was done without it: for the address that the link was sent to, and no other.

A link may have been handed on. So signing up is not done behind it: an invitation goes by mail to the address that the
link itself was sent to, and only whoever reads that mail gets the account.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tandem.accounts import actions as accounts
from tandem.accounts import audit, invitations
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.core.fence import acting_for, beyond_the_fence
from tandem.portal import telling
from tandem.portal.models import Link
from tandem.relationships.models import Relationship

# A supplier's first person sees to everything, and sells.
FIRST_ROLES = (Role.ADMINISTRATOR, Role.SALES)


@dataclass(frozen=True)
class Offer:
    """`kind`: first (nobody acts for the supplier yet), invited (this address was, and has chosen no password yet),
    known (it has an account there), colleague (the supplier's administrators decide), nobody (no address is known)."""

    kind: str
    email: str


def offered(link: Link) -> Offer:
    return Offer(_kind(link.supplier_id, link.email), link.email)


def has_members(supplier_id: int) -> bool:
    with beyond_the_fence():
        return Membership.objects.filter(organization=supplier_id).exists()


@transaction.atomic
def join(request: HttpRequest, link: Link, *, email: str, now: datetime) -> Offer:
    """What the holder of a link wished for: mailed, or put before whoever decides. Raises Refused."""
    offer = offered(link)
    if offer.kind in ("first", "invited"):
        by_name = str(link.ask.relationship.customer)
        membership = _first_member(link.ask.relationship, link.email, link.language, by_name=by_name, now=now)
        transaction.on_commit(lambda: invitations.tell(request, membership, by_name=by_name))
    elif offer.kind == "colleague":
        telling.access_wanted(link.supplier, link.email, now=now)
    elif offer.kind == "nobody":
        telling.invitation_wanted(link, _checked(email), now=now)
    return offer


@transaction.atomic
def invite_first(
    relationship: Relationship, *, email: str, language: str, by: Actor, now: datetime
) -> Membership:
    """The customer invites the supplier's first person. Raises Refused where somebody acts for it already."""
    kind = _kind(relationship.supplier_id, email.lower())
    if kind not in ("first", "invited"):
        raise Refused(
            _(
                "People of %(supplier)s use Tandem already: its administrators add their colleagues themselves."
            )
            % {"supplier": relationship.supplier}
        )
    membership = _first_member(relationship, email.lower(), language, by_name=by.name, now=now)
    audit.record(
        relationship,
        "supplier_invited",
        by=by,
        counterpart=relationship.supplier_id,
        changes={"member": ["", email.lower()]},
    )
    return membership


def _kind(supplier_id: int, email: str) -> str:
    if not email:
        return "nobody"
    with beyond_the_fence():
        found = Membership.objects.filter(organization=supplier_id).select_related("user")
        own = next((one for one in found if one.user.email == email), None)
        if own is not None:
            return "known" if own.user.has_usable_password() else "invited"
        return "colleague" if found else "first"


def _first_member(
    relationship: Relationship, email: str, language: str, *, by_name: str, now: datetime
) -> Membership:
    """The one invited before, or a new one; locked, so that two links do not make two first members."""
    supplier = relationship.supplier
    with acting_for(supplier.pk):
        Organization.objects.select_for_update().get(pk=supplier.pk)
        members = list(
            Membership.objects.filter(organization=supplier).select_related("user", "organization")
        )
        if members:
            return next(one for one in members if one.user.email == email)
        membership = accounts.add_member(
            supplier,
            email=email,
            name=email.partition("@")[0],
            roles=FIRST_ROLES,
            password=None,
            language=language,
            by=Actor.system(supplier, by_name),
        )
    with beyond_the_fence():
        telling.first_member_invited(relationship, email, by_customer=relationship.customer_id, now=now)
    return membership


def _checked(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Give your e-mail address at work, so that you can be invited.")) from error
    return email.strip().lower()
