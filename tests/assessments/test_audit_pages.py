"""Ada begins a process audit of Huarui; Quentin and Vera rate it step by step, and Huarui reads what came of it."""

from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tandem.accounts.models import AuditEntry, Organization
from tandem.assessments import actions
from tandem.assessments.actions import Wanted
from tandem.assessments.models import Assessment, Evidence, Finding, Template
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tests.assessments.conftest import DUE, a_photo
from tests.cast import NOW, Person, supplier_of

PDF = b"%PDF-1.7\n%%EOF"
HTMX = {"HX-Request": "true"}
STEPS = ["Die casting", "Machining"]
WORD = "Not better than B: question 6.2.3 (P6 Production · process step “Machining”) is starred and has 4 points."


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stories' day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def vda(quality_engineer: Person) -> Template:
    """The edition of 2016, taken over and in use."""
    made = actions.take_over("vda63-2016", by=quality_engineer.actor)
    actions.publish_template(made, by=quality_engineer.actor, now=NOW)
    return made


@pytest.fixture
def audit(
    vda: Template, huarui: Relationship, buyer: Person, quality_engineer: Person, vera: Person
) -> Assessment:
    """Of P6 alone, in two process steps; Quentin leads."""
    return actions.begin_audit(
        huarui,
        Wanted(vda, DUE, "Series audit", particulars={"elements": ["P6"], "steps": STEPS}),
        assessors=[quality_engineer.user, vera.user],
        lead=quality_engineer.user,
        by=buyer.actor,
        now=NOW,
    )


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return unescape(answer.content.decode())


def at(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args)


def rate_all(audit: Assessment, who: Person, points: int, **others: str) -> None:
    for question in audit.asked:
        value = others.get(question.code, str(points))
        actions.assess(audit, question.code, value, by=who.actor, now=NOW)


def test_ada_begins_an_audit_with_its_elements_steps_and_assessors(
    vda: Template, huarui: Relationship, buyer: Person, quality_engineer: Person, vera: Person
) -> None:
    page = text(buyer.client.get(at("begin_audit", huarui.slug)))
    assert page.count(" checked") == 3
    for shown in ("P5 Supplier management", "P6 Production", "P7 Customer care"):
        assert shown in page
    sent = {
        "template": vda.pk,
        "elements": ["P6", "P7"],
        "steps": "\n",
        "due_on": "2026-12-15",
        "assessors": [quality_engineer.user.pk, vera.user.pk],
        "lead": quality_engineer.user.pk,
    }
    assert "name at least one process step" in text(
        buyer.client.post(at("begin_audit", huarui.slug), sent), 422
    )
    sent["steps"] = " Die casting \r\n\r\nMachining"
    begun = buyer.client.post(at("begin_audit", huarui.slug), sent)
    found = Assessment.objects.get()
    assert begun["Location"] == at("assessment", found.pk)
    assert found.particulars == {"elements": ["P6", "P7"], "steps": STEPS}
    assert (found.status, found.self_assessed) == ("submitted", False)
    assert {(each.name, each.is_lead) for each in found.assessors.all()} == {
        ("Quentin Baum", True),
        ("Vera Holm", False),
    }
    again = text(buyer.client.post(at("begin_audit", huarui.slug), sent), 422)
    assert "has this under way already" in again


@pytest.mark.parametrize(
    ("particulars", "why"),
    [
        ({}, "at least one process element"),
        ({"elements": ["P9"]}, "no process element P9"),
        ({"elements": ["P6"]}, "step by step"),
        ({"elements": ["P7"], "steps": ["Casting"]}, "belong to P6"),
        ({"elements": ["P6"], "steps": ["Casting", "casting "]}, "twice"),
        ({"elements": ["P6"], "steps": ["x" * 61]}, "at most 60 characters"),
        ({"elements": ["P6"], "steps": [str(n) for n in range(13)]}, "at most 12 process steps"),
    ],
)
def test_what_an_audit_cannot_begin_with_is_said(
    particulars: dict[str, Any], why: str, vda: Template, huarui: Relationship, buyer: Person
) -> None:
    with pytest.raises(Refused, match=why):
        actions.ask_assessment(
            huarui, Wanted(vda, DUE, self_assessed=False, particulars=particulars), by=buyer.actor, now=NOW
        )
    assert not Assessment.objects.exists()


def test_who_asks_with_an_audit_s_template_is_led_to_its_own_page(
    vda: Template, huarui: Relationship, buyer: Person
) -> None:
    other = supplier_of(buyer, "Bergquell GmbH")
    sent = {"template": vda.pk, "who_first": "assessors", "due_on": "2026-12-15", "purpose": "Series"}
    led = buyer.client.post(at("ask"), {**sent, "suppliers": [huarui.pk]}, follow=True)
    assert "2026-12-15" in text(led)
    assert led.redirect_chain[0][0].startswith(at("begin_audit", huarui.slug))
    refused = text(buyer.client.post(at("ask"), {**sent, "suppliers": [huarui.pk, other.pk]}), 422)
    assert "begun at one supplier" in refused
    assert not Assessment.objects.exists()


