"""A customer asks, its supplier answers, and both ends see the same; nobody else sees anything."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tandem.accounts.models import AuditEntry
from tandem.core.errors import Refused
from tandem.portal import actions
from tandem.portal.actions import LineAnswer
from tandem.portal.actions.asks import Wanted
from tandem.portal.models import Ask, Certificate
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card
from tests.cast import NOW, Person, supplier_of
from tests.portal.asks.conftest import DUE, PDF, asked
from tests.scorecards import business

FUTURE = date(2026, 12, 10)


def trail(ask: Ask) -> list[tuple[str, str, bool]]:
    entries = AuditEntry.objects.about(ask).order_by("pk")
    return [(entry.actor_name, entry.verb, entry.shared) for entry in entries]


def test_the_lines_of_a_period_are_checked_one_by_one(
    books: None, huarui: Relationship, buyer: Person, sales: Person
) -> None:
    ask = asked("check_data", huarui, buyer, period="2026-Q3", message="Please look at July.")
    lines = list(ask.lines.all())
    assert (len(lines), ask.lines_in_all) == (20, 20)
    assert [line.days_late for line in lines[:5]] == [5, 5, 5, 5, 0]  # what was late comes first

    page = sales.client.get(reverse("portal:ask", args=[ask.pk]))
    assert "Please look at July." in page.content.decode()
    wrong = lines[0]
    unsaid = {f"verdict_{wrong.pk}": "wrong", "rest": "on"}
    refused = sales.client.post(reverse("portal:ask", args=[ask.pk]), unsaid)
    assert refused.status_code == 422
    ask.refresh_from_db()
    assert ask.status == Ask.Status.ASKED

    said = unsaid | {f"remark_{wrong.pk}": "Received on the 25th, see our note.", "remark": "One is wrong."}
    assert sales.client.post(reverse("portal:ask", args=[ask.pk]), said).status_code == 302
    ask.refresh_from_db()
    assert (ask.status, ask.answered_by_name, ask.answered_via) == ("answered", "Lan Fang", "portal")
    answered = list(ask.lines.values_list("verdict", "remark"))
    assert answered == [("wrong", "Received on the 25th, see our note."), *[("right", "")] * 19]

    shown = buyer.client.get(reverse("portal_customer:ask", args=[ask.pk])).content.decode()
    assert "Received on the 25th, see our note." in shown
    buyer.client.post(
        reverse("portal_customer:return_answer", args=[ask.pk]),
        {"reason": "Which note?", "due_on": "2026-12-01"},
    )
    ask.refresh_from_db()
    assert (ask.status, ask.due_on, ask.reason) == ("returned", date(2026, 12, 1), "Which note?")
    sales.client.post(reverse("portal:ask", args=[ask.pk]), {"rest": "on"} | said)
    buyer.client.post(reverse("portal_customer:accept_answer", args=[ask.pk]))
    assert trail(ask) == [
        ("Ada Lindqvist", "asked", True),
        ("Lan Fang", "moved_status", True),
        ("Ada Lindqvist", "moved_status", True),
        ("Lan Fang", "moved_status", True),
        ("Ada Lindqvist", "moved_status", True),
    ]
    assert AuditEntry.objects.visible_to(sales.actor).about(ask).count() == 5


def test_dates_are_confirmed_or_others_proposed_and_the_facts_stay(
    books: None, huarui: Relationship, buyer: Person, sales: Person
) -> None:
    first, second = (business.order("100", 9000 + n, FUTURE, status="open") for n in range(2))
    business.load_orders(buyer.organization, [first, second])
    chosen = frozenset({f"erp\t{first['document']}\t1\t1", f"erp\t{second['document']}\t1\t1"})
    ask = asked("confirm_date", huarui, buyer, chosen=chosen)
    one, two = ask.lines.all()
    answers = {
        one.pk: LineAnswer("confirmed"),
        two.pk: LineAnswer("other_date", "Furnace repair", date(2026, 12, 20)),
    }
    with pytest.raises(Refused, match="reason"):
        actions.confirm_dates(
            ask, {**answers, two.pk: LineAnswer("other_date", "", date(2026, 12, 20))}, by=sales.actor, now=NOW,
            via="portal",
        )  # fmt: skip
    actions.confirm_dates(ask, answers, by=sales.actor, now=NOW, via="portal")
    assert list(ask.lines.values_list("verdict", "proposed_on", "remark")) == [
        ("confirmed", None, ""),
        ("other_date", date(2026, 12, 20), "Furnace repair"),
    ]
    again = asked("confirm_date", huarui, buyer)
    assert {line.due_on for line in again.lines.all()} == {FUTURE}


def test_a_certificate_is_kept_out_of_reach_and_each_download_is_on_record(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person, other_supplier: Person, files: Path
) -> None:
    ask = asked("certificate", huarui, buyer, certificate_kind="iso_9001")
    address = reverse("portal:ask", args=[ask.pk])
    given = {
        "kind": "iso_9001", "number": "CN-1", "issuer": "TÜV", "valid_from": "2026-01-01", "valid_until": "2028-12-31",
    }  # fmt: skip
    liar = SimpleUploadedFile("cert.pdf", b"MZ\x90 an executable", content_type="application/pdf")
    refused = sales.client.post(address, {**given, "file": liar})
    assert refused.status_code == 422
    assert Certificate.objects.count() == 0
    sent = SimpleUploadedFile("..\\..\\ISO <9001>.exe", PDF, content_type="text/html")
    assert sales.client.post(address, {**given, "file": sent}).status_code == 302
    certificate = Certificate.objects.get()
    assert (certificate.file_name, certificate.media_type) == ("ISO 9001.pdf", "application/pdf")
    assert (files / certificate.path).read_bytes() == PDF

    for who, name in ((buyer, "portal_customer:certificate"), (sales, "portal:certificate")):
        answer = who.client.get(reverse(name, args=[ask.pk, certificate.pk]))
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"] == 'attachment; filename="ISO 9001.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
    for who in (rival, other_supplier):
        for name in ("portal_customer:certificate", "portal:certificate"):
            assert who.client.get(reverse(name, args=[ask.pk, certificate.pk])).status_code == 404
    assert [entry for entry in trail(ask) if entry[1] == "certificate_downloaded"] == [
        ("Ada Lindqvist", "certificate_downloaded", True),
        ("Lan Fang", "certificate_downloaded", True),
    ]


def test_many_are_asked_at_once_and_those_without_a_card_are_named(
    card: Card, huarui: Relationship, buyer: Person
) -> None:
    newcomer = supplier_of(buyer, "Newcomer Ltd.")
    done, refused = actions.ask_many(
        [huarui, newcomer], Wanted("scorecard", due_on=DUE), by=buyer.actor, now=NOW
    )
    assert [(ask.relationship, ask.card) for ask in done] == [(huarui, card)]
    assert [relationship for relationship, _ in refused] == [newcomer]
    address = reverse("portal_customer:ask_suppliers", args=["certificate"])
    sent = {"suppliers": [huarui.pk, newcomer.pk], "certificate_kind": "licence", "due_on": "2026-12-01"}
    assert buyer.client.post(address, sent).status_code == 302
    assert Ask.objects.filter(kind="certificate", certificate_kind="licence").count() == 2


def test_every_supplier_can_be_found_and_those_ticked_stay(
    huarui: Relationship, buyer: Person, rival: Person
) -> None:
    others = [supplier_of(buyer, f"Supplier {place:03} Ltd.") for place in range(110)]
    address = reverse("portal_customer:ask_suppliers", args=["certificate"])
    page = buyer.client.get(address).content.decode()
    assert "Supplier 050 Ltd." in page
    assert "Supplier 109 Ltd." not in page  # a hundred are shown, the search reaches the others
    found = buyer.client.get(
        address, {"q": "supplier 109", "suppliers": str(huarui.pk)}, headers={"HX-Request": "true"}
    )
    assert found["HX-Replace-Url"] == f"{address}?q=supplier+109"
    names = re.findall(r'asked-pick-name">([^<]+)', found.content.decode())
    assert names == [str(huarui), "Supplier 109 Ltd."]
    assert "No supplier fits" in buyer.client.get(address, {"q": "nobody"}).content.decode()

    sent = {"certificate_kind": "licence", "due_on": "2026-12-01"}
    nobody = buyer.client.post(f"{address}?q=supplier+10", sent)
    assert nobody.status_code == 422
    assert "Choose at least one supplier." in nobody.content.decode()
    everybody = {**sent, "suppliers": [huarui.pk], "every": "on"}
    assert buyer.client.post(f"{address}?q=supplier+10", everybody).status_code == 302
    asked_of = {ask.relationship for ask in Ask.objects.all()}
    assert asked_of == {huarui, *others[100:110], others[10]}


def test_more_than_three_hundred_are_not_asked_at_once(
    huarui: Relationship, buyer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tandem.relationships.picking.MOST_ASKED", 2)
    for place in range(2):
        supplier_of(buyer, f"Supplier {place} Ltd.")
    address = reverse("portal_customer:ask_suppliers", args=["certificate"])
    sent = {"certificate_kind": "licence", "due_on": "2026-12-01", "every": "on"}
    refused = buyer.client.post(address, sent)
    assert refused.status_code == 422
    assert "At most 2 suppliers are asked at once" in refused.content.decode()
    assert not Ask.objects.exists()


def test_an_unanswered_request_is_overdue_the_day_after(
    huarui: Relationship, buyer: Person, now: Any
) -> None:
    ask = asked("certificate", huarui, buyer, certificate_kind="other")
    listed = reverse("portal_customer:asks") + "?status=overdue"
    assert "Huarui" not in buyer.client.get(listed).content.decode().split("<tbody>")[-1]
    now.shift(timedelta(days=8))
    assert "Huarui" in buyer.client.get(listed).content.decode()
    assert ask.is_overdue(DUE + timedelta(days=1))
    assert not ask.is_overdue(DUE)


def test_what_is_withdrawn_takes_no_answer(huarui: Relationship, buyer: Person, sales: Person) -> None:
    ask = asked("certificate", huarui, buyer, certificate_kind="other")
    actions.withdraw(ask, reason="Found it.", by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="withdrawn"):
        actions.hand_in_certificate(
            Ask.objects.get(), {}, file_name="a.pdf", content=PDF, by=sales.actor, now=NOW, via="portal"
        )
    with pytest.raises(Refused, match="cannot go from"):
        actions.accept(ask, by=buyer.actor, now=NOW)


def test_neither_a_rival_nor_another_supplier_nor_an_auditor_may_ask_or_answer(
    huarui: Relationship, buyer: Person, sales: Person, rival: Person, other_supplier: Person, auditor: Person
) -> None:
    ask = asked("certificate", huarui, buyer, certificate_kind="other")
    for who in (rival, other_supplier):
        assert not Ask.objects.visible_to(who.actor).exists()
        for name in ("portal:ask", "portal_customer:ask"):
            assert who.client.get(reverse(name, args=[ask.pk])).status_code == 404
            assert who.client.post(reverse(name, args=[ask.pk])).status_code in {404, 405}
    assert sales.client.get(reverse("portal_customer:ask", args=[ask.pk])).status_code == 404
    assert auditor.client.get(reverse("portal_customer:ask", args=[ask.pk])).status_code == 200
    new = reverse("portal_customer:new_ask", args=[huarui.slug, "certificate"])
    assert auditor.client.get(new).status_code == 409
    assert buyer.client.get(new).status_code == 200
    for who in (rival, auditor, sales):
        with pytest.raises(Refused):
            asked("certificate", huarui, who, certificate_kind="other")
    with pytest.raises(Refused):
        actions.mark_read(ask, by=other_supplier.actor, now=NOW, via="portal")
