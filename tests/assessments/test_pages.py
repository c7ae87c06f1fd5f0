"""What Matthias, Quentin, Vera and Huarui's people see, from a template to a published result."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from tandem.accounts.models import AuditEntry
from tandem.accounts.roles import Role
from tandem.assessments import actions
from tandem.assessments.actions import Wanted
from tandem.assessments.models import Assessment, Template
from tandem.relationships.models import Relationship
from tests.assessments.conftest import DUE
from tests.cast import NOW, Person, person, supplier_of

PDF = b"%PDF-1.7\n%%EOF"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stories' day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def text(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def at(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args)


def own(name: str, *args: Any) -> str:
    return reverse(f"assessments_supplier:{name}", args=args)


def test_quentin_takes_a_template_over_changes_it_in_place_and_publishes_it(quality_engineer: Person) -> None:
    who = quality_engineer.client
    assert "Supplier self-assessment" in text(who.get(at("templates")))
    made = who.post(at("take_over", "self-assessment"))
    template = Template.objects.get()
    assert made["Location"] == at("template", template.pk)
    assert "Is your quality management certified?" in text(who.get(at("template", template.pk)))

    section = who.post(
        at("add_section", template.pk), {"title": "People", "title_local": "人员"}, headers=HTMX
    )
    assert "5. People" in text(section)
    assert section["HX-Retarget"] == "#content"
    code = Template.objects.get().asked.sections[-1].code
    form = who.get(at("add_question", template.pk, code), {"kind": "table", "text": "Who?"}, headers=HTMX)
    assert 'name="column_text"' in text(form)
    wrong = who.post(
        at("add_question", template.pk, code), {"kind": "choice", "weight": "much"}, headers=HTMX
    )
    assert "is no number (weight)" in text(wrong, 422)
    good = {
        "kind": "choice",
        "text": "Is there a shift leader?",
        "weight": "3",
        "required": "1",
        "option_code": ["", "", ""],
        "option_text": ["Yes", "No", ""],
        "option_text_local": ["有", "没有", ""],
        "option_points": ["100", "0", ""],
        "option_knock_out": ["", "1", ""],
        "shown_question": "q-certified",
        "shown_options": ["no"],
    }
    assert "Is there a shift leader?" in text(
        who.post(at("add_question", template.pk, code), good, headers=HTMX)
    )
    asked = Template.objects.get().asked.sections[-1].questions[0]
    assert [(o.text, o.text_local, str(o.points), o.knock_out) for o in asked.options] == [
        ("Yes", "有", "100", False),
        ("No", "没有", "0", True),
    ]
    assert (str(asked.weight), asked.required) == ("3", True)
    assert asked.shown_if is not None
    assert asked.shown_if.options == ("no",)
    edited = who.get(at("edit_question", template.pk, code, asked.code), headers=HTMX)
    assert 'value="没有"' in text(edited)
    moved = who.post(at("move_section", template.pk, code, "up"), headers=HTMX)
    assert text(moved).index("4. People") > 0
    text(who.post(at("remove_question", template.pk, asked.code), headers=HTMX))
    text(who.post(at("remove_section", template.pk, code), headers=HTMX))
    assert "kept nowhere" in text(who.get(at("preview", template.pk)))
    who.post(at("publish_template", template.pk))
    assert Template.objects.get().status == "active"
    refused = who.post(at("add_section", template.pk), {"title": "More"}, headers=HTMX)
    assert "Make a new version" in text(refused, 409)


def test_a_template_begins_with_its_title_and_a_buyer_only_reads(
    quality_engineer: Person, buyer: Person, template: Template
) -> None:
    made = quality_engineer.client.post(
        at("new_template"), {"title": "Tools", "code": "tools", "kind": "audit", "scheme": "weighted"}
    )
    assert made.status_code == 302
    page = text(buyer.client.get(at("template", template.pk)))
    assert "Is your quality management certified?" in page
    assert "Add a section" not in page
    assert buyer.client.post(at("new_version", template.pk)).status_code == 409


def test_matthias_asks_several_by_their_stage_and_is_told_who_could_not_be(
    template: Template, manager: Person, huarui: Relationship
) -> None:
    other = supplier_of(manager, "Bergquell GmbH")
    page = text(manager.client.get(at("ask"), {"stage": "approved"}))
    assert "Bergquell GmbH" in page
    sent = {
        "template": template.pk,
        "who_first": "supplier",
        "due_on": "2026-12-15",
        "purpose": "Yearly",
        "suppliers": [huarui.pk, other.pk],
    }
    actions.ask_assessment(other, Wanted(template, DUE), by=manager.actor, now=NOW)
    listed = manager.client.post(at("ask"), sent, follow=True)
    assert "Bergquell GmbH has this under way already" in text(listed)
    assert Assessment.objects.filter(relationship=huarui, purpose="Yearly").count() == 1
    assert "Choose at least one supplier" in text(
        manager.client.post(at("ask"), {**sent, "suppliers": []}), 422
    )


def test_a_buyer_asks_within_the_buyers_categories(template: Template, huarui: Relationship) -> None:
    bounded = person(huarui.customer, "Bea Lund", Role.BUYER)
    bounded.user.memberships.get().duties.all().delete()
    sent = {
        "template": template.pk,
        "who_first": "supplier",
        "due_on": "2026-12-15",
        "suppliers": [huarui.pk],
    }
    assert bounded.client.post(at("ask"), sent).status_code == 409
    assert not Assessment.objects.exists()


def test_huarui_answers_on_its_own_page_each_answer_kept_as_it_is_given(
    asked: Assessment, huarui_sales: Person
) -> None:
    who = huarui_sales.client
    assert "基础问卷" in text(who.get(own("owns")))
    page = text(who.get(own("own", asked.pk)))
    assert "质量体系是否认证？" in page
    assert "Attach the certificate." not in page
    kept = text(who.post(own("answer", asked.pk, "certified"), {"value": "yes"}, headers=HTMX))
    assert "已保存" in kept
    # What hangs on it comes with the answer, in its own place.
    assert 'id="slot-1-2" hx-swap-oob="true"' in kept
    assert "Attach the certificate." in kept
    wrong = text(who.post(own("answer", asked.pk, "ppm"), {"value": "few"}, headers=HTMX))
    assert "不是数字" in wrong
    cells = {"cell0": ["Shanghai", ""], "cell1": ["120", ""], "more": "1"}
    more = text(who.post(own("answer", asked.pk, "plants"), cells, headers=HTMX))
    assert 'value="Shanghai"' in more
    who.post(own("answer", asked.pk, "ppm"), {"value": "500"}, headers=HTMX)
    assert "仍缺" in text(who.get(own("own", asked.pk))) or "#q-1-2" in text(who.get(own("own", asked.pk)))
    assert who.post(own("submit", asked.pk)).status_code == 409
    file = SimpleUploadedFile("iso.pdf", PDF)
    attached = text(who.post(own("attach", asked.pk, "certificate"), {"file": file}, headers=HTMX))
    assert "iso.pdf" in attached
    bad = SimpleUploadedFile("iso.exe", b"MZ")
    assert "iso.exe" in text(who.post(own("attach", asked.pk, "certificate"), {"file": bad}, headers=HTMX))
    evidence = asked.answers.get(question="certificate").evidence.get()
    given = who.get(own("evidence", asked.pk, evidence.pk))
    assert (given["Content-Type"], b"".join(given.streaming_content)) == ("application/pdf", PDF)  # type: ignore[attr-defined]  # a file
    assert AuditEntry.objects.about(asked).filter(verb="evidence_downloaded", shared=True).count() == 1
    text(who.post(own("detach", asked.pk, evidence.pk), headers=HTMX))
    text(
        who.post(
            own("attach", asked.pk, "certificate"), {"file": SimpleUploadedFile("iso.pdf", PDF)}, headers=HTMX
        )
    )
    assert who.post(own("submit", asked.pk)).status_code == 302
    assert who.post(own("answer", asked.pk, "ppm"), {"value": "1"}, headers=HTMX).status_code == 409
    assert "Shanghai" in text(who.get(own("own", asked.pk)))


def test_the_assessors_verify_beside_the_suppliers_answers_and_the_lead_settles(
    asked: Assessment,
    huarui_sales: Person,
    manager: Person,
    quality_engineer: Person,
    vera: Person,
    rival: Person,
) -> None:
    by = {"by": huarui_sales.actor, "now": NOW}
    actions.answer(asked, "certified", "no", **by)
    actions.answer(asked, "ppm", "500", remark="Ours alone", **by)
    actions.submit(asked, **by)
    assigned = manager.client.post(
        at("assign", asked.pk),
        {"assessors": [quality_engineer.user.pk, vera.user.pk], "lead": quality_engineer.user.pk},
    )
    assert assigned.status_code == 302
    page = text(vera.client.get(at("verify", asked.pk)))
    assert "Ours alone" in page
    who = vera.client
    assert "Saved" in text(who.post(at("assess", asked.pk, "ppm"), {"value": "900"}, headers=HTMX))
    assert "is no number" in text(who.post(at("assess", asked.pk, "order"), {"points": "x"}, headers=HTMX))
    who.post(at("assess", asked.pk, "order"), {"points": "40", "remark": "Oil on the floor"}, headers=HTMX)
    photo = SimpleUploadedFile("floor.pdf", PDF)
    assert "floor.pdf" in text(who.post(at("attach", asked.pk, "order"), {"file": photo}, headers=HTMX))
    who.post(at("agree", asked.pk))
    assert who.post(at("hand_in", asked.pk)).status_code == 302
    for reader in (manager, quality_engineer):
        assert "Oil on the floor" not in text(reader.client.get(at("assessment", asked.pk)))
    assert "Oil on the floor" not in text(quality_engineer.client.get(at("verify", asked.pk)))
    quality_engineer.client.post(at("assess", asked.pk, "ppm"), {"value": "500"}, headers=HTMX)
    quality_engineer.client.post(at("hand_in", asked.pk))
    page = text(quality_engineer.client.get(at("assessment", asked.pk)))
    assert "Oil on the floor" in page
    assert "Where the assessors differ" in page
    assert vera.client.post(at("settle", asked.pk, "ppm"), {"value": "1", "reason": "No"}).status_code == 409
    wrong = text(
        quality_engineer.client.post(
            at("settle", asked.pk, "ppm"), {"value": "many", "reason": "By the books"}
        ),
        422,
    )
    for shown in ("is no number", 'value="many"', ">By the books</textarea>", '<details class="mt-2" open>'):
        assert shown in wrong
    settled = quality_engineer.client.post(
        at("settle", asked.pk, "ppm"), {"value": "700", "reason": "As measured"}
    )
    assert settled.status_code == 302
    manager.client.post(
        at("raise_finding", asked.pk), {"severity": "major", "question": "order", "text": "Oil."}
    )
    assert "Oil." not in text(huarui_sales.client.get(own("own", asked.pk)))
    assert manager.client.post(at("publish", asked.pk)).status_code == 302
    result = text(huarui_sales.client.get(own("own", asked.pk)))
    for shown in ("Oil.", "As measured", "Oil on the floor"):
        assert shown in result
    assert "Vera Holm" not in result
    assert "Published" in text(manager.client.get(at("assessments")))
    tab = manager.client.get(at("assessments_tab", asked.relationship.slug), headers=HTMX)
    assert "Basics" in text(tab)
    for address in (at("assessment", asked.pk), at("template", asked.template_id)):
        assert rival.client.get(address).status_code == 404
    assert huarui_sales.client.get(at("assessment", asked.pk)).status_code == 404
    assert rival.client.get(own("own", asked.pk)).status_code == 404


def test_what_is_missing_is_returned_and_what_is_not_needed_withdrawn(
    asked: Assessment, huarui_sales: Person, manager: Person
) -> None:
    by = {"by": huarui_sales.actor, "now": NOW}
    actions.answer(asked, "certified", "no", **by)
    actions.answer(asked, "ppm", "500", **by)
    actions.submit(asked, **by)
    wrong = text(
        manager.client.post(
            at("return_answers", asked.pk), {"reason": "Which plant?", "due_on": "2026-10-01"}
        ),
        422,
    )
    for shown in ("has passed already", ">\nWhich plant?</textarea>", 'value="2026-10-01"'):
        assert shown in wrong
    nothing = manager.client.post(at("return_answers", asked.pk), {"reason": " ", "due_on": "2026-12-20"})
    assert "Say what is missing or wrong" in text(nothing, 422)
    manager.client.post(at("return_answers", asked.pk), {"reason": "Which plant?", "due_on": "2026-12-20"})
    assert "Which plant?" in text(huarui_sales.client.get(own("own", asked.pk)))
    manager.client.post(at("withdraw", asked.pk), {"reason": "Not needed."})
    assert "Not needed." in text(huarui_sales.client.get(own("own", asked.pk)))
    assert "Withdrawn" in text(manager.client.get(at("assessment", asked.pk)))
