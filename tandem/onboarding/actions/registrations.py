"""The open door: a page switched on and off, a registration sent, its address confirmed, accepted or refused."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import actions as accounts
from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.identifiers import currency_of
from tandem.accounts.models import Contact, Invitation, Organization
from tandem.accounts.roles import Capability, Role
from tandem.accounts.rules import require
from tandem.accounts.secrets import digest
from tandem.core.errors import Refused
from tandem.messaging.actions import mail
from tandem.onboarding import registration_mails as mails
from tandem.onboarding.models import Registration, RegistrationPage
from tandem.onboarding.queries import registrations as queries
from tandem.onboarding.rules import registrations as rules
from tandem.onboarding.telling import registrations as telling
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship, Stage

LINK_LASTS = timedelta(days=3)
# Registrations whose address nobody confirmed are forgotten after this.
FORGOTTEN_AFTER = timedelta(days=14)
# A supplier's first person sees to everything, and sells.
FIRST_ROLES = (Role.ADMINISTRATOR, Role.SALES)
Status = Registration.Status


@transaction.atomic
def set_registration_page(
    *, is_open: bool, welcome: str, welcome_local: str, by: Actor, now: datetime
) -> RegistrationPage:
    """Switch the page on or off, and say what stands on it."""
    require(rules.can_keep_page(by))
    page, _new = RegistrationPage.objects.get_or_create(customer_id=by.organization_id)
    values = {"is_open": is_open, "welcome": welcome.strip(), "welcome_local": welcome_local.strip()}
    changes = audit.differences(page, values)
    if changes:
        for name, value in values.items():
            setattr(page, name, value)
        page.changed_at, page.changed_by_name = now, by.name[:120]
        page.save()
        audit.record(page, "registration_page_changed", by=by, changes=changes)
    return page


@transaction.atomic
def register(
    customer: Organization,
    values: Mapping[str, Any],
    categories: Iterable[Category],
    *,
    language: str,
    site: str,
    now: datetime,
) -> Registration:
    """Keep what a visitor sent, and mail the link that confirms the address. Nobody is told before that.

    Whether the company, or the address, is known already is not said.
    """
    token = token_urlsafe(32)
    registration = Registration(
        customer=customer,
        language=language,
        digest=digest(token),
        sent_at=now,
        expires_at=now + LINK_LASTS,
        **{name: values[name] for name in FIELDS},
    )
    registration.email = registration.email.strip().lower()
    registration.save()
    registration.categories.set([each for each in categories if each.customer_id == customer.pk])
    mail([mails.confirming(registration, token, site)], now=now)
    return registration


@transaction.atomic
def confirm_registration(registration: Registration, *, now: datetime) -> None:
    """Whoever holds the link confirms the address, once. Raises Refused for a link that no longer works."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not locked.is_open(now):
        raise Refused(_("This link no longer works. Send the registration again."))
    registration.status, registration.confirmed_at = Status.WAITING, now
    registration.save(update_fields=["status", "confirmed_at"])
    by = Actor.system(registration.customer, registration.contact_name)
    audit.record(registration, "registered", by=by, changes={"email": ["", registration.email]})
    telling.waiting(registration, now=now)


@transaction.atomic
def accept_registration(
    registration: Registration,
    *,
    existing: Relationship | None = None,
    site: str,
    by: Actor,
    now: datetime,
) -> Relationship:
    """Make it a supplier at the stage “registered”, or take it for one that is (`existing`, or whoever bears its
    number), and invite its contact person as the first of its people. Raises Refused."""
    require(rules.can_accept(by, registration), rules.why_not_accept(by))
    _waiting(registration)
    known = queries.known(registration, by)
    if existing is not None and known.own is not None and existing.pk != known.own.pk:
        raise Refused(_("Its number is %(supplier)s’s. Accept it as that one.") % {"supplier": known.own})
    relationship = existing or known.own or _begin(registration, known.bearer, by=by, now=now)
    if existing is not None and known.bearer is None:
        relationships.identify(existing, scheme=registration.scheme, value=registration.value, by=by)
    registration.relationship = relationship
    registration.decided_at, registration.decided_by_name = now, by.name[:120]
    audit.move(registration, Status.ACCEPTED, by=by, counterpart=relationship.supplier_id)
    audit.record(
        relationship,
        "registration_accepted",
        by=by,
        counterpart=relationship.supplier_id,
        changes={"registration": ["", registration.email]},
    )
    _let_in(registration, relationship, site=site, by=by, now=now)
    telling.over(registration, now=now)
    return relationship


