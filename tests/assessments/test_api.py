"""Systems on both sides: Nordlicht's asks Huarui and reads what comes of it, Huarui's answers and hands in."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tandem.assessments import actions
from tandem.assessments.models import Assessment, Template
from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.assessments.conftest import DUE
from tests.cast import NOW, Person

PDF = b"%PDF-1.7\n%%EOF"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def theirs(huarui_sales: Person) -> Api:
    return Api(token_of(huarui_sales))


def ask(who: Person, asked: Template, of: Relationship, **more: Any) -> Any:
    body = {"relationship": of.slug, "template": asked.code, "due_on": str(DUE), **more}
    return Api(token_of(who)).post("assessments", body)


def test_templates_are_read_with_their_versions_questions_and_weights(
    template: Template, quality_engineer: Person
) -> None:
    draft = actions.new_version(template, by=quality_engineer.actor)
    api = Api(token_of(quality_engineer))
    listed = api.get("assessment-templates", code="basics").json()["items"]
    assert [(each["version"], each["status"], each["questions"]) for each in listed] == [
        (1, "active", 6),
        (2, "draft", 6),
    ]
    assert [each["id"] for each in api.get("assessment-templates", status="draft").json()["items"]] == [
        draft.pk
    ]
    whole = api.get(f"assessment-templates/{template.pk}").json()
    assert [(each["id"], each["version"]) for each in whole["versions"]] == [(template.pk, 1), (draft.pk, 2)]
    certified = whole["sections"][0]["questions"][0]
    assert (certified["weight"], certified["option_points"], certified["knocks_out"]) == (
        10,
        {"yes": 100, "no": 0},
        ["no"],
    )
    assert whole["sections"][0]["questions"][2]["scale"] == [[0, 100], [1000, 0]]


def test_a_supplier_is_asked_answers_hands_in_and_reads_the_result(
    template: Template, huarui: Relationship, manager: Person, theirs: Api
) -> None:
    made = ask(manager, template, huarui, purpose="Before we order")
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert made["Location"] == f"/api/v1/assessments/{pk}"
    told = {name: made.json()[name] for name in ("relationship", "status", "begins_with", "due_on", "score")}
    assert told == {
        "relationship": huarui.slug, "status": "asked", "begins_with": "supplier", "due_on": str(DUE), "score": None,
    }  # fmt: skip
    assert [each["id"] for each in theirs.get("own-assessments", status="asked").json()["items"]] == [pk]
    asked = theirs.get(f"own-assessments/{pk}").json()
    assert [each["code"] for each in asked["questions"]] == ["certified", "ppm", "order", "plants", "since"]
    assert asked["missing"] == [{"question": "certified", "file": False}, {"question": "ppm", "file": False}]
    assert "option_points" not in asked["questions"][0]
    assert asked["questions"][0]["options"][0] == {"code": "yes", "text": "Yes", "text_local": "是"}

    sent = [
        {"question": "certified", "value": "yes", "remark": "Since 2012"},
        {"question": "ppm", "value": 500},
        {"question": "plants", "value": [["Shanghai", "120"]]},
    ]
    kept = theirs.post(f"own-assessments/{pk}/answers", {"answers": sent}).json()
    assert {code: each["value"] for code, each in kept["answers"].items()} == {
        "certified": "yes",
        "ppm": "500",
        "plants": [["Shanghai", "120"]],
    }
    assert kept["missing"] == [{"question": "certificate", "file": True}]
    ours = Api(token_of(manager))
    assert ours.get(f"assessments/{pk}").json()["answers"] == {}, "nothing is seen before it is handed in"

    early = theirs.post(f"own-assessments/{pk}/submission")
    assert (early.status_code, early.json()["detail"]) == (
        409,
        "1 question is still to be answered: certificate.",
    )
    file = {"file": SimpleUploadedFile("iso 9001.pdf", PDF)}
    assert theirs.upload(f"own-assessments/{pk}/files/certificate", file).json()["missing"] == []
    assert theirs.post(f"own-assessments/{pk}/submission").json()["status"] == "submitted"
    read = ours.get(f"assessments/{pk}").json()
    assert read["answers"]["ppm"]["value"] == "500"
    assert [each["name"] for each in read["answers"]["certificate"]["files"]] == ["iso 9001.pdf"]
    late = theirs.post(f"own-assessments/{pk}/answers", {"answers": sent})
    assert (late.status_code, late.json()["type"]) == (409, "urn:tandem:problem:refused")

    found = Assessment.objects.get(pk=pk)
    actions.raise_finding(found, text="Oil.", severity="minor", code="order", by=manager.actor, now=NOW)
    assert theirs.get(f"own-assessments/{pk}").json()["findings"] == []
    actions.close_assessment(found, by=manager.actor, now=NOW)
    result = theirs.get(f"own-assessments/{pk}").json()
    assert (result["score"], result["result"]["basis"], result["result"]["knock_outs"]) == (75, "self", [])
    assert [(each["question"], each["text"]) for each in result["findings"]] == [("order", "Oil.")]
    assert ours.get(f"assessments/{pk}").json()["result"] == result["result"]
    assert ours.get("assessments", status="closed", template="basics").json()["items"][0]["score"] == 75


def test_what_is_wrong_is_told_by_its_field_and_nothing_of_it_is_kept(asked: Assessment, theirs: Api) -> None:
    sent = [{"question": "certified", "value": "yes"}, {"question": "ppm", "value": "many"}]
    answer = theirs.post(f"own-assessments/{asked.pk}/answers", {"answers": sent})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"] == [
        {
            "field": "body.answers.1.value",
            "detail": "“many” is no number. Write digits alone, for example 1250 or 98.5.",
        }
    ]
    assert theirs.get(f"own-assessments/{asked.pk}").json()["answers"] == {}
    asked.refresh_from_db()
    assert asked.status == "asked"
    sent = [{"question": "nothing", "value": "1"}]
    answer = theirs.post(f"own-assessments/{asked.pk}/answers", {"answers": sent})
    assert answer.json()["errors"] == [
        {"field": "body.answers.0.question", "detail": "There is no question nothing here."}
    ]
    file = {"file": SimpleUploadedFile("iso.pdf", b"hello")}
    answer = theirs.upload(f"own-assessments/{asked.pk}/files/certificate", file)
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, ["file.file"])


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"relationship": "nobody"}, "body.relationship", "You have no supplier “nobody”."),
        ({"template": "other"}, "body.template", "No template with the code “other” is in use."),
        ({"due_on": "2026-01-01"}, "body.due_on", "The day it is due has passed already."),
        ({"begins_with": "assessors"}, "body.lead", "Name the assessor who leads"),
        ({"lead": "who@x.example"}, "body.lead", "who@x.example is nobody of your organisation"),
    ],
)
def test_what_cannot_be_asked_names_the_field(
    template: Template, huarui: Relationship, manager: Person, more: dict[str, Any], field: str, sentence: str
) -> None:
    answer = ask(manager, template, huarui, **more)
    assert answer.status_code == 422, answer.content
    [error] = answer.json()["errors"]
    assert error["field"] == field
    assert error["detail"].startswith(sentence)
    assert not Assessment.objects.exists()


def test_an_assessor_stays_blind_until_all_are_in_and_no_token_of_the_customers_sees_more(
    asked: Assessment,
    manager: Person,
    quality_engineer: Person,
    vera: Person,
    administrator: Person,
    theirs: Api,
) -> None:
    seller = theirs.post(
        f"own-assessments/{asked.pk}/answers",
        {"answers": [{"question": "certified", "value": "no"}, {"question": "ppm", "value": "500"}]},
    )
    assert seller.status_code == 200
    assert theirs.post(f"own-assessments/{asked.pk}/submission").status_code == 200
    asked.refresh_from_db()
    users = [quality_engineer.user, vera.user]
    actions.assign_assessors(asked, users, lead=quality_engineer.user, by=manager.actor, now=NOW)
    for who, points in ((vera, "40"), (quality_engineer, "80")):
        by = {"by": who.actor, "now": NOW}
        actions.assess(asked, "order", None, points=points, remark=f"Seen by {who.user.name}.", **by)

    def seen(api: Api) -> list[tuple[str, float]]:
        given = api.get(f"assessments/{asked.pk}").json()["assessed"]
        return [(each["assessor"], each["points"]) for each in given.get("order", [])]

    actions.raise_finding(asked, text="Oil.", severity="minor", code="order", by=vera.actor, now=NOW)
    actions.hand_in(asked, by=vera.actor, now=NOW)
    service = Api(token_of(administrator, service=True))
    assert seen(Api(token_of(vera))) == [("Vera Holm", 40)]
    assert seen(Api(token_of(quality_engineer))) == [(quality_engineer.user.name, 80)]
    assert seen(Api(token_of(manager))) == seen(service) == []
    for api, found in ((service, []), (Api(token_of(quality_engineer)), []), (Api(token_of(vera)), ["Oil."])):
        told = api.get(f"assessments/{asked.pk}").json()["findings"]
        assert [each["text"] for each in told] == found
    actions.hand_in(asked, by=quality_engineer.actor, now=NOW)
    assert sorted(seen(Api(token_of(manager)))) == sorted(
        [(quality_engineer.user.name, 80.0), ("Vera Holm", 40.0)]
    )
    assert theirs.get(f"assessments/{asked.pk}").status_code in {403, 404}
    read = theirs.get(f"own-assessments/{asked.pk}").content.decode()
    assert "Vera" not in read
    assert "Seen by" not in read


def test_an_audit_is_begun_with_its_lead_and_is_none_of_the_suppliers_until_it_is_published(
    template: Template, huarui: Relationship, manager: Person, quality_engineer: Person, theirs: Api
) -> None:
    made = ask(manager, template, huarui, begins_with="assessors", lead=quality_engineer.user.email)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["status"], told["assessors"]) == (
        "submitted",
        [{"name": quality_engineer.user.name, "leads": True, "handed_in_at": None}],
    )
    assert theirs.get("own-assessments").json()["items"] == []
    assert theirs.get(f"own-assessments/{told['id']}").status_code == 404
    again = ask(manager, template, huarui)
    assert (again.status_code, "under way already" in again.json()["detail"]) == (409, True)


def test_a_rival_and_who_lacks_the_scope_come_to_nothing(
    asked: Assessment, template: Template, huarui: Relationship, rival: Person, auditor: Person
) -> None:
    rita = Api(token_of(rival))
    for path in ("assessments", "assessment-templates", "own-assessments"):
        pk = template.pk if "template" in path else asked.pk
        assert rita.get(f"{path}/{pk}").status_code == 404, path
    assert rita.post(
        f"own-assessments/{asked.pk}/answers", {"answers": [{"question": "ppm"}]}
    ).status_code in {
        403,
        404,
    }
    assert ask(auditor, template, huarui).status_code == 403


def test_the_evaluation_tells_every_number_with_source_day_and_formula_and_no_zero_for_what_is_missing(
    asked: Assessment, manager: Person, huarui: Relationship, theirs: Api
) -> None:
    sent = [{"question": "certified", "value": "no"}, {"question": "ppm", "value": 500}]
    theirs.post(f"own-assessments/{asked.pk}/answers", {"answers": sent})
    theirs.post(f"own-assessments/{asked.pk}/submission")
    asked.refresh_from_db()
    actions.close_assessment(asked, by=manager.actor, now=NOW)
    told = Api(token_of(manager)).get(f"relationships/{huarui.slug}/evaluation").json()
    assert (told["on"], told["supplier"]["slug"]) == (str(NOW.date()), huarui.supplier.slug)
    dimensions = {each["key"]: each for each in told["dimensions"]}
    assert list(dimensions) == ["finance", "capacity", "quality", "delivery"]
    for each in told["dimensions"]:
        for figure in each["figures"]:
            assert figure["formula"], figure
            assert (figure["value"] is None) == bool(figure["reason"]), figure
            assert figure["value"] is None or (figure["on"] and figure["source_label"]), figure
    finance = dimensions["finance"]
    assert (finance["points"], finance["known"], bool(finance["reason"])) == (None, 0, True)
    figures = {each["key"]: each for each in dimensions["quality"]["figures"]}
    given = figures["questionnaire"]
    assert (given["value"], given["points"], given["source"], given["on"]) == (
        25,
        25,
        "supplier",
        str(date(NOW.year, NOW.month, NOW.day)),
    )
    assert dimensions["quality"]["points"] == 25
