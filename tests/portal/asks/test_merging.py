"""Two records of one company become one: what the two ends did together is still found, by both."""

from datetime import timedelta

import pytest

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Token
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.messaging import actions as messaging
from tandem.messaging.models import Endpoint
from tandem.portal import actions
from tandem.portal.models import Ask, CustomerAccount, OwnRecord, RecordFile, SurveyAnswer
from tandem.relationships import actions as relationships
from tandem.relationships.models import Merge, Relationship
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person, person, supplier_of
from tests.portal.asks.conftest import DUE, asked
from tests.portal.asks.test_links import address, hand_in, linked, phone

SCORES = {"clarity": 4, "fairness": 4, "forecast": 3, "payment": 5}


@pytest.fixture
def foundry(buyer: Person, huarui: Relationship) -> Relationship:
    """The same company, entered a second time under its old name."""
    return supplier_of(buyer, "Huarui Foundry Ltd.")


def as_one(kept: Relationship, gone: Relationship, manager: Person, administrator: Person) -> Merge:
    merge = relationships.propose_merge(kept, gone, reason="One licence.", by=manager.actor, now=NOW)
    relationships.approve_merge(merge, by=administrator.actor, now=NOW)
    return merge


def test_a_link_sent_to_the_record_that_goes_still_opens_and_its_request_is_the_others(
    huarui: Relationship,
    foundry: Relationship,
    sales: Person,
    buyer: Person,
    manager: Person,
    administrator: Person,
) -> None:
    ask = asked("certificate", foundry, buyer, certificate_kind="iso_9001")
    _, token = linked(ask, buyer)
    merge = as_one(huarui, foundry, manager, administrator)
    assert ("requests", [f"Upload a certificate · {foundry}"]) in merge.moved
    assert sales.client.get(f"/portal/asks/{ask.pk}/").status_code == 200
    assert phone().get(address("open", token)).status_code == 200
    assert hand_in(token, phone()).status_code == 302
    ask.refresh_from_db()
    assert (ask.status, ask.relationship) == ("answered", huarui)


def test_what_people_of_the_record_that_goes_answered_is_not_shown_to_the_others(
    huarui: Relationship,
    foundry: Relationship,
    sales: Person,
    buyer: Person,
    manager: Person,
    administrator: Person,
) -> None:
    """A customer's mistake must not show one supplier what another one answered."""
    theirs = person(foundry.supplier, "Otto Berg", Role.SALES)
    ask = asked("certificate", foundry, buyer, certificate_kind="iso_9001")
    as_one(huarui, foundry, manager, administrator)
    assert sales.client.get(f"/portal/asks/{ask.pk}/").status_code == 404
    assert theirs.client.get(f"/portal/asks/{ask.pk}/").status_code == 200


def test_one_survey_keeps_one_answer_a_supplier(
    huarui: Relationship, foundry: Relationship, buyer: Person, manager: Person, administrator: Person
) -> None:
    for number in range(3):
        supplier_of(buyer, f"Supplier {number}")
    survey = actions.open_survey("2026-Q3", closes_on=DUE, by=buyer.actor, now=NOW)
    for one in (huarui, foundry):
        ask = Ask.objects.get(survey=survey, relationship=one)
        link, _ = linked(ask, buyer)
        by = actions.link_actor(link)
        actions.answer_survey(ask, SCORES, by=by, now=NOW, via=Ask.Via.LINK)
    as_one(huarui, foundry, manager, administrator)
    assert set(SurveyAnswer.objects.values_list("relationship", flat=True)) == {huarui.pk, foundry.pk}


@pytest.fixture
def second(huarui: Relationship, rival: Person) -> Relationship:
    """Kestrel entered Huarui a second time, and Huarui's people act for that record too."""
    return supplier_of(rival, "Hua Rui Casting")


