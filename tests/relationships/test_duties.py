"""A buyer's own categories: Ada looks after castings; seals are somebody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry, Membership, Organization
from tandem.accounts.roles import Capability, Role, narrowed
from tandem.accounts.scopes import Scope
from tandem.core.errors import Refused
from tandem.messaging.models import Notification
from tandem.relationships import actions, rules
from tandem.relationships.actions.newcomers import Newcomer, create_suppliers_for_numbers
from tandem.relationships.models import Category, Relationship, SupplierNumber
from tandem.relationships.queries import duties
from tests.cast import NOW, Person, person, supplier_of

PAGE = "/relationships/huarui-castings-co-ltd/"


@pytest.fixture
def categories(manager: Person) -> dict[str, Category]:
    return {
        code: actions.save_category(code, name=code.title(), name_local=local, by=manager.actor)
        for code, local in (("castings", "铸件"), ("seals", "密封件"), ("bearings", "轴承"))
    }


def membership_of(who: Person) -> Membership:
    return who.organization.memberships.select_related("user", "organization").get(user=who.user)


def looks_after(who: Person, administrator: Person, *categories: Category) -> Person:
    """The same person once the administrator has said so."""
    actions.assign_categories(membership_of(who), categories, by=administrator.actor, now=NOW)
    return Person(who.user, who.organization, Actor.member(membership_of(who)), who.client)


@pytest.fixture
def ada(
    buyer: Person, huarui: Relationship, administrator: Person, categories: dict[str, Category]
) -> Person:
    """Ada, who looks after castings, which Huarui supplies."""
    actions.change_relationship(huarui, by=administrator.actor, categories=[categories["castings"]])
    return looks_after(buyer, administrator, categories["castings"])


@pytest.fixture
def simrit(ada: Person, administrator: Person, categories: dict[str, Category]) -> Relationship:
    """A supplier of seals, which Ada does not look after."""
    made = supplier_of(administrator, "Simrit Dichtungen GmbH", country="DE", currency="EUR")
    actions.change_relationship(made, by=administrator.actor, categories=[categories["seals"]])
    return made


def codes(relationship: Relationship) -> list[str]:
    return list(relationship.categories.values_list("code", flat=True))


def test_a_buyer_reads_every_supplier_and_changes_those_of_the_own_categories(
    ada: Person, huarui: Relationship, simrit: Relationship
) -> None:
    changed = ada.client.post(f"{PAGE}edit/", {"segment": "strategic", "categories": codes_of(huarui)})
    assert (changed.status_code, changed.headers["Location"]) == (302, PAGE)
    huarui.refresh_from_db()
    assert huarui.segment == "strategic"

    page = ada.client.get(f"/relationships/{simrit.slug}/").content.decode()
    assert "outside of the categories you look after" in page
    assert "Ines Keller" in page, "whom to ask"
    assert f"/relationships/{simrit.slug}/edit/" not in page
    refused = ada.client.post(f"/relationships/{simrit.slug}/edit/", {"segment": "strategic"})
    assert refused.status_code == 409
    assert "outside of the categories you look after" in refused.content.decode()
    simrit.refresh_from_db()
    assert simrit.segment == ""


def codes_of(relationship: Relationship) -> list[int]:
    return list(relationship.categories.values_list("pk", flat=True))


def test_a_buyer_without_categories_changes_nothing_and_is_told_whom_to_ask(
    buyer: Person, huarui: Relationship, administrator: Person
) -> None:
    nobody = looks_after(buyer, administrator)
    for address in ("/relationships/", PAGE, "/facts/matching/"):
        page = nobody.client.get(address).content.decode()
        assert "No categories have been assigned to you yet" in page, address
        assert "Ines Keller" in page, address
    assert "/relationships/add/" not in nobody.client.get("/relationships/").content.decode()
    for address in ("/relationships/add/", "/relationships/import/", f"{PAGE}edit/"):
        assert nobody.client.get(address).status_code == 409, address
    with pytest.raises(Refused, match="No categories have been assigned"):
        supplier_of(nobody, "Zenit s.r.o.")
    # What is one's own word stays so.
    actions.write_note(huarui, "Asked for the new prices.", by=nobody.actor)


def test_the_page_says_it_in_chinese(buyer: Person, huarui: Relationship, administrator: Person) -> None:
    nobody = looks_after(buyer, administrator)
    nobody.user.language = "zh-hans"
    nobody.user.save()
    assert "尚未给您分配品类" in nobody.client.get("/relationships/").content.decode()


def test_other_roles_and_buyers_with_a_wider_one_are_not_narrowed(
    nordlicht: Organization, administrator: Person, simrit: Relationship, categories: dict[str, Category]
) -> None:
    both = person(nordlicht, "Bea Holm", Role.BUYER, Role.PURCHASING_MANAGER)
    both = looks_after(both, administrator, categories["castings"])
    assert rules.can_manage(both.actor, simrit)
    assert rules.can_number_supplier(both.actor, simrit)
    logistics = person(nordlicht, "Lars Holm", Role.LOGISTICS)
    assert rules.can_number_supplier(logistics.actor, simrit)
    # Where the second role does not allow it, the buyer's categories still bound it.
    mixed = person(nordlicht, "Mia Holm", Role.BUYER, Role.LOGISTICS)
    mixed = looks_after(mixed, administrator, categories["castings"])
    assert rules.can_number_supplier(mixed.actor, simrit)
    assert not rules.can_manage(mixed.actor, simrit)


def test_what_a_buyer_adds_begins_in_the_own_categories(
    ada: Person, huarui: Relationship, administrator: Person, categories: dict[str, Category]
) -> None:
    assert codes(supplier_of(ada, "Zenit s.r.o.")) == ["castings"]
    create_suppliers_for_numbers(
        "sap", [Newcomer("900", "Moravia Slévárna a.s.", "CZ", "CZK")], by=ada.actor, now=NOW
    )
    assert codes(Relationship.objects.get(numbers__key="900")) == ["castings"]
    assert codes(supplier_of(administrator, "Kubota Seals")) == []


def test_a_buyer_gives_and_takes_the_own_categories_alone(
    ada: Person, huarui: Relationship, administrator: Person, categories: dict[str, Category]
) -> None:
    castings, seals = categories["castings"], categories["seals"]
    actions.change_relationship(huarui, by=administrator.actor, categories=[castings, seals])
    with pytest.raises(Refused, match="do not look after Seals"):
        actions.change_relationship(huarui, by=ada.actor, categories=[castings])
    with pytest.raises(Refused, match="do not look after Bearings"):
        actions.change_relationship(
            huarui, by=ada.actor, categories=[castings, seals, categories["bearings"]]
        )
    page = ada.client.get(f"{PAGE}edit/").content.decode()
    assert "Castings" in page
    assert "Seals" not in page
    # The form offers the own ones; what it does not offer stays.
    ada.client.post(f"{PAGE}edit/", {"categories": [castings.pk]})
    assert codes(huarui) == ["castings", "seals"]
    ada.client.post(f"{PAGE}edit/", {})
    assert codes(huarui) == ["seals"]
    assert not rules.can_manage(ada.actor, Relationship.objects.get(pk=huarui.pk)), "given away"


def test_numbers_are_matched_within_the_own_categories(
    ada: Person, huarui: Relationship, simrit: Relationship, administrator: Person
) -> None:
    actions.number_supplier(simrit, source="sap", key="200", by=administrator.actor)
    actions.number_supplier(huarui, source="sap", key="100", by=ada.actor)
    with pytest.raises(Refused, match="outside of the categories"):
        actions.number_supplier(simrit, source="sap", key="300", by=ada.actor)
    with pytest.raises(Refused, match="outside of the categories"):  # taken away from Simrit
        actions.number_supplier(huarui, source="sap", key="200", by=ada.actor)
    with pytest.raises(Refused, match="internal number"):
        actions.mark_internal(source="sap", key="100", by=ada.actor)
    with pytest.raises(Refused, match="outside of the categories"):
        actions.forget_number(SupplierNumber.objects.get(key="200"), by=ada.actor)
    with pytest.raises(Refused, match="outside of the categories"):
        actions.remember_alias(simrit, "Simrit", "simrit", by=ada.actor)
    held = SupplierNumber.objects.in_force().values_list("key", "relationship")
    assert sorted(held) == [("100", huarui.pk), ("200", simrit.pk)]


def test_the_list_of_categories_is_the_whole_organisations(
    ada: Person, huarui: Relationship, categories: dict[str, Category]
) -> None:
    with pytest.raises(Refused, match="whole organisation"):
        actions.save_category("forgings", by=ada.actor)
    with pytest.raises(Refused, match="whole organisation"):
        actions.remove_category(categories["bearings"], by=ada.actor)
    assert 'name="code"' not in ada.client.get("/relationships/categories/").content.decode()


def test_the_list_shows_all_and_filters_to_the_own_ones(
    ada: Person, simrit: Relationship, manager: Person
) -> None:
    def shown(who: Person, query: str = "") -> list[str]:
        lines = who.client.get(f"/relationships/{query}").context["lines"]
        return [relationship.supplier.name for relationship in lines]

    everything = ["Huarui Castings Co., Ltd.", "Simrit Dichtungen GmbH"]
    assert shown(ada) == everything
    assert shown(ada, "?category=mine") == ["Huarui Castings Co., Ltd."]
    assert "my categories" in ada.client.get("/relationships/").content.decode()
    assert shown(manager, "?category=mine") == everything
    assert "my categories" not in manager.client.get("/relationships/").content.decode()


def test_an_administrator_says_what_a_member_looks_after(
    buyer: Person, administrator: Person, categories: dict[str, Category]
) -> None:
    member = membership_of(buyer)
    page = reverse("relationships:duties", args=[member.pk])
    assert page in administrator.client.get(reverse("accounts:member", args=[member.pk])).content.decode()
    assert "What Ada Lindqvist looks after" in administrator.client.get(page).content.decode()
    chosen = [categories["castings"].pk, categories["seals"].pk]
    assert administrator.client.post(page, {"categories": chosen}).status_code == 302
    held = duties(member)
    assert (held.every, [each.code for each in held.categories]) == (False, ["castings", "seals"])

    entry = AuditEntry.objects.get(verb="categories_assigned")
    assert entry.actor_name == "Ines Keller"
    assert entry.changes == {
        "member": ["", "Ada Lindqvist"],
        "looked_after": [["*"], ["castings", "seals"]],
    }
    told = Notification.objects.get(recipient=buyer.user, kind="member.categories_assigned")
    inbox = buyer.client.get("/messaging/").content.decode()
    assert "What you look after at Nordlicht Pumpen GmbH is now: Castings · Seals" in inbox
    assert told.event.url == "/relationships/?category=mine"

    administrator.client.post(page, {"categories": chosen})
    assert AuditEntry.objects.filter(verb="categories_assigned").count() == 1, "nothing changed"
    administrator.client.post(page, {"every": "on", "categories": chosen})
    assert duties(member).every
    history = administrator.client.get("/accounts/organisation/history/").content.decode()
    assert "every category" in history
    assert buyer.client.get(page).status_code == 409
    assert buyer.client.post(page, {"every": "on"}).status_code == 409


def test_nobody_assigns_categories_of_another_organisation(
    buyer: Person, rival: Person, administrator: Person, categories: dict[str, Category]
) -> None:
    member = membership_of(buyer)
    assert rival.client.get(reverse("relationships:duties", args=[member.pk])).status_code == 404
    with pytest.raises(Refused):
        actions.assign_categories(member, [categories["seals"]], by=rival.actor, now=NOW)
    engines = actions.save_category("engines", by=rival.actor)
    with pytest.raises(Refused, match="own organisation"):
        actions.assign_categories(member, [engines], by=administrator.actor, now=NOW)


def test_the_api_refuses_outside_of_the_categories_too(ada: Person, simrit: Relationship) -> None:
    scopes = [Scope.READ_RELATIONSHIPS, Scope.WRITE_RELATIONSHIPS]
    _token, secret = accounts.make_token("script", scopes, days=30, by=ada.actor, now=timezone.now())
    headers = {"authorization": f"Bearer {secret}"}
    refused = ada.client.patch(
        f"/api/v1/relationships/{simrit.slug}",
        {"segment": "strategic"},
        content_type="application/json",
        headers=headers,
    )
    assert refused.status_code == 403
    assert "outside of the categories" in refused.json()["detail"]
    allowed = ada.client.patch(
        "/api/v1/relationships/huarui-castings-co-ltd",
        {"segment": "strategic"},
        content_type="application/json",
        headers=headers,
    )
    assert (allowed.status_code, allowed.json()["segment"]) == (200, "strategic")


@pytest.mark.parametrize("address", ["/relationships/", PAGE, f"{PAGE}overview/", "/facts/matching/"])
def test_more_categories_and_suppliers_take_no_more_statements(
    address: str, ada: Person, administrator: Person, categories: dict[str, Category], manager: Person
) -> None:
    def statements() -> int:
        ada.client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert ada.client.get(address).status_code == 200
        return len(seen)

    counts = []
    for more in (0, 2, 20):
        made = [actions.save_category(f"more-{more}-{place}", by=manager.actor) for place in range(more)]
        for category in made:
            one = supplier_of(administrator, f"Supplier of {category.code}")
            actions.change_relationship(one, by=administrator.actor, categories=[category])
        looks_after(ada, administrator, categories["castings"], *made)
        counts.append(statements())
    assert len(set(counts)) == 1, counts


def test_the_table_of_roles_says_so(ada: Person) -> None:
    assert ada.client.get("/accounts/roles/").content.decode().count("own categories") == 8


def test_invitations_of_a_supplier_are_for_whoever_may_ask_it(
    ada: Person, huarui: Relationship, simrit: Relationship
) -> None:
    def invite(relationship: Relationship) -> None:
        accounts.invite(
            relationship.supplier,
            email="first@supplier.example",
            roles=[Role.ADMINISTRATOR, Role.SALES],
            site="http://testserver/",
            by=ada.actor,
            now=NOW,
        )

    with pytest.raises(Refused):
        invite(simrit)
    invite(huarui)


def test_what_a_buyer_role_bounds() -> None:
    """Written out, so that a capability given to buyers later is decided on."""
    assert narrowed([Role.BUYER]) == {
        Capability.MANAGE_RELATIONSHIPS,
        Capability.MATCH_SUPPLIERS,
        Capability.RUN_SCORECARDS,
        Capability.ASK_SUPPLIERS,
        Capability.MANAGE_QUALIFICATION,
        Capability.ASSESS_SUPPLIERS,
        Capability.RUN_SELECTIONS,
        Capability.MANAGE_IMPROVEMENT,
        Capability.PROPOSE_INCENTIVES,
    }
    assert narrowed([Role.BUYER, Role.ADMINISTRATOR]) == frozenset()
    assert narrowed([Role.QUALITY_ENGINEER]) == frozenset()
