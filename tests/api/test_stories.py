"""A system of Nordlicht's loads what its ERP exported, scores a quarter, and reads why a supplier has its grade."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tandem.facts.models import Batch
from tandem.facts.tasks import load_batch
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card, Template
from tandem.scorecards.tasks import compute_run
from tests.api.calls import Api, token_of
from tests.cast import Person
from tests.facts.files import HEADER, ORDERS
from tests.scorecards.conftest import books, qingfeng, stillwater, template

__all__ = ["books", "qingfeng", "stillwater", "template"]
pytestmark = pytest.mark.django_db

GOOD = f"{HEADER}\n1,10,100,5,2026-07-01,2.5,EUR,\n1,20,V2,7,2026-07-02,2,EUR,\n"


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("orders.csv", text.encode(), "text/csv")


def sent(text: str, **more: Any) -> dict[str, Any]:
    return {"fact": "order_lines", "source": "sap", "file": file(text), **more}


def test_a_file_is_loaded_by_its_sources_saved_mapping(places: Path, ada: Api, huarui: Relationship) -> None:
    unknown = ada.upload("imports", sent(GOOD))
    assert (unknown.status_code, unknown.json()["detail"]) == (
        409,
        "There is no mapping of “sap” for these facts. Save one first.",
    )
    saved = ada.post("mappings", {"text": ORDERS}).json()
    assert (saved["source"], saved["fact"], saved["version"]) == ("sap", "order_lines", 1)
    assert ada.get("mappings").json()["items"] == [saved]

    begun = ada.upload("imports", sent(GOOD, create_suppliers="true"), idempotency_key="file-1")
    assert (begun.status_code, begun["Location"]) == (202, "/api/v1/imports/1")
    assert begun.json()["status"] == "queued"
    again = ada.upload("imports", sent(GOOD, create_suppliers="true"), idempotency_key="file-1")
    assert (again.json(), again["Idempotency-Replayed"]) == (begun.json(), "true")
    assert Batch.objects.count() == 1

    load_batch(Batch.objects.get().pk, create_suppliers=True)
    told = ada.get("imports/1").json()
    counts = {name: told[name] for name in ("status", "read", "loaded", "rejected", "unmatched", "rejects")}
    assert counts == {
        "status": "loaded", "read": 2, "loaded": 2, "rejected": 0, "unmatched": 0, "rejects": None,
    }  # fmt: skip
    assert [(each["month"], each["rows"], Decimal(each["value"])) for each in told["totals"]] == [
        ("", 2, Decimal("26.5"))  # these rows bear no day of order
    ]
    measured = ada.get("measures", kpi=["order_lines"], by=["relationship"], as_of="2026-11-23").json()
    found = {row["relationship"]: row["n"] for row in measured["figures"]}
    assert sorted(found.values()) == [1, 1]

    withdrawn = ada.post("imports/1/withdrawal", {"reason": "Wrong month."}).json()
    assert withdrawn["status"] == "withdrawn"
    after = ada.get("measures", kpi=["order_lines"], as_of="2026-11-23").json()
    assert [row["n"] for row in after["figures"]] == [0]


def test_rejected_rows_come_back_with_their_reasons(places: Path, ada: Api) -> None:
    ada.post("mappings", {"text": ORDERS})
    ada.upload("imports", sent(GOOD.replace(",5,", ",five,")))
    load_batch(Batch.objects.get().pk)
    told = ada.get("imports/1").json()
    assert (told["status"], told["loaded"], told["rejected"]) == ("refused", 0, 1)
    answer = ada.client.get(told["rejects"])
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "five" in answer.content.decode("utf-8-sig").splitlines()[1]


def test_making_suppliers_by_the_way_takes_the_right_to_make_them(
    places: Path, administrator: Person, quality_engineer: Person
) -> None:
    quentin = Api(token_of(quality_engineer))
    assert quentin.post("mappings", {"text": ORDERS}).status_code == 200
    refused = quentin.upload("imports", sent(GOOD, create_suppliers="true"))
    assert refused.status_code == 403
    assert not Batch.objects.exists()
    assert quentin.upload("imports", sent(GOOD)).status_code == 202


def test_a_quarter_is_scored_published_and_explained_to_the_line(
    places: Path,
    books: None,
    template: Template,
    ada: Api,
    manager: Person,
    huarui: Relationship,
    huarui_sales: Person,
    rita: Api,
) -> None:
    begun = ada.post("runs", {"template": "Castings", "period": "2026-Q3", "as_of": "2026-11-23"})
    assert begun.status_code == 202
    run = begun.json()
    compute_run(run["id"])
    assert ada.get(f"runs/{run['id']}").json()["status"] == "review"
    cards = ada.get(f"runs/{run['id']}/cards").json()["items"]
    ours = next(card for card in cards if card["relationship"] == huarui.slug)
    assert (ours["score"], ours["grade"], ours["n"]) == (68.0, "C", 20)

    meiling = Api(token_of(huarui_sales), language="zh-hans")
    assert meiling.get("customers/nordlicht/cards").json()["items"] == []
    assert ada.post(f"runs/{run['id']}/publication").status_code == 403
    matthias = Api(token_of(manager))
    assert matthias.post(f"runs/{run['id']}/publication").json()["status"] == "published"

    told = ada.get(f"cards/{ours['id']}/explanation").json()
    assert [(each["code"], each["value"], each["points"], each["gives"]) for each in told["criteria"]] == [
        ("delivery", 0.8, 53.3333, 32.0),
        ("lateness", 1.0, 80.0, 16.0),
        ("price", 0.0, 100.0, 20.0),
    ]
    assert told["criteria"][0]["curve"] == [[0.5, 0.0], [0.95, 80.0], [1.0, 100.0]]
    lines = ada.get(f"cards/{ours['id']}/lines/on_time_lines", limit=3).json()
    assert (lines["total"], [each["is_on_time"] for each in lines["items"]]) == (20, [False] * 3)
    rest = ada.client.get(lines["next"]).json()
    assert [each["is_on_time"] for each in rest["items"]] == [False, True, True]
    assert {column["name"] for column in lines["columns"]} >= {"document", "due_date", "is_on_time"}

    [published] = meiling.get("customers/nordlicht/cards").json()["items"]
    assert (published["grade"], published["score"], "rank" in published) == ("C", 68.0, False)
    seen = meiling.get(f"received-cards/{published['id']}/explanation").json()
    assert (seen["score"], seen["red_lines"][0]["name"], seen["rank"]) == (68.0, "停线", None)
    assert meiling.get("customers").json()["items"][0]["grade"] == "C"
    assert meiling.get(f"cards/{published['id']}").status_code == 404
    for path in (f"runs/{run['id']}", f"cards/{ours['id']}", f"received-cards/{ours['id']}/explanation"):
        assert rita.get(path).status_code == 404
    assert Card.objects.count() == 3


def test_a_supplier_is_changed_by_the_same_action_as_on_its_page(
    ada: Api, buyer: Person, manager: Person, ines: Api, huarui: Relationship
) -> None:
    relationships.save_category("castings", by=buyer.actor)
    changed = ada.patch(
        f"relationships/{huarui.slug}",
        {"segment": "strategic", "preferred": True, "owner": buyer.user.email, "categories": ["castings"]},
    ).json()
    seen = {name: changed[name] for name in ("segment", "preferred", "owner", "categories")}
    assert seen == {
        "segment": "strategic", "preferred": True, "owner": "Ada Lindqvist", "categories": ["castings"],
    }  # fmt: skip
    assert ada.get("relationships", category="castings", segment="strategic").json()["items"][0]["slug"] == (
        huarui.slug
    )
    for wrong in ({"categories": ["steel"]}, {"owner": "rita@kestrel.example"}, {"sites": ["9999"]}):
        assert ada.patch(f"relationships/{huarui.slug}", wrong).status_code == 409
    cleared = ada.patch(f"relationships/{huarui.slug}", {"owner": None, "segment": None}).json()
    assert (cleared["owner"], cleared["segment"], cleared["preferred"]) == (None, None, True)

    matthias = Api(token_of(manager))
    moved = matthias.post(f"relationships/{huarui.slug}/stage", {"stage": "probation", "reason": "Late."})
    assert moved.json()["stage"] == "probation"
    assert moved.json()["stage_changes"][0]["reason"] == "Late."
    entries = ines.get(
        "audit-entries", record_type="relationships.relationship", record_id=huarui.pk, verb="moved_stage"
    ).json()["items"]
    assert [(each["by"], each["changes"]) for each in entries] == [
        ("Matthias Roth", {"stage": ["approved", "probation"]})
    ]


def test_webhooks_are_managed_by_who_manages_integrations(ines: Api, ada: Api) -> None:
    new = {"name": "ERP", "url": "https://erp.nordlicht.example/tandem", "events": ["run.published"]}
    assert ada.post("webhooks", new).status_code == 403
    wrong = ines.post("webhooks", {**new, "events": ["run.forgotten"]})
    assert (wrong.status_code, wrong.json()["detail"][:36]) == (409, "There is no event “run.forgotten” (k")
    made = ines.post("webhooks", new).json()
    assert made["secret"].startswith("whsec_")
    seen = ines.get(f"webhooks/{made['id']}").json()
    assert (seen["events"], seen["status"], "secret" in seen) == (["run.published"], "active", False)
    off = ines.patch(f"webhooks/{made['id']}", {"status": "disabled"}).json()
    assert (off["status"], off["name"], off["url"]) == ("disabled", "ERP", new["url"])
    assert ines.post(f"webhooks/{made['id']}/ping").status_code == 409
    ines.patch(f"webhooks/{made['id']}", {"status": "active"})
    sent = ines.post(f"webhooks/{made['id']}/ping").json()
    [logged] = ines.get(f"webhooks/{made['id']}/deliveries").json()["items"]
    assert (logged["id"], logged["state"], logged["event"]) == (sent["id"], "waiting", "webhook.ping")
    assert ines.get(f"deliveries/{sent['id']}").json()["attempts"] == []
    assert ines.client.delete(f"/api/v1/webhooks/{made['id']}").status_code == 204
    assert ines.get(f"webhooks/{made['id']}").status_code == 404
