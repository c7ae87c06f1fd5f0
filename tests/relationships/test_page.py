"""A supplier's page: what it shows, what may be changed there, and that nobody else gets any of it."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from tandem.accounts import actions as accounts
from tandem.accounts.models import Contact, Site
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.relationships import actions, urls
from tandem.relationships.models import Note, Relationship, Stage, SupplierList, SupplierNumber
from tests.cast import HUARUI_USCC, NOW, Person, person, supplier_of

PAGE = "/relationships/huarui-castings-co-ltd/"


def text(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_header_shows_who_it_is_and_how_it_stands(
    huarui: Relationship, buyer: Person, manager: Person
) -> None:
    actions.change_relationship(
        huarui, by=buyer.actor, values={"segment": "strategic", "preferred": True, "owner": buyer.user}
    )
    actions.number_supplier(huarui, source="SAP", key="1000/77", by=buyer.actor)
    accounts.save_contact(
        Contact(organization=huarui.supplier, kept_by=buyer.organization, name="Hua Meiling"), by=buyer.actor
    )
    for period, score in (("2026-Q2", "88.00"), ("2026-Q3", "93.25")):
        actions.publish_standings(
            huarui.customer, period, [actions.Standing(huarui.pk, "A", Decimal(score))], by=manager.actor
        )
    shown = text(buyer.client, PAGE)
    for expected in (
        "Huarui Castings Co., Ltd.",
        "上海华锐铸造有限公司",
        "China",
        "Approved",
        "Strategic",
        "Preferred",
        "Ada Lindqvist",
        "1000/77",
        HUARUI_USCC,
        "Hua Meiling",
        "93.2",
        "+5.2",
        "Q3 2026",
    ):
        assert expected in shown, expected


def test_a_tab_is_a_part_for_htmx_and_a_whole_page_otherwise(huarui: Relationship, buyer: Person) -> None:
    page = text(buyer.client, PAGE + "?tab=history")
    assert f'hx-get="{PAGE}history/" hx-trigger="load"' in page
    part = text(buyer.client, PAGE + "history/", **{"HX-Request": "true"})
    assert "<html" not in part
    assert "Added as a supplier" in part
    whole = text(buyer.client, PAGE + "history/")
    assert "<html" in whole
    assert "Added as a supplier" in whole
    assert 'aria-current="page"' in whole


def test_a_buyer_without_the_right_is_not_offered_the_stage(
    huarui: Relationship, buyer: Person, manager: Person, auditor: Person
) -> None:
    assert f'href="{PAGE}stage/"' in text(manager.client, PAGE)
    assert f'href="{PAGE}stage/"' not in text(buyer.client, PAGE)
    assert f'href="{PAGE}edit/"' not in text(auditor.client, PAGE)
    refused = buyer.client.post(PAGE + "stage/", {"stage": "suspended", "reason": "late"})
    assert refused.status_code == 409
    assert "Your role does not allow this" in refused.content.decode()


def test_a_stage_moves_along_its_ways_with_a_reason(huarui: Relationship, manager: Person) -> None:
    offered = text(manager.client, PAGE + "stage/")
    assert [value for value, _label in huarui.next_stages] == [
        "probation",
        "suspended",
        "phased_out",
        "blacklisted",
    ]
    assert 'value="potential"' not in offered
    client = manager.client
    assert client.post(PAGE + "stage/", {"stage": "potential", "reason": "x"}).status_code == 422
    assert client.post(PAGE + "stage/", {"stage": "suspended", "reason": " "}).status_code == 422
    moved = client.post(PAGE + "stage/", {"stage": "suspended", "reason": "Two line stops in a week."})
    assert moved.status_code == 302
    change = huarui.stage_changes.first()
    assert change is not None
    assert (change.old, change.new, change.by_name, change.reason) == (
        "approved",
        "suspended",
        "Matthias Roth",
        "Two line stops in a week.",
    )


@pytest.mark.parametrize("to", [Stage.POTENTIAL, Stage.REGISTERED, Stage.QUALIFIED, Stage.APPROVED, "gone"])
def test_an_illegal_move_is_refused_with_the_reason(huarui: Relationship, manager: Person, to: str) -> None:
    with pytest.raises(Refused, match="cannot go from “Approved” to"):
        actions.move_stage(huarui, to, by=manager.actor, now=NOW, reason="because")
    huarui.refresh_from_db()
    assert huarui.stage == Stage.APPROVED
    assert huarui.stage_changes.count() == 1


def test_what_one_thinks_of_a_supplier_is_edited_and_told_in_both_languages(
    huarui: Relationship, buyer: Person, manager: Person
) -> None:
    castings = actions.save_category("castings", by=buyer.actor, name="Castings")
    ulm = Site.objects.create(organization=buyer.organization, code="ULM", name="Ulm", country="DE")
    form = {"segment": "leverage", "preferred": "on", "owner": buyer.user.pk, "categories": [castings.pk]}
    assert buyer.client.post(PAGE + "edit/", form | {"sites": [ulm.pk]}).status_code == 302
    huarui.refresh_from_db()
    assert (huarui.segment, huarui.preferred, huarui.owner) == ("leverage", True, buyer.user)
    assert [*huarui.categories.all(), *huarui.sites.all()] == [castings, ulm]
    actions.move_stage(huarui, "probation", by=manager.actor, now=NOW, reason="三批不良")

    english = text(buyer.client, PAGE + "history/")
    assert "Stage moved from “Approved” to “On probation”" in english
    assert "Matthias Roth for Nordlicht Pumpen GmbH" in english
    assert "三批不良" in english
    assert "<dt>segment</dt>" in english
    assert "<ins>Leverage</ins>" in english

    buyer.client.post(reverse("accounts:choose_language"), {"language": "zh-hans"})
    chinese = text(buyer.client, PAGE + "history/")
    assert "阶段由“合格”变为“观察期”" in chinese
    assert "<ins>杠杆</ins>" in chinese


def test_a_mistyped_company_is_corrected_until_it_acts_for_itself(
    huarui: Relationship, buyer: Person, auditor: Person
) -> None:
    form = {"name": "Huarui Foundry Co., Ltd.", "name_local": "", "country": "CN", "currency": "cny"}
    assert auditor.client.post(PAGE + "company/", form).status_code == 409
    wrong = buyer.client.post(PAGE + "company/", form | {"currency": "XXZ"})
    assert "no currency" in wrong.content.decode()
    assert buyer.client.post(PAGE + "company/", form).status_code == 302
    huarui.supplier.refresh_from_db()
    assert (huarui.supplier.name, huarui.supplier.currency) == ("Huarui Foundry Co., Ltd.", "CNY")
    history = text(buyer.client, PAGE + "history/")
    assert "<del>Huarui Castings Co., Ltd.</del>" in history
    assert "<ins>Huarui Foundry Co., Ltd.</ins>" in history
    assert "huarui foundry" in Relationship.objects.get().search_text

    person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR)
    assert buyer.client.post(PAGE + "company/", form).status_code == 409
    assert "Correct the company" not in text(buyer.client, PAGE + "overview/")


def test_a_company_of_two_customers_is_not_one_customers_to_correct(
    huarui: Relationship, buyer: Person, rival: Person
) -> None:
    actions.add_relationship(huarui.supplier, by=rival.actor, now=NOW)
    assert buyer.client.get(PAGE + "company/").status_code == 409


def test_somebody_of_another_company_cannot_become_the_owner(
    huarui: Relationship, buyer: Person, rival: Person
) -> None:
    response = buyer.client.post(PAGE + "edit/", {"owner": rival.user.pk})
    assert response.status_code == 422
    huarui.refresh_from_db()
    assert huarui.owner is None


def test_notes_stay_on_ones_own_side(huarui: Relationship, buyer: Person, manager: Person) -> None:
    assert buyer.client.post(PAGE + "notes/", {"text": "合同年底到期"}).status_code == 302
    assert "合同年底到期" in text(manager.client, PAGE + "overview/")
    note = Note.objects.get()
    assert (note.organization, note.author) == (buyer.organization, buyer.user)
    assert manager.client.post(PAGE + f"notes/{note.pk}/remove/").status_code == 409
    assert buyer.client.post(PAGE + "notes/", {"text": "  "}).status_code == 409
    assert buyer.client.post(PAGE + f"notes/{note.pk}/remove/").status_code == 302
    assert not Note.objects.exists()
    told = text(buyer.client, PAGE + "history/")
    assert "Note written" in told
    assert "Note removed" in told
    assert "合同年底到期" not in told


def test_contacts_are_kept_in_ones_own_address_book(
    huarui: Relationship, buyer: Person, huarui_sales: Person
) -> None:
    buyer.client.post(PAGE + "contacts/", {"name": "Hua Meiling", "email": "meiling@huarui.example"})
    contact = Contact.objects.get()
    assert (contact.organization, contact.kept_by) == (huarui.supplier, buyer.organization)
    wrong = buyer.client.post(PAGE + "contacts/", {"name": "Hua", "email": "no address"})
    assert wrong.status_code == 409
    buyer.client.post(PAGE + f"contacts/{contact.pk}/", {"name": "Hua Meiling", "phone": "+86 21 555"})
    contact.refresh_from_db()
    assert (contact.phone, contact.email) == ("+86 21 555", "")
    given = Contact(organization=huarui.supplier, kept_by=huarui.supplier, name="Sales desk")
    accounts.save_contact(given, by=huarui_sales.actor)
    shown = text(buyer.client, PAGE + "overview/")
    assert "Sales desk" in shown
    assert "given by the supplier" in shown
    assert buyer.client.post(PAGE + f"contacts/{given.pk}/remove/").status_code == 404
    assert buyer.client.post(PAGE + f"contacts/{contact.pk}/remove/").status_code == 302
    assert list(Contact.objects.all()) == [given]


def test_a_number_means_one_supplier_until_it_is_ended(huarui: Relationship, buyer: Person) -> None:
    other = supplier_of(buyer, "Bergquell Hydraulik GmbH")
    form = {"source": "SAP", "company_code": "1000", "number": "77"}
    assert buyer.client.post(PAGE + "numbers/", form).status_code == 302
    taken = buyer.client.post(f"/relationships/{other.slug}/numbers/", form)
    assert taken.status_code == 409
    assert "means Huarui Castings Co., Ltd. at present" in taken.content.decode()
    number = huarui.numbers.get()
    assert buyer.client.post(PAGE + f"numbers/{number.pk}/end/").status_code == 302
    assert buyer.client.post(f"/relationships/{other.slug}/numbers/", form).status_code == 302
    assert [one.key for one in other.numbers.in_force()] == ["1000/77"]
    assert not huarui.numbers.in_force()


def test_internal_numbers_are_listed_and_unmarked(huarui: Relationship, buyer: Person) -> None:
    page = "/relationships/internal-numbers/"
    buyer.client.post(page, {"source": "SAP", "number": "9000"})
    assert "9000" in text(buyer.client, page)
    taken = buyer.client.post(PAGE + "numbers/", {"source": "SAP", "number": "9000"})
    assert "marked as internal" in taken.content.decode()
    mark = SupplierNumber.objects.get()
    assert buyer.client.post(f"{page}{mark.pk}/end/").status_code == 302
    assert "9000" not in text(buyer.client, page)


def test_a_wrong_check_digit_is_refused_with_the_reason(huarui: Relationship, buyer: Person) -> None:
    wrong = buyer.client.post(PAGE + "identifiers/", {"scheme": "uscc", "value": HUARUI_USCC[:-1] + "Q"})
    assert wrong.status_code == 409
    assert "has a wrong check digit" in wrong.content.decode()
    right = buyer.client.post(PAGE + "identifiers/", {"scheme": "duns", "value": "93-474-9400"})
    assert right.status_code == 302
    assert [one.value for one in huarui.supplier.identifiers.all()] == ["934749400", HUARUI_USCC]


def test_other_names_are_remembered_for_one_supplier_only(huarui: Relationship, buyer: Person) -> None:
    other = supplier_of(buyer, "Bergquell Hydraulik GmbH")
    assert buyer.client.post(PAGE + "aliases/", {"name": "Hua Rui Foundry Ltd."}).status_code == 302
    assert (
        buyer.client.post(f"/relationships/{other.slug}/aliases/", {"name": "Hua Rui Foundry"}).status_code
        == 409
    )
    alias = huarui.aliases.get()
    assert (alias.name, alias.normalized) == ("Hua Rui Foundry Ltd.", "hua rui foundry")
    assert buyer.client.post(PAGE + f"aliases/{alias.pk}/remove/").status_code == 302
    assert not huarui.aliases.exists()


def test_categories_are_added_renamed_and_removed_when_empty(huarui: Relationship, buyer: Person) -> None:
    page = "/relationships/categories/"
    for name in ("Casting", "Castings"):
        buyer.client.post(page, {"code": "castings", "name": name, "name_local": "铸件"})
    category = buyer.organization.categories.get()
    assert (category.name, category.name_local) == ("Castings", "铸件")
    actions.change_relationship(huarui, by=buyer.actor, categories=[category])
    assert buyer.client.post(f"{page}{category.pk}/remove/").status_code == 409
    actions.change_relationship(huarui, by=buyer.actor, categories=[])
    assert buyer.client.post(f"{page}{category.pk}/remove/").status_code == 302
    assert not buyer.organization.categories.exists()


def test_the_page_takes_the_same_queries_however_much_it_shows(huarui: Relationship, buyer: Person) -> None:
    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            text(buyer.client, address)
        return len(captured)

    addresses = [PAGE, PAGE + "overview/", PAGE + "history/"]
    few = [counted(address) for address in addresses]
    for i in range(30):
        actions.write_note(huarui, f"note {i}", by=buyer.actor)
        actions.number_supplier(huarui, source="SAP", key=str(i), by=buyer.actor)
        contact = Contact(organization=huarui.supplier, kept_by=buyer.organization, name=f"Person {i}")
        accounts.save_contact(contact, by=buyer.actor)
    assert [counted(address) for address in addresses] == few


def addresses_of_the_room(relationship: Relationship, supplier_list: SupplierList) -> list[str]:
    """Every address of the room that names something of Nordlicht's."""
    found = []
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        known = {"slug": relationship.slug, "pk": 1, "number": 2}
        if "import/" in str(pattern.pattern):
            known["pk"] = supplier_list.pk
        wanted = pattern.pattern.converters
        if wanted:
            arguments = {name: known[name] for name in wanted}
            found.append(reverse(f"relationships:{pattern.name}", kwargs=arguments))
    return found


