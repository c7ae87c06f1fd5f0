"""Registrations at the open door, and whether a customer knows the company already."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization
from tandem.core.fence import beyond_the_fence
from tandem.onboarding.models import Registration, RegistrationPage
from tandem.relationships import queries as relationships
from tandem.relationships.models import Relationship


@dataclass(frozen=True)
class Known:
    """What a registration may be already: `bearer` is the organisation that bears its number, `own` the customer's
    relationship with that one, `similar` other suppliers of the customer's with a like name."""

    bearer: Organization | None
    own: Relationship | None
    similar: list[Relationship]


def page_of(actor: Actor) -> RegistrationPage:
    found = RegistrationPage.objects.visible_to(actor).select_related("customer").first()
    return found or RegistrationPage(customer=Organization.objects.get(pk=actor.organization_id))


def open_page(slug: str) -> RegistrationPage | None:
    """The page of the customer of that short name; None where it is off, or where there is no such customer: which of
    the two it is, is nobody's business."""
    with beyond_the_fence():  # a visitor acts for nobody
        rows = RegistrationPage.objects.select_related("customer").filter(is_open=True)
        return rows.filter(customer__slug=slug, customer__merged_into=None).first()


def by_digest(digest: str) -> Registration | None:
    with beyond_the_fence():  # the link itself is the right to read what it confirms
        return Registration.objects.select_related("customer").filter(digest=digest).first()


def known(registration: Registration, actor: Actor) -> Known:
    """By its number among all organisations, by its name among the customer's own suppliers."""
    bearer = relationships.bearer(registration.scheme, registration.value, registration.country)
    own = None
    if bearer is not None:
        rows = Relationship.objects.visible_to(actor).select_related("supplier")
        own = rows.filter(supplier=bearer).first()
    similar = list(relationships.similar(actor, registration.name, registration.name_local))
    return Known(bearer, own, [each for each in similar if own is None or each.pk != own.pk])


def has_members(organization_id: int) -> bool:
    with beyond_the_fence():
        return Membership.objects.filter(organization=organization_id).exists()


def is_member(organization_id: int, email: str) -> bool:
    with beyond_the_fence():
        return Membership.objects.filter(organization=organization_id, user__email=email).exists()
