"""A supplier hands a document to customers of its choice; each says what it thinks; approvals follow."""

from datetime import date, timedelta

import pytest

from tandem.accounts.models import AuditEntry
from tandem.core.errors import Refused
from tandem.core.fence import Acting, acting_as
from tandem.onboarding import actions
from tandem.onboarding.models import Document, DocumentReview
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship
from tests.cast import NOW, Person
from tests.onboarding.documents.conftest import PDF, TODAY, about, accepted, approved, handed

DAY = timedelta(days=1)


def sees(who: Person, document: Document) -> bool:
    """By either gate: the query's and the database's."""
    by_query = Document.objects.visible_to(who.actor).filter(pk=document.pk).exists()
    with acting_as(Acting(person=who.user.pk, organization=who.organization.pk)):
        by_fence = Document.objects.filter(pk=document.pk).exists()
    assert by_query == by_fence
    return by_query


def test_only_those_it_was_handed_to_see_a_document(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person, otto: Person
) -> None:
    document = handed(sales)
    assert [sees(who, document) for who in (sales, buyer, rival, otto)] == [True, False, False, False]
    actions.hand_to(document, huarui, by=sales.actor, now=NOW)
    actions.hand_to(document, huarui, by=sales.actor, now=NOW)
    assert [sees(who, document) for who in (sales, buyer, rival, otto)] == [True, True, False, False]
    assert DocumentReview.objects.visible_to(buyer.actor).get().status == "waiting"
    with pytest.raises(Refused):
        actions.hand_to(document, huarui, by=otto.actor, now=NOW)


def test_a_consent_shows_the_supplier_s_documents_without_handing_each_in(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person
) -> None:
    document = handed(sales)
    relationships.give_consent(huarui, "documents", by=sales.actor, now=NOW)
    assert [sees(who, document) for who in (buyer, rival)] == [True, False]
    relationships.end_consent(huarui, "documents", by=sales.actor, now=NOW)
    assert not sees(buyer, document)


def test_a_customer_accepts_or_says_what_is_wrong(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person, auditor: Person
) -> None:
    review = DocumentReview.objects.get(document=handed(sales, huarui))
    for who in (rival, sales, auditor):
        with pytest.raises(Refused):
            actions.accept_document(review, by=who.actor, now=NOW)
    with pytest.raises(Refused, match="Say what is wrong"):
        actions.refuse_document(review, reason="", by=buyer.actor, now=NOW)
    actions.refuse_document(review, reason="The second page is missing.", by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="cannot go from “Refused” to “Accepted”"):
        actions.accept_document(review, by=buyer.actor, now=NOW)
    again = accepted(handed(sales, huarui), huarui, buyer)
    assert (again.status, again.decided_by_name) == ("accepted", "Ada Lindqvist")
    trail = AuditEntry.objects.about(huarui).filter(verb__startswith="document_").order_by("pk")
    assert [(entry.verb, entry.reason) for entry in trail] == [
        ("document_handed_in", ""),
        ("document_refused", "The second page is missing."),
        ("document_handed_in", ""),
        ("document_accepted", ""),
    ]


def test_a_lapsed_document_is_not_accepted_and_dates_make_sense(
    huarui: Relationship, buyer: Person, sales: Person
) -> None:
    old = handed(sales, huarui, valid_until=TODAY - DAY)
    with pytest.raises(Refused, match="has lapsed already"):
        accepted(old, huarui, buyer)
    with pytest.raises(Refused, match="ends after it begins"):
        handed(sales, huarui, valid_from=TODAY, valid_until=TODAY)
    with pytest.raises(Refused, match="no whole PDF"):
        actions.hand_in(about(), content=b"MZ", file_name="a.pdf", to=[], by=sales.actor, now=NOW)


def test_what_a_customer_writes_down_stays_with_the_two(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person
) -> None:
    review = actions.record_document(
        huarui, about(), content=PDF, file_name="scan.pdf", by=buyer.actor, now=NOW
    )
    assert [sees(who, review.document) for who in (sales, buyer, rival)] == [True, True, False]
    assert review.document.organization == huarui.supplier


def test_a_document_accepted_no_longer_suspends_what_rests_on_it(
    huarui: Relationship, castings: Category, manager: Person, buyer: Person, sales: Person
) -> None:
    review = accepted(handed(sales, huarui), huarui, buyer)
    line = approved(huarui, castings, manager, rests_on=["iso_9001"], now=NOW)
    actions.refuse_document(review, reason="The issuer knows no such number.", by=buyer.actor, now=NOW)
    line.refresh_from_db()
    assert (line.status, line.suspended_for) == ("suspended", review.document)
    renewal = handed(sales, huarui, replaces=review.document, number="Q-1002")
    accepted(renewal, huarui, buyer)
    line.refresh_from_db()
    assert (line.status, line.suspended_for) == ("approved", None)
    assert [rest.document for rest in line.rests.all()] == [renewal]
    assert [(change.status, change.told) for change in line.changes.all()][1:] == [
        ("suspended", "The issuer knows no such number."),
        ("approved", "ISO 9001 quality management Q-1002 was accepted."),
    ]


def test_a_renewal_is_the_same_thing_anew(huarui: Relationship, buyer: Person, sales: Person) -> None:
    """Else an insurance could carry what rests on a certificate."""
    certificate = handed(sales, huarui)
    accepted(certificate, huarui, buyer)
    with pytest.raises(Refused, match="is of another kind"):
        handed(sales, huarui, replaces=certificate, kind="insurance")
    with pytest.raises(Refused, match="is of another kind"):
        actions.record_document(
            huarui,
            about(kind="insurance"),
            content=PDF,
            file_name="a.pdf",
            replaces=certificate,
            by=buyer.actor,
            now=NOW,
        )


def test_a_document_valid_to_the_end_of_the_calendar_can_be_renewed(
    huarui: Relationship, buyer: Person, sales: Person
) -> None:
    forever = handed(sales, huarui, valid_until=date.max)
    for who, page in (
        (sales, f"/onboarding/own/documents/new/?replaces={forever.pk}"),
        (buyer, f"/onboarding/relationships/{huarui.slug}/documents/add/?replaces={forever.pk}"),
    ):
        assert who.client.get(page).status_code == 200