def test_all_that_a_supplier_kept_follows_when_its_two_organisations_become_one(
    huarui: Relationship, second: Relationship, rival: Person
) -> None:
    admin = (Role.ADMINISTRATOR, Role.SALES)
    meiling = person(second.supplier, "Hua Meiling", *admin)
    jun = person(huarui.supplier, "Jun Li", *admin)
    lan = person(second.supplier, "Lan Wei", Role.SALES)
    kept = Membership.objects.create(user=meiling.user, organization=huarui.supplier, roles=list(admin))
    ask = asked("certificate", second, rival, certificate_kind="iso_9001")
    _, token = linked(ask, rival)
    survey_ask = _survey(second, rival)
    actions.answer_survey(survey_ask, SCORES, by=lan.actor, now=NOW, via=Ask.Via.PORTAL)
    private = actions.keep_private_customer({"name": "Palmetto"}, by=lan.actor)
    file = RecordFile.objects.create(
        supplier=second.supplier, file_name="ours.csv", uploaded_at=NOW, uploaded_by="Lan Wei"
    )
    OwnRecord.objects.create(
        supplier=second.supplier, relationship=second, file=file, row=2, document="1", line="10",
        delivered_on=NOW.date(), quantity=5,
    )  # fmt: skip
    of_both, of_one, service = token_of(meiling), token_of(lan), token_of(meiling, service=True)
    messaging.add_endpoint(
        "ERP", url="https://erp.example/hook", chosen=["request.asked"], by=meiling.actor, now=NOW
    )
    invited = accounts.invite(
        second.supplier,
        email="new@hua.example",
        roles=[Role.SALES],
        site="http://t/",
        by=meiling.actor,
        now=NOW,
    )

    merge = relationships.propose_organization_merge(
        huarui.supplier, second.supplier, reason="One licence.", by=person_at(kept), now=NOW
    )
    relationships.approve_merge(merge, by=jun.actor, now=NOW)

    assert {kind for kind, _names in merge.moved} == {
        "customers", "members", "tokens", "invitations", "webhooks", "record_files", "customer_accounts",
    }  # fmt: skip
    assert phone().get(address("open", token)).status_code == 200
    assert hand_in(token, phone()).status_code == 302
    for path in (f"/portal/asks/{ask.pk}/", f"/portal/accounts/{private.pk}/", f"/portal/records/{file.pk}/"):
        assert jun.client.get(path).status_code == 200, path
    assert SurveyAnswer.objects.visible_to(jun.actor).count() == 1
    assert OwnRecord.objects.visible_to(jun.actor).count() == 1
    assert CustomerAccount.objects.visible_to(jun.actor).count() == 1
    for secret in (of_both, of_one, service):
        assert [each["customer"]["slug"] for each in Api(secret).get("customers").json()["items"]] == [
            "kestrel",
            "nordlicht",
        ]
    assert Endpoint.objects.get().organization == huarui.supplier
    invited.refresh_from_db()
    assert (invited.organization, invited.sender) == (huarui.supplier, huarui.supplier)
    assert Token.objects.get(digest__isnull=False, user=meiling.user).membership == kept


def test_who_no_longer_administers_the_other_organisation_does_not_merge_it_away(
    huarui: Relationship, second: Relationship
) -> None:
    jun = person(huarui.supplier, "Jun Li", Role.ADMINISTRATOR)
    meiling = person(huarui.supplier, "Hua Meiling", Role.ADMINISTRATOR)
    held = Membership.objects.create(
        user=meiling.user, organization=second.supplier, roles=[Role.ADMINISTRATOR]
    )
    merge = relationships.propose_organization_merge(
        huarui.supplier, second.supplier, reason="One licence.", by=meiling.actor, now=NOW
    )
    held.delete()
    with pytest.raises(Refused, match="no longer administers"):
        relationships.approve_merge(merge, by=jun.actor, now=NOW)
    second.supplier.refresh_from_db()
    assert second.supplier.merged_into is None


def person_at(membership: Membership) -> Actor:
    return Actor.member(membership)


def _survey(relationship: Relationship, by: Person) -> Ask:
    for number in range(4):
        supplier_of(by, f"Supplier {number}")
    survey = actions.open_survey("2026-Q3", closes_on=DUE + timedelta(days=1), by=by.actor, now=NOW)
    return Ask.objects.get(survey=survey, relationship=relationship)
