"""Two suppliers turn out to be one company: Ada's manager proposes, the administrator decides."""

import pytest
from django.urls import reverse

from tandem.accounts import actions as accounts
from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry, Contact, Membership, Organization
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.relationships import actions, merge_preview
from tandem.relationships.duplicates import Known, Suspicion, suspicions
from tandem.relationships.models import Consent, Merge, Note, Relationship, SupplierNumber
from tests.cast import NOW, Person, organisation, person, supplier_of

OLD_CODE = "91320594MA1MBJ9X4Q"


@pytest.fixture
def foundry(buyer: Person, huarui: Relationship) -> Relationship:
    """The same company, entered a second time under its old name."""
    found = supplier_of(buyer, "Huarui Foundry Ltd.", name_local="华锐铸造厂")
    actions.number_supplier(found, source="erp", key="1100/4711", by=buyer.actor)
    actions.write_note(found, "Ask for the new furnace.", by=buyer.actor)
    actions.save_category("castings", by=buyer.actor)
    category = actions.save_category("pumps", by=buyer.actor)
    actions.change_relationship(found, by=buyer.actor, categories=[category])
    contact = Contact(organization=found.supplier, kept_by=buyer.organization, name="Hua Jun")
    accounts.save_contact(contact, by=buyer.actor)
    accounts.add_identifier(found.supplier, scheme="duns", value="150483782", by=buyer.actor)
    return found


def propose(kept: Relationship, gone: Relationship, who: Person) -> Merge:
    return actions.propose_merge(kept, gone, reason="The same register number.", by=who.actor, now=NOW)


def test_a_second_record_becomes_part_of_the_first(
    huarui: Relationship, foundry: Relationship, manager: Person, administrator: Person, buyer: Person
) -> None:
    actions.number_supplier(huarui, source="erp", key="1000/4711", by=buyer.actor)
    merge = propose(huarui, foundry, manager)
    page = administrator.client.get(merge.get_absolute_url()).content.decode()
    for told in ("Huarui Foundry Ltd. into Huarui Castings Co., Ltd.", "erp 1100/4711", "Hua Jun", "pumps"):
        assert told in page

    answer = administrator.client.post(reverse("merging:approve", args=[merge.pk]))
    assert answer["Location"] == merge.get_absolute_url()
    merge.refresh_from_db()
    assert (merge.status, merge.decided_by_name) == ("done", "Ines Keller")
    assert merge.moved == [
        ["supplier_numbers", ["erp 1100/4711"]],
        ["aliases", ["Huarui Foundry Ltd.", "华锐铸造厂"]],
        ["notes", ["Ask for the new furnace."]],
        ["contacts", ["Hua Jun"]],
        ["categories", ["pumps"]],
        ["identifiers", ["D-U-N-S number 150483782"]],
    ]
    numbers = SupplierNumber.objects.in_force().filter(relationship=huarui).values_list("key", flat=True)
    assert list(numbers) == ["1000/4711", "1100/4711"]
    assert Note.objects.get().relationship == huarui
    assert list(Relationship.objects.visible_to(buyer.actor)) == [huarui]
    foundry.supplier.refresh_from_db()
    assert foundry.supplier.merged_into == huarui.supplier
    # The old address leads to the one that stayed, and both histories tell.
    assert "Huarui Castings" in buyer.client.get(f"/relationships/{foundry.slug}/").content.decode()
    told = AuditEntry.objects.filter(verb="merge_done").values_list("record_id", "changes")
    assert {record for record, _changes in told} == {huarui.pk, foundry.pk}
    assert told[0][1]["supplier_numbers"] == ["", ["erp 1100/4711"]]
    history = buyer.client.get(reverse("relationships:history_tab", args=[huarui.slug])).content.decode()
    assert "Merged: Huarui Foundry Ltd. into Huarui Castings Co., Ltd." in history
    # What happened to the one that went is part of the past of the one that stayed.
    assert history.count("Added as a supplier") == 2, history


def test_nobody_approves_their_own_proposal(
    huarui: Relationship, foundry: Relationship, manager: Person, administrator: Person
) -> None:
    merge = propose(huarui, foundry, manager)
    answer = manager.client.post(reverse("merging:approve", args=[merge.pk]))
    assert answer.status_code == 409
    assert "Nobody approves their own proposal" in answer.content.decode()
    with pytest.raises(Refused, match="waits for a decision"):
        propose(foundry, huarui, administrator)
    manager.client.post(reverse("merging:withdraw", args=[merge.pk]))
    merge.refresh_from_db()
    assert merge.status == "withdrawn"
    assert Relationship.objects.visible_to(manager.actor).count() == 2


