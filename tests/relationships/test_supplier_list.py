"""A supplier list comes in: columns proposed, every row previewed, matches decided, the rest loaded or refused."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tandem.accounts import actions as accounts
from tandem.accounts.models import Contact
from tandem.relationships import actions, columns, tasks
from tandem.relationships.actions import lists
from tandem.relationships.models import Outcome, Relationship, SupplierList, SupplierListRow
from tests.cast import HUARUI_USCC, Person, organisation, supplier_of

IMPORT = "/relationships/import/"
CODE_A, CODE_B, CODE_C = "91310112087994932F", "91310116052958608G", "91310116076409427L"
CHINESE = f"""供应商编码,供应商名称,统一社会信用代码,国家,品类,联系人,联系邮箱
V-1,上海华锐铸造有限公司,{HUARUI_USCC},中国,铸件,华美玲,meiling@huarui.example
V-2,苏州新宇包装有限公司,{CODE_A},中国,包装;纸箱,,
V-3,Bergquell Hydraulik AG,,德国,,,
V-4,无锡海川轴承有限公司,{CODE_B[:-1]}H,中国,,,
V-5,宁波远洋紧固件有限公司,{CODE_C},中国,,,
V-6,宁波远洋紧固件有限公司（二厂）,{CODE_C},,,,
V-7,,,中国,,,
V-8,Meridian Tools,,Atlantis,,,no address
"""


@pytest.fixture(autouse=True)
def _files_beside_the_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


def upload(client: Client, content: bytes, name: str = "供应商.csv") -> SupplierList:
    response = client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    kept = SupplierList.objects.latest("pk")
    assert response["Location"] == f"{IMPORT}{kept.pk}/columns/"
    return kept


def check(client: Client, kept: SupplierList, **values: str) -> None:
    form = {f"column_{code}": header for code, header in kept.columns.items()}
    form |= {"source": "SAP", "country": "", "stage": "approved", **values}
    response = client.post(f"{IMPORT}{kept.pk}/columns/", form)
    assert response.status_code == 302, response.context["form"].errors


def meanings(kept: SupplierList) -> dict[int, tuple[str, str]]:
    """row → (outcome, what found it)."""
    return {row.number: (row.outcome, row.found_by) for row in kept.rows.all()}


def load(client: Client, kept: SupplierList, person: Person) -> None:
    assert client.post(f"{IMPORT}{kept.pk}/load/").status_code == 302
    tasks.load_list(kept.pk, person.user.pk)


@pytest.fixture
def bergquell(buyer: Person) -> Relationship:
    return supplier_of(buyer, "Bergquell Hydraulik GmbH", country="DE", currency="EUR")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_columns_are_proposed_from_chinese_headers_in_any_encoding(buyer: Person, encoding: str) -> None:
    kept = upload(buyer.client, CHINESE.encode(encoding))
    assert kept.columns == {
        "number": "供应商编码",
        "name_local": "供应商名称",
        "uscc": "统一社会信用代码",
        "country": "国家",
        "categories": "品类",
        "contact_name": "联系人",
        "contact_email": "联系邮箱",
    }
    page = buyer.client.get(f"{IMPORT}{kept.pk}/columns/").content.decode()
    assert '<option value="统一社会信用代码" selected>' in page
    assert "苏州新宇包装有限公司" in page


def test_columns_are_proposed_from_english_headers_and_from_content() -> None:
    proposed = columns.propose(
        ["Vendor No.", "Name 1", "Land1", "Col X", "E-Mail"],
        {"Name 1": ["Foo GmbH"], "Col X": [HUARUI_USCC, CODE_A, ""]},
    )
    assert proposed == {
        "number": "Vendor No.",
        "name": "Name 1",
        "country": "Land1",
        "uscc": "Col X",
        "contact_email": "E-Mail",
    }


def test_the_preview_says_of_every_row_what_it_means_and_loads_nothing(
    huarui: Relationship, bergquell: Relationship, buyer: Person
) -> None:
    kept = upload(buyer.client, CHINESE.encode())
    check(buyer.client, kept)
    assert meanings(kept) == {
        2: (Outcome.KNOWN, "identifier"),
        3: (Outcome.NEW, ""),
        4: (Outcome.PROPOSED, "name"),
        5: (Outcome.REFUSED, ""),
        6: (Outcome.NEW, ""),
        7: (Outcome.KNOWN, "identifier"),
        8: (Outcome.REFUSED, ""),
        9: (Outcome.REFUSED, ""),
    }
    rows = {row.number: row for row in kept.rows.all()}
    assert rows[2].relationship == huarui
    assert rows[4].relationship == bergquell
    assert rows[7].same_as_row == 6
    assert rows[5].problems == [
        {
            "column": "统一社会信用代码",
            "value": f"{CODE_B[:-1]}H",
            "message": f"Unified social credit code “{CODE_B[:-1]}H” has a wrong check digit: "
            "one of its characters was mistyped.",
        }
    ]
    assert [(one["column"], one["value"]) for one in rows[9].problems] == [
        ("国家", "Atlantis"),
        ("联系邮箱", "no address"),
    ]
    assert Relationship.objects.count() == 2
    page = buyer.client.get(f"{IMPORT}{kept.pk}/").content.decode()
    for expected in (
        "has a wrong check digit",
        "Perhaps known",
        "the company of row 6",
        "Bergquell Hydraulik GmbH",
    ):
        assert expected in page
    assert "Load 5 rows" in page


def test_a_list_waits_for_the_decisions_and_then_loads_all_it_can(
    huarui: Relationship, bergquell: Relationship, buyer: Person
) -> None:
    castings = actions.save_category("castings", by=buyer.actor, name="Castings", name_local="铸件")
    kept = upload(buyer.client, CHINESE.encode())
    check(buyer.client, kept)
    waiting = buyer.client.post(f"{IMPORT}{kept.pk}/load/")
    assert waiting.status_code == 409
    assert "1 row waits for your decision" in waiting.content.decode()

    buyer.client.post(f"{IMPORT}{kept.pk}/rows/4/", {"decision": "same"})
    load(buyer.client, kept, buyer)
    kept.refresh_from_db()
    assert kept.status == SupplierList.Status.LOADED
    assert not kept.rows.exclude(failure="")
    assert {row.number: str(row.result) for row in kept.rows.exclude(result=None)} == {
        2: "Huarui Castings Co., Ltd.",
        3: "苏州新宇包装有限公司",
        4: "Bergquell Hydraulik GmbH",
        6: "宁波远洋紧固件有限公司",
        7: "宁波远洋紧固件有限公司",
    }
    packaging = Relationship.objects.get(supplier__name="苏州新宇包装有限公司")
    assert (packaging.stage, packaging.supplier.country, packaging.supplier.currency) == (
        "approved",
        "CN",
        "CNY",
    )
    assert [str(one) for one in packaging.categories.all()] == ["包装", "纸箱"]
    two_plants = Relationship.objects.get(supplier__name="宁波远洋紧固件有限公司")
    assert [one.key for one in two_plants.numbers.in_force()] == ["V-5", "V-6"]
    assert [str(one) for one in bergquell.numbers.in_force()] == ["SAP V-3"]
    assert [one.name for one in huarui.aliases.all()] == []
    assert list(huarui.categories.all()) == [castings]
    assert Contact.objects.get().name == "华美玲"

    page = buyer.client.get(f"{IMPORT}{kept.pk}/").content.decode()
    assert "5 rows were loaded." in page
    assert "3 rows were refused." in page


def test_the_same_list_again_changes_nothing(
    huarui: Relationship, bergquell: Relationship, buyer: Person
) -> None:
    for _time in range(2):
        kept = upload(buyer.client, CHINESE.encode())
        check(buyer.client, kept)
        buyer.client.post(f"{IMPORT}{kept.pk}/decide/", {"decision": "same"})
        load(buyer.client, kept, buyer)
    assert [found_by for _outcome, found_by in meanings(kept).values()][:3] == ["number"] * 3
    assert Relationship.objects.count() == 4
    assert Contact.objects.count() == 1
    assert [one.key for one in huarui.numbers.all()] == ["V-1"]


def test_what_was_not_loaded_comes_back_as_a_workbook_with_reasons(
    huarui: Relationship, bergquell: Relationship, buyer: Person
) -> None:
    kept = upload(buyer.client, CHINESE.encode())
    check(buyer.client, kept)
    buyer.client.post(f"{IMPORT}{kept.pk}/decide/", {"decision": "leave"})
    content = b"".join(buyer.client.get(f"{IMPORT}{kept.pk}/rejects/").streaming_content)
    heading, *lines = openpyxl.load_workbook(BytesIO(content)).active.values
    assert heading == ("Row", "Company", "Column", "Value", "Reason")
    assert [(line[0], line[2], line[3]) for line in lines] == [
        (4, None, None),
        (5, "统一社会信用代码", f"{CODE_B[:-1]}H"),
        (8, "供应商名称", None),
        (9, "国家", "Atlantis"),
        (9, "联系邮箱", "no address"),
    ]
    assert lines[0][4] == "Left out by decision."


def test_a_company_of_another_customer_is_joined_and_not_kept_twice(
    huarui: Relationship, rival: Person
) -> None:
    kept = upload(rival.client, f"Name,USCC\nHua Rui,{HUARUI_USCC}\n".encode(), "suppliers.csv")
    check(rival.client, kept)
    assert meanings(kept) == {2: (Outcome.JOINED, "identifier")}
    load(rival.client, kept, rival)
    joined = Relationship.objects.get(customer=rival.organization)
    assert joined.supplier == huarui.supplier
    assert joined.supplier.name == "Huarui Castings Co., Ltd."


def test_contradictions_are_refused_with_the_reason(
    huarui: Relationship, bergquell: Relationship, buyer: Person, administrator: Person
) -> None:
    accounts.add_identifier(bergquell.supplier, scheme="duns", value="934749400", by=buyer.actor)
    accounts.add_identifier(buyer.organization, scheme="duns", value="150483782", by=administrator.actor)
    actions.number_supplier(huarui, source="SAP", key="V-1", by=buyer.actor)
    actions.mark_internal(source="SAP", key="V-9", by=buyer.actor)
    rows = f"""No,Name,USCC,DUNS,Country
