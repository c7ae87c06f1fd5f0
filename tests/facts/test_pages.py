"""Ada imports a file in the browser, from upload to control totals; Rita of Kestrel finds none of it."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tandem.facts import actions
from tandem.facts.actions import Choices
from tandem.facts.models import Batch, ExchangeRate, SupplierKey
from tandem.facts.tasks import load_batch
from tandem.relationships.models import Relationship, SupplierNumber
from tests.facts.files import HEADER, ORDERS
from tests.facts.test_loading import ONE, TWO


@pytest.fixture(autouse=True)
def lake(settings, tmp_path) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")


def file(*lines: str, name: str = "orders.csv", encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([*lines, ""]).encode(encoding))


def loaded(who, tmp_path: Path, *lines: str, **choices) -> Batch:
    path = tmp_path / f"loaded-{Batch.objects.count()}.csv"
    path.write_text("\n".join([HEADER, *lines, ""]))
    batch = actions.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=who.actor)
    return actions.load_batch(batch, by=who.actor, clock=timezone.now, choices=Choices(**choices))


CHINESE = (
    "订单号,行号,供应商编码,供应商名称,需求日期,数量,单价,币种,状态",
    "4500001,10,V1,上海华锐铸造有限公司,2024/3/1,1000,12.5,CNY,已关闭",
    "4500001,20,V1,上海华锐铸造有限公司,2024/3/15,五百,3,CNY,未清",
)


def test_from_upload_to_control_totals(buyer, huarui):
    upload = file(*CHINESE, encoding="gb18030")
    answer = buyer.client.post("/facts/upload/", {"file": upload, "fact": "order_lines", "source": "u8"})
    batch = Batch.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/facts/batches/{batch.number}/mapping/")

    page = buyer.client.get(answer.url)
    assert page.status_code == 200
    form = page.context["form"]
    shown = {line.column.name: line.column.value() for line in form.lines() if line.chosen}
    assert shown["document-column"] == "订单号"
    assert shown["requested_date-column"] == "需求日期"
    data = {name: form[name].value() or "" for name in form.fields}
    assert data["requested_date-dates"] == "YYYY/MM/DD"
    assert data["status-words"] == "已关闭 = closed; 未清 = open"

    data |= {"uom-column": "=constant", "uom-constant": "EA", "site-column": ""}
    answer = buyer.client.post(answer.url, data)
    assert answer.url == f"/facts/batches/{batch.number}/preview/"
    preview = buyer.client.get(answer.url)
    assert [(fault["row"], fault["column"], fault["value"]) for fault in preview.context["faults"]] == [
        (3, "数量", "五百")
    ]
    assert ("Unit of measure", False) in preview.context["headers"]

    answer = buyer.client.post(f"/facts/batches/{batch.number}/load/", {"good_rows_only": "on"})
    assert answer.url == batch.get_absolute_url()
    batch.refresh_from_db()
    assert batch.status == "queued"
    assert b"hx-get" in buyer.client.get(answer.url).content
    load_batch(batch.pk, good_rows_only=True)

    done = buyer.client.get(f"/facts/batches/{batch.number}/progress/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    page = buyer.client.get(batch.get_absolute_url())
    assert page.context["batch"].loaded == 1
    assert page.context["totals"] == [
        {
            "month": "",
            "site": "",
            "currency": "CNY",
            "rows": 1,
            "quantity": "1,000",
            "value": "12,500",
        }
    ]
    rejects = buyer.client.get(f"/facts/batches/{batch.number}/rejects/")
    assert b"".join(rejects.streaming_content).startswith(b"\xef\xbb\xbf")

    queue = buyer.client.get("/facts/matching/")
    [(key, proposals)] = queue.context["proposed"]
    assert (key.name, [one.relationship for one in proposals]) == ("上海华锐铸造有限公司", [huarui])
    assert proposals[0].likeness == 100
    names = buyer.client.get("/facts/matching/suppliers/?relationship=华锐").content.decode()
    assert f'<option value="{huarui.slug}">' in names
    buyer.client.post(f"/facts/matching/{key.pk}/match/", {"relationship": huarui.slug})
    assert SupplierNumber.objects.in_force().get().relationship == huarui
    assert not SupplierKey.objects.unmatched().exists()

    answer = buyer.client.post(f"/facts/batches/{batch.number}/withdraw/", {"reason": "twice"})
    batch.refresh_from_db()
    assert (answer.status_code, batch.status) == (302, "withdrawn")


def test_the_next_file_of_a_source_is_read_as_the_last(buyer):
    for _turn in range(2):
        buyer.client.post(
            "/facts/upload/", {"file": file(HEADER, ONE), "fact": "order_lines", "source": "sap"}
        )
        batch = Batch.objects.latest("number")
        if batch.number == 1:
            actions.map_batch(batch, ORDERS, by=buyer.actor)
            buyer.client.post("/facts/batches/1/load/")
    assert batch.mapping == ORDERS


def test_a_mapping_that_does_not_fit_the_file_at_all_is_mended_as_text(buyer):
    actions.save_mapping(ORDERS.replace("[columns]", "[file]\nencoding = 'ascii'\n[columns]"), by=buyer.actor)
    upload = {"file": file(HEADER, ONE + "é"), "fact": "order_lines", "source": "sap"}
    answer = buyer.client.post("/facts/upload/", upload, follow=True)
    assert answer.redirect_chain[-1][0] == "/facts/batches/1/mapping/text/"
    assert "not written in ascii" in answer.content.decode()


def test_what_the_form_cannot_say_is_kept(buyer):
    buyer.client.post("/facts/upload/", {"file": file(HEADER, ONE), "fact": "order_lines", "source": "sap"})
    text = ORDERS.replace('document = "PO"', 'document = { expression = \'"PO" || "Line"\' }')
    buyer.client.post("/facts/batches/1/mapping/text/", {"text": text})
    form = buyer.client.get("/facts/batches/1/mapping/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert data["document-column"] == "=kept"
    buyer.client.post("/facts/batches/1/mapping/", data)
    assert '"PO" || "Line"' in Batch.objects.get().mapping


def test_wrong_files_and_mappings_are_refused_with_a_sentence(buyer):
    bad = {"file": file("just one column", "1"), "fact": "order_lines", "source": "x"}
    answer = buyer.client.post("/facts/upload/", bad)
    assert answer.status_code == 422
    assert "not a table" in answer.content.decode()
    assert not Batch.objects.exists()
    buyer.client.post("/facts/upload/", {"file": file(HEADER, ONE), "fact": "order_lines", "source": "x"})
    answer = buyer.client.post("/facts/batches/1/mapping/text/", {"text": "fact = 'receipts'\nsource='x'"})
    assert (answer.status_code, "The mapping is for receipts" in answer.content.decode()) == (422, True)
    actions.map_batch(Batch.objects.get(), ORDERS.replace('"Qty"', '"Menge"'), by=buyer.actor)
    answer = buyer.client.get("/facts/batches/1/preview/")
    assert (answer.status_code, "no column “Menge”" in answer.content.decode()) == (422, True)


def test_a_file_given_up_waits_for_nobody(buyer):
    buyer.client.post("/facts/upload/", {"file": file(HEADER, ONE), "fact": "order_lines", "source": "x"})
    buyer.client.post("/facts/batches/1/discard/")
    assert Batch.objects.get().status == "discarded"
    assert buyer.client.post("/facts/batches/1/load/").status_code == 409


def test_a_number_can_be_internal_or_a_new_supplier(buyer, tmp_path):
    loaded(buyer, tmp_path, ONE, TWO, "1,30,V3,7,,,,")
    keys = {key.key: key.pk for key in SupplierKey.objects.all()}
    buyer.client.post(f"/facts/matching/{keys['V1']}/internal/")
    buyer.client.post(f"/facts/matching/{keys['V2']}/create/")
    assert SupplierNumber.objects.get(key="V1").internal
    assert Relationship.objects.get().supplier.name == "V2"
    buyer.client.post("/facts/matching/create/")
    assert sorted(one.supplier.name for one in Relationship.objects.all()) == ["V2", "V3"]
    assert buyer.client.get("/facts/matching/").context["page"].paginator.count == 0
    refused = buyer.client.post(f"/facts/matching/{keys['V1']}/match/", {"relationship": "nobody"})
    assert refused.status_code == 409


def test_rates_come_in_by_file_and_in_versions(buyer):
    answer = buyer.client.post(
        "/facts/rates/", {"file": file("币种;日期;汇率", "cny;01.01.2024;0,1267", "USD;1.1.2024;0,9")}
    )
    assert answer.status_code == 302
    assert [(one.currency, str(one.day), str(one.rate)) for one in ExchangeRate.objects.in_force()] == [
        ("CNY", "2024-01-01", "0.12670000"),
        ("USD", "2024-01-01", "0.90000000"),
    ]
    buyer.client.post("/facts/rates/", {"file": file("currency,day,rate", "USD,2024-01-01,0.95")})
    assert (
        ExchangeRate.objects.in_force(1).get(currency="USD").rate
        != ExchangeRate.objects.in_force().get(currency="USD").rate
    )
    page = buyer.client.get("/facts/rates/").content.decode()
    assert "0.1267" in page
    assert "0.95" in page
    answer = buyer.client.post("/facts/rates/", {"file": file("currency,day,rate", "XXA,2024-01-01,1")})
    assert (answer.status_code, "Row 2 is no rate" in answer.content.decode()) == (422, True)


PAGES = [
    "batches/1/", "batches/1/mapping/", "batches/1/mapping/text/", "batches/1/preview/", "batches/1/progress/",
    "batches/1/rejects/", "mappings/1/",
]  # fmt: skip
POSTS = [
    "batches/1/load/",
    "batches/1/discard/",
    "batches/1/withdraw/",
    "matching/{key}/match/",
    "matching/{key}/internal/",
    "matching/{key}/create/",
]


def test_another_customers_batches_are_not_there(buyer, rival, tmp_path):
    batch = loaded(buyer, tmp_path, ONE, TWO.replace(",7,", ",x,"), good_rows_only=True)
    saved = actions.save_mapping(ORDERS, by=buyer.actor)
    key = SupplierKey.objects.get()
    for address in PAGES:
        address = address.replace("mappings/1/", f"mappings/{saved.pk}/")
        assert rival.client.get(f"/facts/{address}").status_code == 404, address
    for address in POSTS:
        assert rival.client.post(f"/facts/{address.format(key=key.pk)}").status_code == 404, address
    for address in ("", "matching/", "rates/", "mappings/"):
        assert "orders" not in rival.client.get(f"/facts/{address}").content.decode()
    batch.refresh_from_db()
    assert batch.status == "loaded"
    assert not rival.client.get("/facts/").context["page"].paginator.count


def test_an_auditor_reads_and_changes_nothing(buyer, auditor, tmp_path):
    batch = loaded(buyer, tmp_path, ONE)
    assert auditor.client.get("/facts/").status_code == 200
    assert auditor.client.get(batch.get_absolute_url()).status_code == 200
    assert auditor.client.get("/facts/upload/").status_code == 409
    assert (
        auditor.client.post(f"/facts/batches/{batch.number}/withdraw/", {"reason": "no"}).status_code == 409
    )
    key = SupplierKey.objects.get()
    assert auditor.client.post(f"/facts/matching/{key.pk}/create/").status_code == 409


def test_pages_ask_the_same_number_of_questions_however_much_there_is(buyer, tmp_path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert buyer.client.get(address).status_code == 200
        return len(captured)

    addresses = ("/facts/", "/facts/matching/", "/facts/rates/", "/facts/mappings/", "/facts/batches/1/")
    loaded(buyer, tmp_path, ONE)
    actions.save_mapping(ORDERS, by=buyer.actor)
    one = {address: asked(address) for address in addresses}
    loaded(buyer, tmp_path, *(f"1,{n},V{n},5,2024-03-01,2.5,EUR," for n in range(30)))
    loaded(buyer, tmp_path, TWO)
    actions.save_mapping(ORDERS.replace('"sap"', '"sap-2"'), by=buyer.actor)
    many = {address: asked(address) for address in addresses}
    assert one == many


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_help_page_explains_every_column(buyer, language):
    buyer.user.language = language
    buyer.user.save()
    page = buyer.client.get("/facts/columns/", headers={"accept-language": language}).content.decode()
    assert ("首次确认日期" if language == "zh-hans" else "First confirmed for") in page
    assert "on_time_quantity" in page
