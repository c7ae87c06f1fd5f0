"""The same stories told by scripts: a policy's penalty appealed, and a claim settled on a statement both sides sign."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tandem.accounts.models import Organization
from tandem.incentives.actions import apply_policies
from tandem.incentives.models import Consequence, Policy
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Run
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person
from tests.config.conftest import places
from tests.incentives.conftest import LATE

__all__ = ["places"]

TEXTS = {name: str(value) if isinstance(value, Decimal) else value for name, value in LATE.items()}


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]


def test_a_policy_is_written_tried_and_used_and_its_penalty_appealed(
    third_quarter: Run,
    huarui: Relationship,
    quality_engineer: Person,
    manager: Person,
    finance: Person,
    huarui_sales: Person,
    rival: Person,
) -> None:
    quentin, mona, frida = (Api(token_of(each)) for each in (quality_engineer, manager, finance))
    meiling, rita = Api(token_of(huarui_sales)), Api(token_of(rival))

    without = refused(quentin.post("policies", {**TEXTS, "cap_rate": None}, idempotency_key="p-1"))
    assert without[0] == 409
    assert "needs a cap" in without[1]
    first = quentin.post("policies", {**TEXTS, "cap_rate": "1"}, idempotency_key="p-1")
    assert first.status_code == 201, first.content
    again = quentin.post("policies", {**TEXTS, "cap_rate": "1"}, idempotency_key="p-1")
    assert (again.content, Policy.objects.count()) == (first.content, 1)
    at = f"policies/{first.json()['id']}"
    changed = quentin.patch(at, {"cap_rate": "0.5"}).json()
    assert (changed["cap_rate"], changed["status"], changed["rate"]) == ("0.5", "draft", "1")
    assert "0.5" in changed["sentence"]
    assert quentin.patch(at, {"category": "nuts"}).json()["errors"][0]["field"] == "body.category"
    assert quentin.patch(at, {"rate": "a lot"}).status_code == 422
    assert quentin.post("policies", {**TEXTS, "name": "Other", "agreement": ""}).status_code == 409

    tried = quentin.get(f"{at}/back-test", periods=4).json()
    assert (tried["periods"], tried["count"]) == (["2026-Q3"], 1)
    assert (tried["cases"][0]["relationship"], tried["totals"]) == (
        huarui.slug, {"EUR": tried["cases"][0]["amounts"]["EUR"]},
    )  # fmt: skip

    assert quentin.post(f"{at}/activation").status_code == 403  # no scope: he may not approve
    assert mona.post(f"{at}/activation").json()["status"] == "active"
    assert quentin.patch(at, {"rate": "2"}).status_code == 409
    [case] = apply_policies(third_quarter, by=manager.actor, now=NOW)

    here, there = f"consequences/{case.pk}", f"received-consequences/{case.pk}"
    told = mona.get(here).json()
    assert (told["status"], told["relationship"], told["policy"]) == (
        "proposed", huarui.slug, first.json()["id"],
    )  # fmt: skip
    assert (told["currency"], {line["stands"] for line in told["lines"]}) == ("EUR", {True})
    assert told["amount"] == tried["totals"]["EUR"]
    assert sum(Decimal(line["amount"]) for line in told["lines"]) == Decimal(told["amount"])
    assert meiling.get(there).status_code == 404
    assert [row["id"] for row in mona.get("consequences", status="proposed").json()["items"]] == [case.pk]
    assert rita.get("consequences").json()["items"] == []
    assert rita.post(f"{here}/approval", {}).status_code == 404

    if told["caused_by_us"]:
        assert refused(mona.post(f"{here}/approval", {}))[0] == 409
    approved = mona.post(f"{here}/approval", {"conduct_answer": "Agreed with the supplier."})
    assert approved.json()["status"] == "approved", approved.content
    assert mona.post(f"{here}/announcement").json()["status"] == "announced"
    received = meiling.get(there).json()
    assert received["amount"] == told["amount"]
    assert {"proposed_by", "conduct_answer", "policy"} & received.keys() == set()

    line = received["lines"][0]["id"]
    appealed = meiling.post(
        f"{there}/appeal",
        {"text": "One line is ours not.", "lines": [{"line": line, "why": "You moved it."}]},
    )
    assert appealed.json()["status"] == "appealed", appealed.content
    verdict = {"granted": "lines", "decision": "True.", "lines": [{"line": line, "why": "We moved it."}]}
    assert mona.post(f"{here}/appeal-decision", verdict).status_code == 403  # she approved it
    decided = frida.post(f"{here}/appeal-decision", verdict).json()
    assert (decided["status"], decided["lines"][0]["stands"]) == ("in_force", False)
    assert Decimal(decided["amount"]) <= Decimal(told["amount"])
    assert refused(meiling.post(f"{there}/acceptance"))[0] == 403
    taken_back = frida.post(f"{here}/reversal", {"reason": "Settled amicably."}).json()
    assert (taken_back["status"], taken_back["over_because"]) == ("reversed", "Settled amicably.")
    assert meiling.get(there).json()["over_because"] == "Settled amicably."


def test_a_claim_is_negotiated_and_settled_on_a_statement_that_both_sign(
    places: Path,
    huarui: Relationship,
    nordlicht: Organization,
    quality_engineer: Person,
    manager: Person,
    finance: Person,
    huarui_sales: Person,
) -> None:
    quentin, mona, frida = (Api(token_of(each)) for each in (quality_engineer, manager, finance))
    meiling = Api(token_of(huarui_sales))
    body = {
        "relationship": huarui.slug, "title": "Sorting of 400 castings", "cause": "sorting", "currency": "EUR",
        "description": "Sand in the bores.", "happened_on": "2026-01-02",
        "items": [{"what": "Two people, one shift", "damage": "640.00", "quantity": "16 h"}],
    }  # fmt: skip
    made = quentin.post("claims", body)
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/claims/{made.json()['id']}"), made.content
    here, there = f"claims/{made.json()['id']}", f"received-claims/{made.json()['id']}"
    del body["relationship"]
    more = [*body["items"], {"what": "Special freight", "damage": "1250.50"}]
    rewritten = quentin.send("PUT", here, {**body, "items": more})
    assert rewritten.json()["claimed"] == "1890.50", rewritten.content

    assert "Attach the evidence first" in refused(quentin.post(f"{here}/hand-in"))[1]
    wrong = quentin.upload(f"{here}/evidence", {"file": SimpleUploadedFile("hours.pdf", b"no PDF")})
    assert wrong.json()["errors"][0]["field"] == "file.file"
    proof = quentin.upload(f"{here}/evidence", {"file": SimpleUploadedFile("hours.pdf", b"%PDF-1.7\n%%EOF")})
    assert [paper["file_name"] for paper in proof.json()["evidence"]] == ["hours.pdf"]
    assert quentin.post(f"{here}/hand-in").json()["status"] == "proposed"
    assert mona.post(f"{here}/return", {"reason": "Which lot?"}).json()["status"] == "draft"
    assert quentin.post(f"{here}/hand-in").json()["status"] == "proposed"
    assert meiling.get(there).status_code == 404
    assert mona.post(f"{here}/approval").json()["turn"] == "supplier"

    _sorting, freight = (item["id"] for item in meiling.get(there).json()["items"])
    too_much = {"items": [{"item": freight, "amount": "2000.00", "why": "?"}]}
    assert refused(meiling.post(f"{there}/offer", too_much))[0] == 409
    half = {"items": [{"item": freight, "amount": "800.25", "why": "The truck was half empty."}]}
    offered = meiling.post(f"{there}/offer", half).json()
    assert (offered["standing"], offered["turn"]) == ("1440.25", "customer")
    assert meiling.post(f"{there}/agreement").status_code == 403  # it is the customer's turn
    assert mona.post(f"{here}/agreement").json()["status"] == "agreed"

    new = {"relationship": huarui.slug, "currency": "EUR"}
    statement = frida.post("reconciliation-statements", new).json()
    ours = f"reconciliation-statements/{statement['id']}"
    theirs = f"received-{ours}"
    assert (statement["total"], [line["claim"] for line in statement["lines"]]) == (
        "-1440.25", [made.json()["id"]],
    )  # fmt: skip
    assert refused(frida.post("reconciliation-statements", new))[0] == 409
    off = frida.client.delete(f"/api/v1/{ours}/lines/{statement['lines'][0]['id']}").json()
    assert (off["lines"], off["total"]) == ([], "0")
    assert frida.post(f"{ours}/lines").json()["total"] == "-1440.25"
    sent = frida.post(f"{ours}/signature").json()
    assert sent["status"] == "sent"
    read = meiling.get(theirs).json()
    assert (read["digest"], read["total"]) == (sent["digest"], sent["total"])
    assert refused(meiling.post(f"{theirs}/signature", {"digest": "0" * 64}))[0] == 409
    assert meiling.post(f"{theirs}/return", {"reason": "Which order?"}).json()["status"] == "returned"
    assert frida.post(f"{ours}/signature").json()["status"] == "sent"
    assert meiling.post(f"{theirs}/signature", {"digest": read["digest"]}).json()["status"] == "agreed"
    settled = frida.post(f"{ours}/settlement", {"document": "5100000123"}).json()
    assert (settled["status"], settled["erp_document"]) == ("settled", "5100000123")
    assert meiling.get(there).json()["status"] == "settled"
    assert [row["total"] for row in meiling.get("received-reconciliation-statements").json()["items"]] == [
        "-1440.25"
    ]


def test_an_award_is_proposed_given_and_verified_by_its_code(
    huarui: Relationship, buyer: Person, manager: Person, huarui_sales: Person, rival: Person
) -> None:
    ada, mona, rita = (Api(token_of(each)) for each in (buyer, manager, rival))
    meiling = Api(token_of(huarui_sales), language="zh-hans")
    new = {
        "relationship": huarui.slug, "kind": "reward", "effect": "award", "reason": "Three good years.",
        "honour": "Supplier of the year", "honour_local": "年度优秀供应商",
    }  # fmt: skip
    assert refused(ada.post("consequences", {**new, "honour": ""}))[0] == 409
    made = ada.post("consequences", new).json()
    at = f"consequences/{made['id']}"
    assert ada.post(f"{at}/approval", {}).status_code == 403
    assert mona.post(f"{at}/approval", {}).json()["status"] == "approved"
    assert mona.post(f"{at}/announcement").json()["status"] == "in_force"
    [honour] = meiling.get("received-honours").json()["items"]
    assert (honour["title"], honour["effect"], honour["supplier"]) == (
        "年度优秀供应商",
        "award",
        huarui.supplier.slug,
    )
    code = honour["code"].lower().replace("-", " ")
    verified = rita.get("honours/verification", code=code).json()
    assert (verified["title"], verified["holds"]) == ("Supplier of the year", True)
    assert mona.post(f"{at}/reversal", {"reason": "It was another year."}).json()["status"] == "reversed"
    assert rita.get("honours/verification", code=code).json()["holds"] is False
    assert rita.get("honours/verification", code="ABCD-EFGH-JKLM").status_code == 404
    assert ada.get("honours").json()["items"] == []
    assert Consequence.objects.count() == 1