def test_an_assessor_rates_step_by_step_and_sees_what_it_comes_to(
    audit: Assessment, vera: Person, buyer: Person
) -> None:
    who = vera.client
    page = text(who.get(at("verify", audit.pk)))
    assert "0/26" in page
    assert 'value="10"' in page
    assert 'capture="environment"' in page
    assert "6.2.3@1" in page
    assert "6.2.3@2" not in page
    second = text(who.get(at("verify", audit.pk) + "?at=2"))
    assert "6.2.3@2" in second
    kept = text(who.post(at("assess", audit.pk, "6.1.1@2"), {"value": "10"}, headers=HTMX))
    for shown in ("Saved", "1/26", "100.0 %", "1/52"):
        assert shown in kept
    for code in ("6.1.2@2", "6.1.3@2", "6.1.4@2", "6.1.5@2"):
        who.post(at("assess", audit.pk, code), {"value": "10"}, headers=HTMX)
    starred = text(
        who.post(
            at("assess", audit.pk, "6.2.3@2"), {"value": "4", "remark": "No limit samples"}, headers=HTMX
        )
    )
    assert "2 downgrades" in starred
    assert "Not better than C: 6.2 Process sequence reaches 40.0%." in starred
    assert WORD in starred
    photo = SimpleUploadedFile("press.pdf", PDF)
    assert "press.pdf" in text(who.post(at("attach", audit.pk, "6.2.3@2"), {"file": photo}, headers=HTMX))
    photo = SimpleUploadedFile("press.png", a_photo())
    shown = text(who.post(at("attach", audit.pk, "6.2.3@2"), {"file": photo}, headers=HTMX))
    picture = Evidence.objects.get(file_name="press.png")
    assert f'<img class="answer-picture" src="{at("picture", audit.pk, picture.pk)}"' in shown
    small = who.get(at("picture", audit.pk, picture.pk))
    assert (small["Content-Type"], small["Content-Disposition"][:6]) == ("image/jpeg", "inline")
    assert Image.open(BytesIO(b"".join(small.streaming_content))).size == (320, 240)
    assert buyer.client.get(at("picture", audit.pk, picture.pk)).status_code == 404, "blind until all are in"
    assert not AuditEntry.objects.filter(verb="evidence_downloaded").exists()
    plain = Evidence.objects.get(file_name="press.pdf")
    assert who.get(at("picture", audit.pk, plain.pk)).status_code == 404
    finding = {"severity": "major", "text": "Parameters are not set as approved."}
    assert "Parameters are not set" in text(
        who.post(at("find_here", audit.pk, "6.2.3@2"), finding, headers=HTMX)
    )
    assert "Say what was found" in text(
        who.post(at("find_here", audit.pk, "6.2.3@2"), {**finding, "text": " "}, headers=HTMX)
    )
    assert Finding.objects.get().question == "6.2.3@2"
    end = text(who.get(at("verify", audit.pk) + "?at=3"))
    assert "Not everything is rated yet" in end
    assert "(0/26)" in end


def test_two_rate_blind_the_lead_settles_and_a_starred_four_makes_an_a_a_b(
    audit: Assessment,
    buyer: Person,
    quality_engineer: Person,
    vera: Person,
    huarui_sales: Person,
    rival: Person,
    nordlicht: Organization,
) -> None:
    rate_all(audit, vera, 10, **{"6.2.3@2": "4"})
    actions.assess(audit, "6.2.3@2", "4", remark="No limit samples", by=vera.actor, now=NOW)
    actions.hand_in(audit, by=vera.actor, now=NOW)
    assert "No limit samples" not in text(quality_engineer.client.get(at("verify", audit.pk) + "?at=2"))
    assert "No limit samples" not in text(buyer.client.get(at("assessment", audit.pk)))
    rate_all(audit, quality_engineer, 10)
    actions.hand_in(audit, by=quality_engineer.actor, now=NOW)

    shown = text(quality_engineer.client.get(at("assessment", audit.pk)))
    assert "No limit samples" in shown
    assert "The lead assessor settles each before the result is published." in shown
    # Seven points there are none of: it counts for nothing until it is settled.
    assert WORD not in shown
    assert "25/26" in shown
    assert "settles first where the assessors differ: 6.2.3@2" in text(
        buyer.client.post(at("publish", audit.pk), headers=HTMX), 409
    )
    own = reverse("assessments_supplier:own", args=[audit.pk])
    assert huarui_sales.client.get(own).status_code == 404
    quality_engineer.client.post(
        at("settle", audit.pk, "6.2.3@2"), {"value": "4", "reason": "Seen at the press."}
    )
    assert buyer.client.post(at("publish", audit.pk)).status_code == 302

    audit.refresh_from_db()
    assert (audit.grade, audit.basis) == ("B", "verified")
    page = text(buyer.client.get(at("assessment", audit.pk)))
    for words in (WORD, "A by its degree, B by 1 downgrade", "Die casting", "26/26", "Machining"):
        assert words in page
    published = text(huarui_sales.client.get(own))
    for words in ("6.2.3", "Seen at the press.", "No limit samples", "Die casting", "26/26"):
        assert words in published
    assert "Vera Holm" not in published
    assert rival.client.get(at("assessment", audit.pk)).status_code == 404
    assert rival.client.get(at("begin_audit", audit.relationship.slug)).status_code == 404
    assert rival.client.get(own).status_code == 404
    assert huarui_sales.client.get(at("verify", audit.pk)).status_code == 404
