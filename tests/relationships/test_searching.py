"""A supplier is found by either name, its numbers, its identifiers and the names it bore."""

from django.urls import reverse

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.core.fence import NOBODY, acting_as
from tandem.relationships import actions
from tandem.relationships.actions.newcomers import Newcomer, create_suppliers_for_numbers
from tandem.relationships.models import Relationship
from tests.cast import HUARUI_USCC, NOW, Person


def found(text: str, by: Actor) -> list[str]:
    rows = Relationship.objects.visible_to(by).filter(search_text__contains=text.lower())
    return list(rows.values_list("slug", flat=True))


def test_what_a_supplier_is_found_by_follows_what_is_known_of_it(huarui: Relationship, buyer: Person) -> None:
    by = buyer.actor
    assert found("HUARUI cast", by) == ["huarui-castings-co-ltd"]
    assert found("华锐", by) == ["huarui-castings-co-ltd"]
    assert found(HUARUI_USCC, by) == ["huarui-castings-co-ltd"]

    number = actions.number_supplier(huarui, source="SAP", key="1000/V-0077", by=by)
    actions.remember_alias(huarui, "Hua Rui Foundry", "hua rui foundry", by=by)
    assert found("v-0077", by) == ["huarui-castings-co-ltd"]
    assert found("foundry", by) == ["huarui-castings-co-ltd"]

    actions.forget_number(number, by=by)
    actions.forget_alias(huarui.aliases.get(), by=by)
    assert found("v-0077", by) == []
    assert found("foundry", by) == []


def test_a_supplier_that_renames_itself_is_found_by_its_new_name(
    huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    accounts.change_organization(huarui.supplier, {"name": "Huarui Foundry Co., Ltd."}, by=huarui_sales.actor)
    assert found("huarui foundry", buyer.actor) == ["huarui-castings-co-ltd"]
    assert found("huarui castings", buyer.actor) == []


def test_a_supplier_named_like_an_address_of_the_room_still_has_a_page(buyer: Person) -> None:
    relationship = actions.add_supplier("Import", by=buyer.actor, now=NOW, country="CN", currency="CNY")
    assert relationship.supplier.slug == "import"
    assert relationship.slug == "import-supplier"


def test_so_has_one_that_came_in_with_its_first_order(buyer: Person) -> None:
    newcomer = Newcomer(key="V-1", name="Import", country="CN", currency="CNY")
    (relationship,) = create_suppliers_for_numbers("SAP", [newcomer], by=buyer.actor, now=NOW)
    assert relationship.slug == "import-supplier"
    assert found("v-1", buyer.actor) == ["import-supplier"]


def test_its_own_request_leaves_what_its_customer_alone_knows(
    huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    """Hua Meiling sees neither Nordlicht's numbers nor its aliases: both are found as before."""
    actions.number_supplier(huarui, source="SAP", key="1000/V-0077", by=buyer.actor)
    actions.remember_alias(huarui, "Hua Rui Foundry", "hua rui foundry", by=buyer.actor)
    named = {"name": "Huarui Precision Co., Ltd.", "country": "CN", "currency": "CNY"}
    with acting_as(NOBODY):
        answer = huarui_sales.client.post(reverse("accounts:edit_organization"), named)
    assert answer.status_code == 302
    for text in ("huarui precision", "v-0077", "hua rui foundry"):
        assert found(text, buyer.actor) == ["huarui-castings-co-ltd"], text
