"""People and organisations: every write of the room."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tandem.accounts import audit, identifiers, rules
from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact, Identifier, Membership, Organization, Site, SiteException, User
from tandem.accounts.roles import Role
from tandem.core.errors import Refused


def act_for(user: User, organization: Organization) -> None:
    user.acting_for = organization
    user.save(update_fields=["acting_for"])


def choose_language(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def add_organization(
    name: str,
    *,
    slug: str,
    country: str,
    currency: str,
    name_local: str = "",
    website: str = "",
    by: Actor | None = None,
) -> Organization:
    """Add an organisation; `by` None means it adds itself (the first of an installation). Raises Refused."""
    organization = Organization(
        name=name.strip(),
        name_local=name_local.strip(),
        slug=slug,
        country=identifiers.country_code(country),
        currency=identifiers.currency_code(currency),
        website=website,
    )
    _check(organization)
    organization.save()
    actor = by or Actor.system(organization, "tandem")
    audit.record(organization, "added", by=actor, counterpart=organization.pk if by else None)
    return organization


def free_slug(name: str) -> str:
    """A short name nobody bears yet, from a legal name; pure Chinese names fall back to `org`."""
    base = slugify(name)[:70].strip("-") or "org"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


@transaction.atomic
def change_organization(organization: Organization, values: Mapping[str, Any], *, by: Actor) -> None:
    rules.require(rules.can_manage_organization(by, organization.pk))
    changes = audit.differences(organization, values)
    for field, value in values.items():
        setattr(organization, field, value)
    _check(organization)
    organization.save()
    if changes:
        audit.record(organization, "changed", by=by, changes=changes)


@transaction.atomic
def add_identifier(
    organization: Organization, *, scheme: str, value: str, country: str = "", by: Actor
) -> Identifier:
    """Keep a checked number in its compact form. Raises Refused for a wrong one, or one that another bears."""
    country = country or organization.country
    compact = identifiers.check(scheme, value, country)
    held = (
        Identifier.objects.filter(scheme=scheme, value=compact, country=identifiers.scope(scheme, country))
        .select_related("organization")
        .first()
    )
    if held is not None:
        if held.organization_id == organization.pk:
            return held
        raise Refused(
            _(
                "%(value)s already belongs to another organisation. If they are the same company, use that one."
            )
            % {"value": compact}
        )
    identifier = Identifier.objects.create(
        organization=organization, scheme=scheme, country=identifiers.scope(scheme, country), value=compact
    )
    audit.record(organization, "identifier_added", by=by, changes={"identifier": ["", str(identifier)]})
    return identifier


@transaction.atomic
def remove_identifier(identifier: Identifier, *, by: Actor) -> None:
    rules.require(rules.can_manage_organization(by, identifier.organization_id))
    audit.record(
        identifier.organization, "identifier_removed", by=by, changes={"identifier": [str(identifier), ""]}
    )
    identifier.delete()


@transaction.atomic
def save_site(site: Site, *, by: Actor) -> Site:
    """Add or change a site of the actor's own organisation."""
    rules.require(rules.can_manage_organization(by, site.organization_id))
    verb = "site_changed" if site.pk else "site_added"
    site.country = identifiers.country_code(site.country)
    _check(site)
    site.save()
    audit.record(site.organization, verb, by=by, changes={"site": ["", f"{site.code} {site.name}"]})
    return site


@transaction.atomic
def set_site_exception(site: Site, day: Any, *, works: bool, reason: str, by: Actor) -> SiteException:
    rules.require(rules.can_manage_organization(by, site.organization_id))
    exception, _created = SiteException.objects.update_or_create(
        site=site, day=day, defaults={"works": works, "reason": reason}
    )
    audit.record(site.organization, "site_day_set", by=by, changes={str(day): ["", works]}, reason=reason)
    return exception


@transaction.atomic
def remove_site_exception(exception: SiteException, *, by: Actor) -> None:
    site = exception.site
    rules.require(rules.can_manage_organization(by, site.organization_id))
    audit.record(
        site.organization, "site_day_unset", by=by, changes={str(exception.day): [exception.works, ""]}
    )
    exception.delete()


@transaction.atomic
def add_member(
    organization: Organization, *, email: str, name: str, role: Role, password: str | None, by: Actor
) -> Membership:
    """Give a person, known or new, a membership. A new person without a password sets one by mail."""
    rules.require(rules.can_manage_organization(by, organization.pk))
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, password, name=name, acting_for=organization)
    membership, created = Membership.objects.get_or_create(
        user=user, organization=organization, defaults={"role": role}
    )
    if not created:
        raise Refused(_("%(name)s is a member already.") % {"name": user})
    audit.record(organization, "member_added", by=by, changes={"member": ["", str(membership)]})
    return membership


@transaction.atomic
def save_contact(contact: Contact, *, by: Actor) -> Contact:
    """Keep a person in one's own address book (or, for one's own organisation, as its own contact)."""
    rules.require(contact.kept_by_id == by.organization_id)
    _check(contact)
    contact.save()
    audit.record(contact.organization, "contact_saved", by=by, changes={"contact": ["", contact.name]})
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor) -> None:
    rules.require(contact.kept_by_id == by.organization_id)
    audit.record(contact.organization, "contact_removed", by=by, changes={"contact": [contact.name, ""]})
    contact.delete()


def _check(record: Any) -> None:
    """Django's own checks of a record, as one sentence."""
    try:
        record.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        label = "" if field == "__all__" else f"{record._meta.get_field(field).verbose_name}: "
        raise Refused(f"{label}{messages[0]}") from error