V-1,Bergquell,,934749400,DE
V-2,Somebody,{HUARUI_USCC},934749400,CN
V-3,Ourselves,,150483782,DE
V-9,Warehouse Ulm,,,DE
"""
    kept = upload(buyer.client, rows.encode(), "suppliers.csv")
    check(buyer.client, kept)
    assert {row.number: row.problems[0]["message"] for row in kept.rows.all()} == {
        2: "The number means one supplier, but the identifier is another's.",
        3: "The identifiers of this row belong to different organisations.",
        4: "This is your own organisation.",
        5: "This number is marked as internal: it is no supplier's.",
    }
    refused = buyer.client.post(f"{IMPORT}{kept.pk}/load/")
    assert "No row of this list can be loaded." in refused.content.decode()


def test_the_same_name_with_another_credit_code_is_another_company(
    huarui: Relationship, buyer: Person
) -> None:
    kept = upload(buyer.client, f"名称,信用代码\n上海华锐铸造有限公司,{CODE_A}\n".encode())
    check(buyer.client, kept)
    assert meanings(kept) == {2: (Outcome.NEW, "")}


def test_a_list_killed_half_way_goes_on_where_it_was(buyer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"V-{i},Supplier number {i * 7919} Works,CN\n" for i in range(120))
    kept = upload(buyer.client, f"No,Name,Country\n{rows}".encode(), "suppliers.csv")
    check(buyer.client, kept)
    buyer.client.post(f"{IMPORT}{kept.pk}/decide/", {"decision": "new"})
    buyer.client.post(f"{IMPORT}{kept.pk}/load/")
    whole: Callable[..., None] = lists.load_row

    def killed(supplier_list: SupplierList, row: SupplierListRow, **how: Any) -> None:
        if row.number == 80:
            raise KeyboardInterrupt
        whole(supplier_list, row, **how)

    monkeypatch.setattr(lists, "load_row", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.load_list(kept.pk, buyer.user.pk)
    assert Relationship.objects.count() == 50
    assert "Loading: 50 of 120 rows are done" in buyer.client.get(f"{IMPORT}{kept.pk}/").content.decode()
    monkeypatch.setattr(lists, "load_row", whole)
    tasks.load_list(kept.pk, buyer.user.pk)
    assert Relationship.objects.count() == 120
    tasks.load_list(kept.pk, buyer.user.pk)
    assert Relationship.objects.count() == 120


def test_an_excel_file_comes_in_the_same_way(buyer: Person) -> None:
    book = openpyxl.Workbook()
    for line in (
        ["Supplier number", "Company name", "Country", "Segment"],
        [4711, "Meridian Tools", "US", "战略"],
    ):
        book.active.append(line)
    file = BytesIO()
    book.save(file)
    kept = upload(buyer.client, file.getvalue(), "suppliers.xlsx")
    check(buyer.client, kept)
    load(buyer.client, kept, buyer)
    relationship = Relationship.objects.get()
    assert (relationship.supplier.name, relationship.segment) == ("Meridian Tools", "strategic")
    assert [one.key for one in relationship.numbers.all()] == ["4711"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 nothing", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"one column\nx\n", "two columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    buyer: Person, content: bytes, reason: str
) -> None:
    response = buyer.client.post(IMPORT, {"file": SimpleUploadedFile("x.csv", content)})
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not SupplierList.objects.exists()


def test_a_list_without_names_or_without_its_system_is_not_previewed(buyer: Person) -> None:
    kept = upload(buyer.client, CHINESE.encode())
    address = f"{IMPORT}{kept.pk}/columns/"
    response = buyer.client.post(address, {"column_number": "供应商编码", "stage": "approved", "source": ""})
    assert set(response.context["form"].errors) == {"column_name", "source"}
    assert buyer.client.get(f"{IMPORT}{kept.pk}/")["Location"] == address


def test_a_discarded_list_loads_nothing_any_more(buyer: Person) -> None:
    kept = upload(buyer.client, CHINESE.encode())
    check(buyer.client, kept)
    assert buyer.client.post(f"{IMPORT}{kept.pk}/discard/").status_code == 302
    assert buyer.client.post(f"{IMPORT}{kept.pk}/load/").status_code == 409
    assert not Relationship.objects.exists()


def test_only_who_may_add_suppliers_brings_lists_in(auditor: Person, quality_engineer: Person) -> None:
    for person in (auditor, quality_engineer):
        assert person.client.get(IMPORT).status_code == 409
        response = person.client.post(IMPORT, {"file": SimpleUploadedFile("x.csv", CHINESE.encode())})
        assert response.status_code in (409, 422)
    assert not SupplierList.objects.exists()


def test_an_organisation_without_relationships_is_joined_by_its_number_only(rival: Person) -> None:
    """A name alone never reveals a company that the customer has nothing to do with."""
    organisation("Secret Foundry GmbH", "secret-foundry")
    kept = upload(rival.client, b"Name,Country\nSecret Foundry GmbH,DE\n", "suppliers.csv")
    check(rival.client, kept)
    assert meanings(kept) == {2: (Outcome.NEW, "")}