def test_a_refusal_gives_its_reason_and_the_pair_is_not_suggested_again(
    huarui: Relationship, foundry: Relationship, manager: Person, administrator: Person, buyer: Person
) -> None:
    actions.number_supplier(huarui, source="erp", key="1000/4711", by=buyer.actor)
    shown = manager.client.get(reverse("merging:merges")).content.decode()
    assert "the same number in two company codes: erp 1000/4711 · 1100/4711" in shown
    merge = propose(huarui, foundry, manager)
    silent = administrator.client.post(reverse("merging:refuse", args=[merge.pk]), {"answer": " "})
    assert silent.status_code == 409
    administrator.client.post(
        reverse("merging:refuse", args=[merge.pk]), {"answer": "Two plants, two owners."}
    )
    merge.refresh_from_db()
    assert (merge.status, merge.answer) == ("refused", "Two plants, two owners.")
    assert merge_preview.proposals(manager.actor) == []


def test_an_organisation_that_others_work_with_stays_theirs(
    huarui: Relationship, foundry: Relationship, manager: Person, administrator: Person, rival: Person
) -> None:
    """Kestrel buys from the foundry too: Nordlicht's two suppliers become one, Kestrel's stays as it is."""
    theirs = actions.add_relationship(foundry.supplier, by=rival.actor, now=NOW)
    merge = propose(huarui, foundry, manager)
    page = administrator.client.get(merge.get_absolute_url()).content.decode()
    assert "stays with the other organisation, which others work with too" in page
    assert "Kestrel" not in page
    actions.approve_merge(merge, by=administrator.actor, now=NOW)
    foundry.supplier.refresh_from_db()
    assert foundry.supplier.merged_into is None
    assert [str(one) for one in foundry.supplier.identifiers.all()] == ["D-U-N-S number 150483782"]
    assert list(Relationship.objects.visible_to(rival.actor)) == [theirs]
    assert list(Relationship.objects.visible_to(manager.actor)) == [huarui]


def test_a_number_of_the_merged_one_is_found_as_the_one_that_stays(
    huarui: Relationship, foundry: Relationship, manager: Person, administrator: Person
) -> None:
    from tandem.relationships import queries

    actions.approve_merge(propose(huarui, foundry, manager), by=administrator.actor, now=NOW)
    assert queries.suppliers(manager.actor) == {huarui.supplier_id: huarui.pk, foundry.supplier_id: huarui.pk}


def test_a_supplier_brings_its_two_organisations_together(huarui: Relationship, rival: Person) -> None:
    """Kestrel entered Huarui a second time; Meiling acts for both, and her colleague decides."""
    second = supplier_of(rival, "Hua Rui Casting")
    before = Actor.system(second.supplier, "Hua Jun")
    audit.record(second.supplier, "changed", by=before, changes={"phone": ["", "+86 21 5550 0199"]})
    meiling = person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR, Role.SALES)
    Membership.objects.create(user=meiling.user, organization=second.supplier, roles=[Role.ADMINISTRATOR])
    jun = person(huarui.supplier, "Jun Li", Role.ADMINISTRATOR)
    page = meiling.client.get(reverse("merging:propose_organization"), {"gone": second.supplier.slug})
    assert "Kestrel Motors Inc." in page.content.decode()
    sent = meiling.client.post(
        f"{reverse('merging:propose_organization')}?gone={second.supplier.slug}", {"reason": "One licence."}
    )
    merge = Merge.objects.get()
    assert sent["Location"] == merge.get_absolute_url()
    jun.client.post(reverse("merging:approve", args=[merge.pk]))
    second.refresh_from_db()
    assert second.supplier == huarui.supplier
    assert {str(one.customer) for one in Relationship.objects.served_by(jun.actor)} == {
        "Nordlicht Pumpen GmbH",
        "Kestrel Motors Inc.",
    }
    assert [one.organization for one in meiling.user.memberships.all()] == [huarui.supplier]
    told = jun.client.get(reverse("accounts:organization_history")).content.decode()
    assert "Organisations merged" in told
    assert "+86 21 5550 0199" in told
    assert (
        "+86 21 5550 0199" not in rival.client.get(reverse("accounts:organization_history")).content.decode()
    )


def test_a_customer_that_works_with_both_merges_its_suppliers_first(
    huarui: Relationship, foundry: Relationship
) -> None:
    meiling = person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR)
    Membership.objects.create(user=meiling.user, organization=foundry.supplier, roles=[Role.ADMINISTRATOR])
    with pytest.raises(Refused, match="Nordlicht Pumpen GmbH: works with both organisations"):
        actions.propose_organization_merge(
            huarui.supplier, foundry.supplier, reason="One licence.", by=meiling.actor, now=NOW
        )


def test_only_organisations_one_administers_are_merged(huarui: Relationship, rival: Person) -> None:
    second = supplier_of(rival, "Hua Rui Casting")
    meiling = person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR)
    Membership.objects.create(user=meiling.user, organization=second.supplier, roles=[Role.SALES])
    page = meiling.client.get(reverse("merging:propose_organization"), {"gone": second.supplier.slug})
    assert page.status_code == 404
    with pytest.raises(Refused, match="administer yourself"):
        actions.propose_organization_merge(
            huarui.supplier, second.supplier, reason="One licence.", by=meiling.actor, now=NOW
        )


