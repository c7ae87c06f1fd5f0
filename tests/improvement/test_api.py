"""Cases and projects by scripts, from either end."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.cast import Person
from tests.improvement.reports import REPORT


def test_a_case_is_opened_answered_returned_and_accepted(
    places: Path, huarui: Relationship, quality_engineer: Person, huarui_sales: Person, rival: Person
) -> None:
    quentin, meiling, rita = (Api(token_of(each)) for each in (quality_engineer, huarui_sales, rival))
    new = {
        "relationship": huarui.slug, "title": "Volutes leak", "description": "Three of ten leak.", "item": "VOL-7",
        "severity": "critical",
    }  # fmt: skip
    assert (
        quentin.post("cases", {**new, "owner": "nobody@nordlicht.example"}).json()["errors"][0]["field"]
        == "body.owner"
    )
    made = quentin.post("cases", new, idempotency_key="c-1")
    assert made.status_code == 201, made.content
    assert quentin.post("cases", new, idempotency_key="c-1").content == made.content
    here, there = f"cases/{made.json()['id']}", f"received-cases/{made.json()['id']}"
    assert [step["code"] for step in made.json()["steps"]] == list(REPORT)
    assert rita.get(here).status_code == 404

    def hand_in(code: str) -> None:
        answer = meiling.post(f"{there}/steps/{code}/hand-in", {"content": REPORT[code]})
        assert answer.status_code == 200, answer.content

    wrong = {"content": {"respons": "Stopped."}}
    told = meiling.post(f"{there}/steps/D0/hand-in", wrong).json()
    assert told["errors"][0]["field"] == "body.content.respons"
    assert meiling.post(f"{there}/steps/D1/hand-in", {"content": {"team": "me"}}).status_code == 422
    assert meiling.post(f"{there}/steps/D0/hand-in", {"content": {}}).status_code == 409
    assert meiling.post(f"{there}/steps/D9/hand-in", {"content": {}}).status_code == 404
    photo = {"file": SimpleUploadedFile("stop.pdf", b"%PDF-1.7\n%%EOF")}
    assert meiling.upload(f"{there}/steps/D0/files", photo).status_code == 200
    hand_in("D0")
    assert quentin.post(f"{here}/steps/D0/return", {"reason": "Since when?"}).status_code == 200
    hand_in("D0")
    for code in ("D1", "D2", "D3", "D4", "D5"):
        hand_in(code)
        assert quentin.post(f"{here}/steps/{code}/acceptance").status_code == 200
    accepted = quentin.post(f"{here}/steps/D0/acceptance").json()
    assert {step["code"] for step in accepted["steps"] if step["status"] == "accepted"} == {
        "D0", "D1", "D2", "D3", "D4", "D5",
    }  # fmt: skip
    assert accepted["steps"][0]["version"] == 2
    today = timezone.localdate().isoformat()
    done = {"done_on": today}
    for action in accepted["actions"]:
        assert meiling.post(f"{there}/actions/{action['id']}/completion", done).status_code == 200
    assert {each["done_on"] for each in meiling.get(there).json()["actions"]} == {today}
    assert quentin.post(f"{here}/closing", {"remark": "Twenty lots."}).status_code == 409  # D6 to D8 are open
    assert quentin.post(f"{here}/withdrawal", {"reason": "Another part."}).json()["status"] == "withdrawn"

    own = {
        "customer": "nordlicht",
        "title": "Drawings come late",
        "description": "Revision C.",
        "kind": "service",
    }
    opened = meiling.post("received-cases", own)
    assert (opened.status_code, opened.json()["origin"]) == (201, "supplier"), opened.content
    assert meiling.post("received-cases", {**own, "customer": "kestrel"}).status_code == 404


def test_a_project_is_proposed_by_one_side_and_agreed_to_by_the_other(
    huarui: Relationship, quality_engineer: Person, huarui_sales: Person, rival: Person
) -> None:
    quentin, meiling, rita = (Api(token_of(each)) for each in (quality_engineer, huarui_sales, rival))
    new = {
        "customer": "nordlicht", "title": "Lighter volute", "why": "Less iron.", "unit": "kg", "baseline": "11.8",
        "goal": "10.9", "due_on": "2027-03-01", "saving": "64000", "supplier_share": "40",
    }  # fmt: skip
    made = meiling.post("received-projects", new)
    assert made.status_code == 201, made.content
    assert (made.json()["currency"], made.json()["proposed_by"]) == ("EUR", "supplier")
    here, there = f"projects/{made.json()['id']}", f"received-projects/{made.json()['id']}"
    assert meiling.post(f"{there}/agreement").status_code == 409  # its own proposal
    assert rita.post(f"{here}/agreement").status_code == 404
    assert quentin.post(f"{here}/agreement").json()["status"] == "running"
    step = {"phase": "do", "text": "Fifty trial castings", "side": "supplier", "due_on": "2027-01-15"}
    planned = quentin.post(f"{here}/steps", step).json()["steps"][0]
    outcome = {"remark": "It holds.", "reached": "11.0", "saved": "60000"}
    assert quentin.post(f"{here}/completion", outcome).status_code == 409  # the step is open
    done = {"done_on": "2026-01-15", "result": "All sound"}
    assert meiling.post(f"{there}/steps/{planned['id']}/completion", done).status_code == 200
    finished = quentin.post(f"{here}/completion", outcome).json()
    assert (finished["status"], finished["reached"], finished["saved"]) == ("done", "11.0000", "60000.00")
    assert meiling.get("received-projects", status="done").json()["items"][0]["title"] == "Lighter volute"

    other = quentin.post(
        "projects", {**{k: v for k, v in new.items() if k != "customer"}, "relationship": huarui.slug}
    )
    asked = f"received-projects/{other.json()['id']}"
    assert meiling.post(f"{asked}/refusal", {"reason": "No time."}).json()["status"] == "declined"