def test_a_rival_and_the_supplier_itself_get_404_at_every_address(
    huarui: Relationship, rival: Person, huarui_sales: Person, buyer: Person
) -> None:
    kept = SupplierList.objects.create(customer=buyer.organization, name="list.csv", file="list.csv")
    addresses = addresses_of_the_room(huarui, kept)
    assert len(addresses) > 20
    for stranger in (rival, huarui_sales):
        for address in addresses:
            posted = stranger.client.post(address, {"stage": "suspended", "reason": "x", "decision": "same"})
            assert posted.status_code == 404, address
            assert stranger.client.get(address).status_code in (404, 405), address
    huarui.refresh_from_db()
    assert huarui.stage == Stage.APPROVED


def test_who_is_not_signed_in_is_asked_to(huarui: Relationship) -> None:
    response = Client().get(PAGE)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", "relationships", check=True, dry_run=True, verbosity=0)


def test_an_auditor_keeps_no_contacts_of_a_supplier(
    huarui: Relationship, buyer: Person, auditor: Person
) -> None:
    """The action itself refuses, whoever calls it."""
    kept = Contact(organization=huarui.supplier, kept_by=buyer.organization, name="Hua Jun")
    with pytest.raises(Refused, match="role does not allow"):
        accounts.save_contact(kept, by=auditor.actor)
    accounts.save_contact(kept, by=buyer.actor)
    with pytest.raises(Refused, match="role does not allow"):
        accounts.remove_contact(kept, by=auditor.actor)
    assert Contact.objects.get() == kept
