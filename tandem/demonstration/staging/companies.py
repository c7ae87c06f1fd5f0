"""The three customers, their sites and identifiers, and who can sign in; what stands already is left as it is."""

from django.contrib.auth.hashers import make_password

from tandem.accounts import actions
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization, Site, User
from tandem.accounts.roles import Role
from tandem.demonstration import companies
from tandem.demonstration.customers import PASSWORD
from tandem.demonstration.world import World


def found_customers(world: World) -> None:
    for customer in world.customers:
        organization = Organization.objects.filter(slug=customer.slug).first() or actions.add_organization(
            customer.name,
            slug=customer.slug,
            country=customer.country,
            currency=customer.currency,
            name_local=customer.name_zh,
        )
        system = Actor.system(organization, "demonstration")
        give_identifiers(organization, customer.identifiers, by=system)
        _add_sites(organization, customer.sites, by=system)


def add_people(world: World) -> None:
    """Everybody gets the same password, hashed once: each hash would take a good third of a second."""
    hashed = make_password(PASSWORD)
    for person in world.people:
        for place in person.memberships:
            organization = Organization.objects.filter(slug=place.organisation).first()
            if organization is None:  # a supplier that no customer has entered yet
                continue
            if Membership.objects.filter(user__email=person.email, organization=organization).exists():
                continue
            added = actions.add_member(
                organization,
                email=person.email,
                name=person.name,
                roles=[Role(role) for role in place.roles],
                password=None,
                by=Actor.system(organization, "demonstration"),
            )
            User.objects.filter(pk=added.user_id).update(password=hashed, language=person.language)


def give_identifiers(
    organization: Organization, identifiers: tuple[companies.Identifier, ...], *, by: Actor
) -> None:
    for identifier in identifiers:
        actions.add_identifier(
            organization, scheme=identifier.scheme, value=identifier.number, country=identifier.country, by=by
        )


def member(email: str, customer: str) -> Actor:
    """The person of that address, acting for the customer."""
    found = Membership.objects.select_related("user", "organization")
    return Actor.member(found.get(user__email=email, organization__slug=customer))


def holder(world: World, customer: companies.Customer, role: str) -> Actor:
    """The first person who holds the role at the customer."""
    email = next(
        person.email
        for person in world.people
        for place in person.memberships
        if place.organisation == customer.slug and role in place.roles
    )
    return member(email, customer.slug)


def _add_sites(organization: Organization, sites: tuple[companies.Site, ...], *, by: Actor) -> None:
    known = set(organization.sites.values_list("code", flat=True))
    for site in sites:
        if site.code not in known:
            record = Site(
                organization=organization,
                code=site.code,
                name=site.name,
                name_local=site.name_zh,
                country=site.country,
                city=site.city,
            )
            actions.save_site(record, by=by)
