"""A supplier's person marks lines on the pages, the customer's decides them there, and neither page is a rival's."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tandem.facts.deliveries import KEY
from tandem.portal.objection_lines import written
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Card, Objection, Run, Template
from tests.cast import NOW, Person
from tests.scorecards.conftest import run_of

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
Keys = list[tuple[str, str, str, str]]


@pytest.fixture
def monday() -> Iterator[None]:
    """Within the time to appeal."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def card(
    template: Template,
    buyer: Person,
    manager: Person,
    huarui: Relationship,
    late: Keys,
    monday: None,
) -> Card:
    run: Run = run_of(template, "2026-Q3", buyer)
    actions.publish_run(run, by=manager.actor, now=NOW)
    return Card.objects.get(run=run, relationship=huarui)


def test_from_the_card_to_the_decision_on_the_pages(
    card: Card,
    late: Keys,
    huarui_sales: Person,
    manager: Person,
    buyer: Person,
    rival: Person,
) -> None:
    huarui_sales.user.language = "en"
    huarui_sales.user.save()
    client = huarui_sales.client
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = client.get(reverse("portal:card", args=[card.pk])).content.decode()
    assert reverse("portal:appeal", args=[card.pk]) in page
    client.post(reverse("portal:acknowledge_card", args=[card.pk]))
    answer = client.post(reverse("portal:appeal", args=[card.pk]))
    appeal = Objection.objects.get()
    assert answer["location"] == reverse("portal:objection", args=[appeal.pk])
    assert not Objection.objects.raised_with(manager.actor).exists(), (
        "what is not sent yet is the supplier's own"
    )
    assert manager.client.get(reverse("scorecards:objection", args=[appeal.pk])).status_code == 404

    lines = reverse("portal:dispute_lines", args=[appeal.pk, "on_time_lines"])
    page = client.get(lines).content.decode()
    assert page.count('type="checkbox"') == 25
    assert "PO-100-0 / 1" in page
    wrong = client.post(lines, {"line": [], "reason": "other", "remark": ""})
    assert wrong.status_code == 422
    marked = {
        "line": [written(key) for key in late[2:5]],
        "reason": "date_moved",
        "remark": "You moved it.",
        "evidence": SimpleUploadedFile("mail.pdf", PDF),
    }
    assert client.post(lines, marked).status_code == 302
    assert appeal.lines.count() == 3
    gone = appeal.lines.get(number=late[4][1])
    client.post(reverse("portal:take_back", args=[appeal.pk, gone.pk]))
    assert (
        client.post(reverse("portal:submit_objection", args=[appeal.pk]), {"remark": ""}).status_code == 302
    )
    assert [line.status for line in appeal.lines.order_by("number")] == ["accepted", "waiting"]

    page = manager.client.get(reverse("scorecards:objection", args=[appeal.pk])).content.decode()
    assert "moved the requested date from" in page
    assert page.count("Accept: set it aside") == 1
    # Whoever decides, and whoever objected, goes from the line to its history.
    waits = urlencode(dict(zip(KEY, late[3], strict=True))).replace("&", "&amp;")
    for reader, shown, order_line in (
        (manager, "scorecards:objection", reverse("facts:order_line", args=[card.relationship.slug])),
        (huarui_sales, "portal:objection", reverse("portal:order_line", args=[card.run.customer.slug])),
    ):
        address = f"{order_line}?{waits}"
        assert f'href="{address}"' in reader.client.get(reverse(shown, args=[appeal.pk])).content.decode()
        assert reader.client.get(address.replace("&amp;", "&")).status_code == 200
    author = buyer.client.get(reverse("scorecards:objection", args=[appeal.pk])).content.decode()
    assert "Accept: set it aside" not in author
    assert rival.client.get(reverse("scorecards:objection", args=[appeal.pk])).status_code == 404
    evidence = reverse("scorecards:objection_evidence", args=[appeal.pk, appeal.evidence.get().pk])
    assert manager.client.get(evidence)["content-type"] == "application/pdf"
    assert rival.client.get(evidence).status_code == 404

    waiting = appeal.lines.get(status="waiting")
    decide = reverse("scorecards:decide_line", args=[appeal.pk, waiting.pk])
    unsaid = manager.client.post(decide, {"decision": "accepted", "why": ""})
    assert (
        unsaid.status_code,
        "Say why you decide so: the supplier reads it." in unsaid.content.decode(),
    ) == (422, True)
    listed = manager.client.get(reverse("scorecards:objections"), {"run": card.run_id}).content.decode()
    assert f'<input type="hidden" name="run" value="{card.run_id}">' in listed  # narrowing keeps the run
    assert manager.client.post(decide, {"decision": "accepted", "why": "Our planner did."}).status_code == 302
    card.refresh_from_db()
    assert card.version == 2
    page = manager.client.get(card.get_absolute_url()).content.decode()
    assert "Set aside after objections" in page
    assert f"?{waits}" in page
    theirs = client.get(reverse("portal:card", args=[card.pk])).content.decode()
    assert "This is version 2 of the card" in theirs
    before = card.run.earlier_cards.get()
    for who, name in ((client, "portal:earlier_card"), (manager.client, "scorecards:earlier_card")):
        page = who.get(reverse(name, args=[before.pk])).content.decode()
        assert "What the next version changed" in page
    assert rival.client.get(reverse("scorecards:earlier_card", args=[before.pk])).status_code == 404