def test_a_rival_and_a_buyer_find_nothing_of_it(
    huarui: Relationship, foundry: Relationship, manager: Person, rival: Person, buyer: Person
) -> None:
    merge = propose(huarui, foundry, manager)
    for name in ("merge", "approve", "refuse", "withdraw"):
        path = reverse(f"merging:{name}", args=[merge.pk])
        answer = (rival.client.get if name == "merge" else rival.client.post)(path)
        assert answer.status_code == 404, name
    assert buyer.client.get(reverse("merging:merges")).status_code == 404
    query = {"kept": huarui.slug, "gone": foundry.slug}
    assert rival.client.get(reverse("merging:propose"), query).status_code == 404


def test_from_a_suppliers_page_the_other_record_is_found_by_name_or_words(
    huarui: Relationship, foundry: Relationship, manager: Person
) -> None:
    page = manager.client.get(reverse("merging:merges"), {"of": huarui.slug, "q": "1100/4711"})
    assert [one.slug for one in page.context["counterparts"]] == [foundry.slug]
    assert manager.client.get(reverse("merging:merges"), {"of": "nobody"}).status_code == 404


def test_an_organisation_that_buys_is_not_merged_away(buyer: Person, huarui: Relationship) -> None:
    parent = organisation("Nordlicht Group", "nordlicht-group")
    ines = person(parent, "Ines Keller", Role.ADMINISTRATOR)
    Membership.objects.create(user=ines.user, organization=buyer.organization, roles=[Role.ADMINISTRATOR])
    with pytest.raises(Refused, match="keep that organisation"):
        actions.propose_organization_merge(parent, buyer.organization, reason="One.", by=ines.actor, now=NOW)
    assert Organization.objects.get(slug="nordlicht").merged_into is None


def test_which_suppliers_may_be_one() -> None:
    found = suspicions(
        [
            Known(1, ("Huarui Castings Co., Ltd.", "上海华锐铸造有限公司"), numbers=(("sap", "1000/4711"),)),
            Known(2, ("Huarui",), numbers=(("sap", "1100/4711"), ("sap", "1100/99"))),
            Known(3, ("上海华锐铸造",), (("uscc", "91310115MA1K3BTP2B"),)),
            Known(4, ("Bergquell Hydraulik GmbH",), (("vat", "DE811193231"),)),
            Known(5, ("Bergquell Hydraulik AG",), (("vat", "DE136695976"),)),
            Known(6, ("Other name",), (("tax", "MA1K3BTP2"),)),
            Known(7, ("Palmetto Fasteners & Supply LLC",)),
            Known(8, ("Palmeto Fasteners & Supply",)),
        ]
    )
    assert [(one.first, one.second, one.why) for one in found] == [
        (1, 2, "number"),
        (3, 6, "identifier"),
        (1, 3, "name"),
        (7, 8, "alike"),
    ]
    assert found[0] == Suspicion(1, 2, "number", "sap 1000/4711 · 1100/4711")


def test_what_a_record_shared_opens_nothing_of_the_one_it_is_joined_with(
    huarui: Relationship, foundry: Relationship, manager: Person, administrator: Person
) -> None:
    """Nordlicht joins the two; Huarui itself has agreed to the passport alone."""
    for relationship, subject in ((huarui, "passport"), (foundry, "passport"), (foundry, "statements")):
        theirs = Actor.system(relationship.supplier, "Hua Jun")
        actions.give_consent(relationship, subject, by=theirs, now=NOW)
    actions.approve_merge(propose(huarui, foundry, manager), by=administrator.actor, now=NOW)
    rows = Consent.objects.order_by("pk").values_list("relationship", "subject", "ended_at", "ended_by_name")
    assert list(rows) == [
        (huarui.pk, "passport", None, ""),
        (huarui.pk, "passport", NOW, "Ines Keller"),
        (huarui.pk, "statements", NOW, "Ines Keller"),
    ]


def test_a_company_that_joins_its_own_records_goes_on_sharing_what_either_shared(
    huarui: Relationship, foundry: Relationship, manager: Person, administrator: Person
) -> None:
    meiling = person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR, Role.SALES)
    Membership.objects.create(user=meiling.user, organization=foundry.supplier, roles=[Role.ADMINISTRATOR])
    jun = person(huarui.supplier, "Jun Li", Role.ADMINISTRATOR)
    for relationship, subject in ((huarui, "passport"), (foundry, "passport"), (foundry, "capacity")):
        theirs = Actor.system(relationship.supplier, "Hua Jun")
        actions.give_consent(relationship, subject, by=theirs, now=NOW)
    actions.approve_merge(propose(huarui, foundry, manager), by=administrator.actor, now=NOW)
    assert set(Consent.objects.in_force().values_list("relationship", "subject")) == {(huarui.pk, "passport")}

    merge = actions.propose_organization_merge(
        huarui.supplier, foundry.supplier, reason="One licence.", by=meiling.actor, now=NOW
    )
    actions.approve_merge(merge, by=jun.actor, now=NOW)
    assert set(Consent.objects.in_force().values_list("relationship", "subject")) == {
        (huarui.pk, "passport"),
        (huarui.pk, "capacity"),
    }
