"""Adding a supplier by hand: a known company is proposed, a wrong number refused, a similar name asked about."""

import json
import os
from pathlib import Path

import pytest

from tandem.accounts import actions as accounts
from tandem.accounts.models import Identifier, Organization
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tests.cast import HUARUI_USCC, Person, organisation

ADD = "/relationships/add/"
CASES = Path(os.environ.get("TANDEM_REAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
CASES /= "identifiers/uscc_cases.json"
FORM = {
    "name": "Huarui Castings Co., Ltd.",
    "name_local": "上海华锐铸造有限公司",
    "country": "CN",
    "stage": "registered",
}
CODE = {"scheme": "uscc", "value": HUARUI_USCC}


def test_a_new_company_becomes_a_supplier_with_its_checked_number(buyer: Person) -> None:
    response = buyer.client.post(ADD, FORM | CODE)
    assert response.status_code == 302
    assert response["Location"] == "/relationships/huarui-castings-co-ltd/"
    relationship = Relationship.objects.get()
    supplier = relationship.supplier
    assert (relationship.customer, relationship.stage) == (buyer.organization, "registered")
    assert (supplier.name_local, supplier.country, supplier.currency) == ("上海华锐铸造有限公司", "CN", "CNY")
    assert [str(one) for one in supplier.identifiers.all()] == [f"Unified social credit code {HUARUI_USCC}"]


def test_a_company_known_by_its_number_is_proposed_rather_than_kept_twice(
    huarui: Relationship, rival: Person
) -> None:
    proposal = rival.client.post(ADD, FORM | CODE | {"name": "Hua Rui"})
    assert proposal.status_code == 422
    assert "Tandem knows the company that bears this number" in proposal.content.decode()
    assert Organization.objects.filter(name="Hua Rui").count() == 0

    accepted = rival.client.post(ADD, FORM | CODE | {"name": "Hua Rui", "existing": "yes"})
    assert accepted.status_code == 302
    assert Relationship.objects.filter(supplier=huarui.supplier).count() == 2
    again = rival.client.post(ADD, FORM | CODE)
    assert "is one of your suppliers already" in again.content.decode()
    with_force = rival.client.post(ADD, FORM | CODE | {"existing": "yes"})
    assert with_force.status_code == 409


def test_a_similar_name_is_asked_about_among_ones_own_suppliers_only(
    huarui: Relationship, buyer: Person, rival: Person
) -> None:
    form = FORM | {"name": "HUARUI CASTING LTD", "name_local": ""}
    asked = buyer.client.post(ADD, form)
    assert asked.status_code == 422
    assert "You have suppliers with a name like this" in asked.content.decode()
    assert huarui.get_absolute_url() in asked.content.decode()
    assert buyer.client.post(ADD, form | {"another": "on"}).status_code == 302
    # The rival is not told that such a company exists.
    assert rival.client.post(ADD, form).status_code == 302


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (HUARUI_USCC[:-1] + "Q", "has a wrong check digit"),
        (HUARUI_USCC[:-2], "has the wrong length"),
        (HUARUI_USCC[:-1] + "I", "holds characters that this kind of number never has"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(buyer: Person, value: str, reason: str) -> None:
    response = buyer.client.post(ADD, FORM | {"scheme": "uscc", "value": value})
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not Relationship.objects.exists()


@pytest.mark.real_data
def test_real_codes_are_taken_and_their_corruptions_refused(huarui: Relationship, buyer: Person) -> None:
    if not CASES.exists():
        pytest.skip(f"{CASES} is absent")
    cases = json.loads(CASES.read_text())
    right = [code for code in cases["valid"] if code != HUARUI_USCC]
    for code in right:
        accounts.add_identifier(huarui.supplier, scheme="uscc", value=code, by=buyer.actor)
    assert Identifier.objects.count() == len(right) + 1
    mistyped = [code[:-1] + ("0" if code[-1] != "0" else "1") for code in cases["valid"]]
    for code in [*cases["invalid"], *mistyped]:
        with pytest.raises(Refused, match="Unified social credit code"):
            accounts.add_identifier(huarui.supplier, scheme="uscc", value=code, by=buyer.actor)


def test_what_is_missing_is_said_at_its_field(buyer: Person) -> None:
    response = buyer.client.post(ADD, {"name": "", "country": "AQ", "stage": "blacklisted", "value": "1"})
    errors = response.context["form"].errors
    assert set(errors) == {"name", "currency", "stage", "scheme"}
    assert errors["currency"] == ["Give the currency: this country has none of its own."]


def test_an_auditor_may_not_add(auditor: Person) -> None:
    assert auditor.client.post(ADD, FORM).status_code == 409
    assert not Organization.objects.filter(name=FORM["name"]).exists()


def test_two_companies_of_one_name_get_short_names_of_their_own(buyer: Person) -> None:
    organisation("Huarui Castings Co., Ltd.", "huarui-castings-co-ltd")
    buyer.client.post(ADD, FORM)
    assert Relationship.objects.get().slug == "huarui-castings-co-ltd-2"
