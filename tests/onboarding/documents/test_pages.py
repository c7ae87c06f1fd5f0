"""The pages of both ends, the workbook and the API: who sees what, and what is answered to whom."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tandem.accounts.models import AuditEntry, Site
from tandem.core.errors import Refused
from tandem.onboarding.models import Approval, Document, DocumentReview
from tandem.portal import actions as portal
from tandem.portal.actions.asks import Wanted
from tandem.portal.models import Ask
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person
from tests.onboarding.documents.conftest import PDF, TODAY, accepted, approved, handed

DAY = timedelta(days=1)


def sent(**values: Any) -> dict[str, Any]:
    return {
        "kind": "iso_9001",
        "number": "Q-7",
        "issuer": "SGS",
        "valid_from": "2026-01-01",
        "valid_until": "2028-12-31",
        "language": "zh",
        "file": SimpleUploadedFile("whatever.exe", PDF),
        **values,
    }


def test_a_document_goes_from_the_supplier_s_phone_to_the_customer_s_word(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person, otto: Person, files: Path
) -> None:
    address = reverse("onboarding_supplier:new_document")
    wrong = sales.client.post(address, sent(file=SimpleUploadedFile("iso.pdf", b"MZ\x90")))
    assert (wrong.status_code, Document.objects.count()) == (422, 0)
    assert sales.client.post(address, sent(to=[huarui.pk])).status_code == 302
    document = Document.objects.get()
    assert (document.file_name, document.media_type) == ("whatever.pdf", "application/pdf")
    assert (files / document.path).read_bytes() == PDF
    review = document.reviews.get()
    assert "Q-7" in buyer.client.get(reverse("onboarding:documents") + "?state=waiting").content.decode()
    assert buyer.client.post(reverse("onboarding:accept_document", args=[review.pk])).status_code == 302
    review.refresh_from_db()
    assert review.status == "accepted"

    ours = reverse("onboarding:document_file", args=[review.pk])
    theirs = reverse("onboarding_supplier:document_file", args=[document.pk])
    answer = buyer.client.get(ours)
    assert b"".join(answer) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert sales.client.get(theirs).status_code == 200
    assert rival.client.get(ours).status_code == otto.client.get(theirs).status_code == 404
    page = sales.client.get(reverse("onboarding_supplier:document", args=[document.pk])).content.decode()
    assert "Ada Lindqvist" in page
    trail = AuditEntry.objects.about(document).filter(verb="downloaded")
    assert sorted(entry.actor_name for entry in trail) == ["Ada Lindqvist", "Lan Fang"]


def test_the_list_is_filtered_exported_and_asked(
    huarui: Relationship, castings: Category, hamburg: Site, manager: Person, rival: Person
) -> None:
    line = approved(huarui, castings, manager, hamburg)
    page = manager.client.get(reverse("onboarding:approved"), {"q": "huarui", "site": hamburg.pk})
    assert "Huarui" in page.content.decode()
    none = manager.client.get(reverse("onboarding:approved"), {"status": "suspended"}).content.decode()
    assert "No line of the list fits" in none
    book = b"".join(manager.client.get(reverse("onboarding:export_approved")))
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        words = parts.read("xl/sharedStrings.xml").decode()
    assert "Huarui Castings Co., Ltd." in words
    assert "Audit passed with 91 of 100." in words
    api = Api(token_of(manager))
    listed = api.get("approved-suppliers").json()["items"]
    assert [(each["id"], each["category"], each["site"]) for each in listed] == [(line.pk, "castings", "HAM")]
    question = {"supplier": huarui.slug, "category": "castings", "site": "HAM", "on": TODAY.isoformat()}
    assert api.get("approved-suppliers/question", **question).json() == {
        "allowed": True,
        "reasons": [],
        "remarks": [],
        "approval": {
            "id": line.pk,
            "category": "castings",
            "site": "HAM",
            "status": "approved",
            "starts_on": (TODAY - 30 * DAY).isoformat(),
            "ends_on": None,
        },
    }
    unknown = api.get("approved-suppliers/question", **{**question, "category": "gold"})
    assert (unknown.status_code, unknown.json()["detail"]) == (
        409,
        "There is no category with the code “gold”.",
    )
    assert Api(token_of(rival)).get("approved-suppliers/question", **question).status_code == 404
    assert Api(token_of(rival)).get("approved-suppliers").json()["items"] == []


def test_a_line_is_made_suspended_and_ended_on_its_pages(
    huarui: Relationship, castings: Category, manager: Person, buyer: Person, sales: Person, rival: Person
) -> None:
    address = reverse("onboarding:approve", args=[huarui.slug])
    given = {
        "category": castings.pk,
        "starts_on": "2026-11-01",
        "reason": "Audit passed.",
        "condition_1": "Send the control plan.",
    }
    assert manager.client.post(address, given).status_code == 422  # by which day?
    assert manager.client.post(address, {**given, "due_1": "2027-01-31"}).status_code == 302
    line = Approval.objects.get()
    assert line.status == "conditional"
    for name in ("suspend_approval", "reinstate_approval"):
        where = reverse(f"onboarding:{name}", args=[line.pk])
        assert rival.client.post(where, {"reason": "x"}).status_code == 404
        assert buyer.client.post(where, {"reason": "x"}).status_code == 409
        assert manager.client.post(where, {"reason": "Cracks."}).status_code == 302
    own = sales.client.get(reverse("onboarding_supplier:approvals")).content.decode()
    assert "Send the control plan." in own
    assert "铸件" in own
    met = reverse("onboarding:meet_condition", args=[line.pk, line.conditions.get().pk])
    assert manager.client.post(met, {"evidence": "Seen."}).status_code == 302
    manager.client.post(reverse("onboarding:end_approval", args=[line.pk]), {"reason": "Over."})
    line.refresh_from_db()
    assert line.status == "ended"


def test_a_certificate_accepted_as_a_request_is_an_accepted_document(
    huarui: Relationship, castings: Category, buyer: Person, manager: Person, sales: Person
) -> None:
    wanted = Wanted(Ask.Kind.CERTIFICATE, due_on=TODAY + 9 * DAY, certificate_kind="iso_9001")
    ask = portal.ask_supplier(huarui, wanted, by=buyer.actor, now=NOW)
    given = {
        "kind": "iso_9001",
        "number": "Q-9",
        "issuer": "SGS",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2028, 12, 31),
    }
    certificate = portal.hand_in_certificate(
        ask, given, file_name="iso.pdf", content=PDF, by=sales.actor, now=NOW, via="portal"
    )
    assert not Document.objects.exists()
    assert buyer.client.post(reverse("portal_customer:accept_answer", args=[ask.pk])).status_code == 302
    review = DocumentReview.objects.get()
    assert (review.status, review.document.path, review.document.recorded_by) == (
        "accepted",
        certificate.path,
        None,
    )
    assert Document.objects.visible_to(sales.actor).get() == review.document
    approved(huarui, castings, manager, rests_on=["iso_9001"], now=NOW)
    with pytest.raises(Refused, match="You have accepted ISO 9001"):
        portal.ask_supplier(huarui, wanted, by=buyer.actor, now=NOW)


def test_a_shared_document_is_taken_up(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person
) -> None:
    document = handed(sales)
    where = reverse("onboarding:take_up_document", args=[huarui.slug, document.pk])
    assert buyer.client.post(where).status_code == 404
    relationships.give_consent(huarui, "documents", by=sales.actor, now=NOW)
    tab = buyer.client.get(reverse("onboarding:documents_tab", args=[huarui.slug])).content.decode()
    assert "Shared with you" in tab
    assert rival.client.post(where).status_code == 404
    assert buyer.client.post(where).status_code == 302
    assert accepted(document, huarui, buyer).status == "accepted"
