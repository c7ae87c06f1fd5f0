"""The cast of the stories: a buyer, their supplier, and a rival who must see nothing.

Nordlicht Pumpen buys castings from Huarui (华锐). Kestrel Motors, the rival, is another customer on the same
installation. Every fixture below is one of them, whole: the organisation, its people with roles, signed in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization, User
from tandem.accounts.roles import Role
from tandem.relationships import actions as relationships
from tandem.relationships.models import CategoryDuty, Relationship, Stage

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HUARUI_USCC = "91310115MA1K3BTP2B"


@dataclass(frozen=True)
class Person:
    """Somebody who acts for one organisation: `client` is their signed-in browser."""

    user: User
    organization: Organization
    actor: Actor
    client: Client


def organisation(
    name: str, slug: str, *, country: str = "DE", currency: str = "EUR", name_local: str = ""
) -> Organization:
    return accounts.add_organization(
        name, slug=slug, country=country, currency=currency, name_local=name_local
    )


def person(organization: Organization, name: str, *roles: Role, language: str = "en") -> Person:
    email = f"{name.split()[0].lower()}@{organization.slug}.example"
    user = User.objects.create(email=email, name=name, language=language, acting_for=organization)
    membership = Membership.objects.create(user=user, organization=organization, roles=list(roles))
    if Role.BUYER in roles:  # every category, unless a story says which
        CategoryDuty.objects.create(membership=membership)
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return Person(user, organization, Actor.member(membership), client)


def supplier_of(
    who: Person,
    name: str,
    *,
    name_local: str = "",
    country: str = "CN",
    currency: str = "CNY",
    stage: str = Stage.APPROVED,
) -> Relationship:
    """A new supplier of the person's organisation."""
    return relationships.add_supplier(
        name, by=who.actor, now=NOW, country=country, currency=currency, name_local=name_local, stage=stage
    )


@pytest.fixture
def nordlicht(db: None) -> Organization:
    return organisation("Nordlicht Pumpen GmbH", "nordlicht")


@pytest.fixture
def kestrel(db: None) -> Organization:
    return organisation("Kestrel Motors Inc.", "kestrel", country="US", currency="USD")


@pytest.fixture
def buyer(nordlicht: Organization) -> Person:
    """Ada works with suppliers every day; stages are her manager's to change."""
    return person(nordlicht, "Ada Lindqvist", Role.BUYER)


@pytest.fixture
def manager(nordlicht: Organization) -> Person:
    return person(nordlicht, "Matthias Roth", Role.PURCHASING_MANAGER)


@pytest.fixture
def administrator(nordlicht: Organization) -> Person:
    return person(nordlicht, "Ines Keller", Role.ADMINISTRATOR)


@pytest.fixture
def quality_engineer(nordlicht: Organization) -> Person:
    return person(nordlicht, "Quentin Baum", Role.QUALITY_ENGINEER)


@pytest.fixture
def auditor(nordlicht: Organization) -> Person:
    """Reads everything of Nordlicht's, changes nothing."""
    return person(nordlicht, "Olga Brandt", Role.AUDITOR)


@pytest.fixture
def rival(kestrel: Organization) -> Person:
    """A buyer of another customer: every address of Nordlicht's is 404 to her."""
    return person(kestrel, "Rita Kowalski", Role.ADMINISTRATOR)


@pytest.fixture
def huarui(buyer: Person) -> Relationship:
    """Nordlicht's relationship with Huarui Castings, approved, with a checked credit code."""
    relationship = supplier_of(buyer, "Huarui Castings Co., Ltd.", name_local="上海华锐铸造有限公司")
    accounts.add_identifier(relationship.supplier, scheme="uscc", value=HUARUI_USCC, by=buyer.actor)
    return relationship


@pytest.fixture
def huarui_sales(huarui: Relationship) -> Person:
    """The supplier's own side."""
    return person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR, language="zh-hans")