@transaction.atomic
def refuse_registration(registration: Registration, reason: str, *, by: Actor, now: datetime) -> None:
    """Whoever registered gets the reason by mail."""
    require(rules.can_refuse(by, registration))
    if not reason.strip():
        raise Refused(_("Say why: whoever registered is told by mail."))
    _waiting(registration)
    registration.decided_at, registration.decided_by_name = now, by.name[:120]
    registration.reason = reason.strip()
    audit.move(registration, Status.REFUSED, by=by, reason=registration.reason)
    mail([mails.refused(registration)], now=now)
    telling.over(registration, now=now)


def forget_unconfirmed(*, now: datetime) -> int:
    """Whoever never confirmed an address leaves nothing behind."""
    old = Registration.objects.filter(status=Status.SENT, sent_at__lt=now - FORGOTTEN_AFTER)
    return old.delete()[0]


FIELDS = (
    "name", "name_local", "country", "scheme", "value", "website", "contact_name", "position", "email", "phone", "note",
)  # fmt: skip


def _waiting(registration: Registration) -> None:
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    registration.status = locked.status
    if registration.status != Status.WAITING:
        raise Refused(
            _("This registration waits no longer: %(status)s.") % {"status": locked.get_status_display()}
        )


def _begin(
    registration: Registration, bearer: Organization | None, *, by: Actor, now: datetime
) -> Relationship:
    if bearer is not None:
        relationship = relationships.add_relationship(bearer, by=by, now=now, stage=Stage.REGISTERED)
    else:
        relationship = relationships.add_supplier(
            registration.name,
            by=by,
            now=now,
            country=registration.country,
            currency=currency_of(registration.country) or "USD",
            name_local=registration.name_local,
            stage=Stage.REGISTERED,
            identifiers=[(registration.scheme, registration.value)],
        )
        if registration.website:
            relationships.correct_supplier(relationship, {"website": registration.website}, by=by)
        _keep_contact(registration, relationship, by=by)
    _give_categories(registration, relationship, by=by)
    return relationship


def _keep_contact(registration: Registration, relationship: Relationship, *, by: Actor) -> None:
    """Only of a company that is new to all: who registers in the name of a known one is not yet known to belong to
    it, and a number in the address book is one that is called back."""
    contact = Contact(
        organization=relationship.supplier,
        kept_by_id=by.organization_id,
        name=registration.contact_name,
        position=registration.position,
        email=registration.email,
        phone=registration.phone,
    )
    accounts.save_contact(contact, by=by)


def _give_categories(registration: Registration, relationship: Relationship, *, by: Actor) -> None:
    """What it offers; of these a buyer gives the buyer's own."""
    within = by.reach(Capability.MANAGE_RELATIONSHIPS)
    offered = [each for each in registration.categories.all() if within is None or each.pk in within]
    if offered:
        relationships.change_relationship(relationship, by=by, categories=offered)


def _let_in(
    registration: Registration, relationship: Relationship, *, site: str, by: Actor, now: datetime
) -> None:
    """The contact person is invited where nobody acts for the company yet; otherwise its administrators decide."""
    supplier = relationship.supplier

    def letter(invitation: Invitation, address: str) -> EmailMessage:
        return mails.welcoming(registration, invitation, address)

    if queries.has_members(supplier.pk):
        if not queries.is_member(supplier.pk, registration.email):
            telling.access_wanted(supplier.pk, registration.email, now=now)
        mail([mails.accepted(registration, site)], now=now)
        return
    sent = Invitation.objects.visible_to(by).filter(organization=supplier, email=registration.email)
    pending = sent.pending().first()
    if pending is not None:
        accounts.resend_invitation(pending, site=site, letter=letter, by=by, now=now)
        return
    accounts.invite(
        supplier,
        email=registration.email,
        name=registration.contact_name,
        roles=FIRST_ROLES,
        language=registration.language,
        site=site,
        letter=letter,
        by=by,
        now=now,
    )
    audit.record(
        relationship,
        "supplier_invited",
        by=by,
        counterpart=supplier.pk,
        changes={"member": ["", registration.email]},
    )
