"""A document that is accepted, refused or lapses, wherever that happens, moves the item that asked for it."""

from datetime import timedelta

from django.urls import reverse

from tandem.onboarding.actions import documents, qualification_items
from tandem.onboarding.actions.qualification_documents import reopen_lapsed
from tandem.onboarding.models import DocumentReview, Qualification
from tandem.relationships.models import Relationship
from tests.cast import Person
from tests.onboarding.qualification.conftest import NOW, PDF, TODAY, about, handed_in, item, waived

ISO, LICENCE, CODE = "ISO 9001 certificate", "Business licence", "Signed code of conduct"


def review_of(found: Qualification, title: str) -> DocumentReview:
    given = item(found, title).evidence.first()
    assert given is not None
    assert given.review is not None
    return given.review


def test_accepted_on_its_own_page_it_passes_the_item_and_with_it_the_stage(
    running: Qualification, buyer: Person, manager: Person, huarui_sales: Person
) -> None:
    waived(running, "Debarment and sanctions lists", manager)
    for title in (ISO, LICENCE, CODE):
        review = review_of(running, handed_in(running, title, huarui_sales).title)
        page = reverse("onboarding:accept_document", args=[review.pk])
        assert buyer.client.post(page).status_code == 302
    row = item(running, CODE)
    assert (row.status, row.settled_by_name, row.evidence.count()) == ("passed", "Ada Lindqvist", 1)
    assert list(running.stages.values_list("status", flat=True)) == ["passed", "open", "waiting"]


def test_one_that_nobody_handed_in_for_it_passes_it_too_when_it_is_of_the_kind(
    running: Qualification, huarui: Relationship, buyer: Person, huarui_sales: Person
) -> None:
    document = documents.hand_in(
        about("licence"), content=PDF, file_name="a.pdf", to=[huarui], by=huarui_sales.actor, now=NOW
    )
    review = DocumentReview.objects.get(document=document)
    documents.accept_document(review, by=buyer.actor, now=NOW)
    row = item(running, LICENCE)
    assert (row.status, row.evidence.get().review) == ("passed", review)
    assert [item(running, title).status for title in (ISO, CODE)] == ["open", "open"]


def test_refused_on_its_own_page_it_goes_back_and_what_had_passed_is_open_again(
    running: Qualification, buyer: Person, huarui_sales: Person
) -> None:
    handed_in(running, ISO, huarui_sales)
    page = reverse("onboarding:refuse_document", args=[review_of(running, ISO).pk])
    assert buyer.client.post(page, {"reason": "The annex is missing."}).status_code == 302
    row = item(running, ISO)
    assert (row.status, row.reason) == ("returned", "The annex is missing.")

    accepted = handed_in(running, LICENCE, huarui_sales)
    qualification_items.accept_item(accepted, by=buyer.actor, now=NOW)
    assert accepted.status == "passed"
    documents.refuse_document(
        review_of(running, LICENCE), reason="It was withdrawn.", by=buyer.actor, now=NOW
    )
    row = item(running, LICENCE)
    assert (row.status, row.reason, row.settled_by_name) == ("open", "It was withdrawn.", "")
    assert row.waits_for_supplier


def test_one_that_lapses_while_its_stage_is_under_way_is_asked_for_anew(
    running: Qualification, buyer: Person, huarui_sales: Person
) -> None:
    qualification_items.hand_in_document(
        item(running, ISO),
        about("iso_9001", until=TODAY + timedelta(days=5)),
        qualification_items.Upload("iso.pdf", PDF),
        by=huarui_sales.actor,
        now=NOW,
    )
    qualification_items.accept_item(item(running, ISO), by=buyer.actor, now=NOW)
    customer = buyer.organization.pk
    assert reopen_lapsed(customer, now=NOW + timedelta(days=5)) == 0
    assert reopen_lapsed(customer, now=NOW + timedelta(days=6)) == 1
    assert reopen_lapsed(customer, now=NOW + timedelta(days=6)) == 0
    row = item(running, ISO)
    assert (row.status, row.reason, row.reason_local) == (
        "open",
        "ISO 9001 quality management iso_9001-1 has lapsed already. Hand in its renewal.",
        "ISO 9001 质量管理体系 iso_9001-1已过期。请提交续期文件。",
    )
