"""Huarui keeps its statements and shares them; Nordlicht reads them, keeps some of its own; a rival sees nothing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from tandem.accounts.models import AuditEntry, Organization
from tandem.accounts.roles import Role
from tandem.assessments.actions.statements import Given, remove_statement, save_statement
from tandem.assessments.models import Statement
from tandem.assessments.queries.dependence import Why, dependence, mean_rate
from tandem.assessments.queries.finances import sources
from tandem.core.errors import Forbidden, Refused
from tandem.core.fence import Acting, acting_as
from tandem.facts import actions as facts
from tandem.relationships import actions as relationships
from tandem.relationships.models import Consent, Relationship
from tests.assessments.test_statement_files import CHINESE, workbook
from tests.cast import NOW, Person, person, supplier_of
from tests.facts.files import ORDERS

D = Decimal
BALANCED = {"revenue": D(1000), "total_assets": D(500), "total_liabilities": D(300), "total_equity": D(200)}


def given(year: int = 2025, **lines: Decimal) -> Given:
    return Given(date(year, 12, 31), "CNY", {**BALANCED, **lines}, unit=10_000)


def seen_by(who: Person) -> list[Statement]:
    """As the database itself lets them see, and as the query does."""
    with acting_as(Acting(person=who.user.pk, organization=who.organization.pk)):
        fenced = set(Statement.objects.values_list("pk", flat=True))
        found = list(Statement.objects.visible_to(who.actor))
    assert {each.pk for each in found} == fenced
    return found


def test_a_supplier_shares_its_statements_and_what_a_customer_keeps_is_its_own(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    own = save_statement(huarui.supplier, given(), by=huarui_sales.actor, now=NOW)
    kept = save_statement(huarui.supplier, given(2024), by=buyer.actor, now=NOW, relationship=huarui)
    assert (seen_by(huarui_sales), seen_by(buyer), seen_by(rival)) == ([own], [kept], [])
    relationships.give_consent(huarui, Consent.Subject.STATEMENTS, by=huarui_sales.actor, now=NOW)
    assert (seen_by(huarui_sales), seen_by(buyer), seen_by(rival)) == ([own], [own, kept], [])
    found = sources(buyer.actor, huarui.supplier_id)
    assert [(key, each.statements) for key, each in found.items()] == [("shared", (own,)), ("kept", (kept,))]
    relationships.end_consent(huarui, Consent.Subject.STATEMENTS, by=huarui_sales.actor, now=NOW)
    assert seen_by(buyer) == [kept]


def test_what_a_customer_keeps_is_not_shared_when_it_shares_its_own(
    huarui: Relationship, buyer: Person, kestrel: Organization, rival: Person
) -> None:
    """Nordlicht supplies Kestrel and shares its own statements with it; those of Huarui stay Nordlicht's."""
    sold = relationships.add_relationship(buyer.organization, by=rival.actor, now=NOW)
    seller = person(buyer.organization, "Sven Holm", Role.SALES)
    relationships.give_consent(sold, Consent.Subject.STATEMENTS, by=seller.actor, now=NOW)
    save_statement(huarui.supplier, given(), by=buyer.actor, now=NOW, relationship=huarui)
    own = save_statement(buyer.organization, given(), by=seller.actor, now=NOW)
    assert seen_by(rival) == [own]


def test_one_that_does_not_balance_is_refused_with_the_difference(
    huarui: Relationship, buyer: Person
) -> None:
    with pytest.raises(
        Refused, match=r"does not balance: total assets are 500\.00.*the difference is -0\.01"
    ):
        save_statement(
            huarui.supplier, given(total_equity=D("200.01")), by=buyer.actor, now=NOW, relationship=huarui
        )
    with pytest.raises(Refused, match=r"the total of liabilities and equity is 499\.00.*difference is 1\.00"):
        save_statement(
            huarui.supplier,
            given(liabilities_and_equity=D(499)),
            by=buyer.actor,
            now=NOW,
            relationship=huarui,
        )
    with pytest.raises(Refused, match="lies too far back"):
        save_statement(huarui.supplier, given(1), by=buyer.actor, now=NOW, relationship=huarui)
    with pytest.raises(Refused, match="has not ended yet"):
        save_statement(huarui.supplier, given(2026), by=buyer.actor, now=NOW, relationship=huarui)
    empty = Given(date(2025, 12, 31), "CNY", {})
    with pytest.raises(Refused, match="has no amounts"):
        save_statement(huarui.supplier, empty, by=buyer.actor, now=NOW, relationship=huarui)
    assert not Statement.objects.exists()


def test_a_year_is_replaced_with_what_changed_on_record(huarui: Relationship, buyer: Person) -> None:
    first = save_statement(huarui.supplier, given(), by=buyer.actor, now=NOW, relationship=huarui)
    again = save_statement(
        huarui.supplier, given(revenue=D(1100), cash=D(5)), by=buyer.actor, now=NOW, relationship=huarui
    )
    assert again.pk == first.pk
    told = AuditEntry.objects.filter(record_type="assessments.statement", verb="changed").get()
    assert told.changes == {"revenue": ["1000.00", "1100.00"], "cash": ["", "5.00"]}
    history = buyer.client.get(reverse("relationships:history_tab", args=[huarui.slug])).content.decode()
    assert "Financial statement of the year to 2025-12-31 written down" in history


def test_who_may_keep_them(
    huarui: Relationship, auditor: Person, rival: Person, huarui_sales: Person, buyer: Person
) -> None:
    for who in (auditor, rival):
        with pytest.raises(Forbidden):
            save_statement(huarui.supplier, given(), by=who.actor, now=NOW, relationship=huarui)
    with pytest.raises(Forbidden):  # nobody writes the supplier's own but the supplier
        save_statement(huarui.supplier, given(), by=buyer.actor, now=NOW)
    own = save_statement(huarui.supplier, given(), by=huarui_sales.actor, now=NOW)
    with pytest.raises(Forbidden):
        remove_statement(own, by=buyer.actor, relationship=huarui)
    remove_statement(own, by=huarui_sales.actor)
    assert not Statement.objects.exists()


def test_a_year_typed_in(huarui: Relationship, huarui_sales: Person) -> None:
    address = reverse("assessments_supplier:add_statement")
    about = {"year_end": "2025-12-31", "months": 12, "currency": "CNY", "unit": 10000, "standard": "cas"}
    amounts = {"total_assets": "5,000", "total_liabilities": "3000", "total_equity": "1.999,00"}
    answer = huarui_sales.client.post(address, {**about, **amounts})
    assert answer.status_code == 422
    assert "差额为 1.00" in answer.content.decode()
    assert "请填写金额" in huarui_sales.client.post(address, {**about, "cash": "much"}).content.decode()
    answer = huarui_sales.client.post(address, {**about, **amounts, "total_equity": "2000"})
    assert answer["Location"] == reverse("assessments_supplier:statements")
    kept = Statement.objects.get()
    assert kept.lines == {
        "total_assets": "5000.00",
        "total_liabilities": "3000.00",
        "total_equity": "2000.00",
    }
    page = huarui_sales.client.get(answer["Location"]).content.decode()
    assert "资产负债率" in page
    assert "60.0%" in page
    assert "未列示：流动资产合计、流动负债合计、未分配利润、盈余公积" in page


def test_a_file_is_shown_before_anything_is_kept(huarui: Relationship, buyer: Person, tmp_path: Path) -> None:
    sheets = {**CHINESE, "利润表": [*CHINESE["利润表"], ["加：营业外收入", 3, 2], ["净利润", 400, -30]]}
    file = SimpleUploadedFile("报表.xlsx", workbook(tmp_path, sheets).read_bytes())
    about = {"currency": "CNY", "unit": 1, "standard": "cas", "ends_in": 12, "file": file}
    address = reverse("assessments:upload_statements", args=[huarui.slug])
    page = buyer.client.post(address, about)
    told = page.content.decode()
    assert not Statement.objects.exists()
    assert "1 year can be kept." in told  # 2024 has a fault
    assert "利润表!C11" in told
    assert "Net profit: cell 利润表!C9 says -35.00." in told
    assert "加：营业外收入" in told
    answer = buyer.client.post(
        reverse("assessments:take_statements", args=[huarui.slug]), {"kept": page.context["kept"]}
    )
    assert answer["Location"] == reverse("assessments:finances", args=[huarui.slug])
    kept = Statement.objects.get()
    assert (kept.year_end, kept.unit, kept.file_name) == (date(2025, 12, 31), 10_000, "报表.xlsx")
    assert (kept.lines["cash"], kept.places["cash"]) == ("1234.50", "资产负债表!B5")


def test_a_preview_of_one_supplier_is_not_kept_for_another(
    huarui: Relationship, buyer: Person, tmp_path: Path
) -> None:
    other = supplier_of(buyer, "Bergquell GmbH")
    file = SimpleUploadedFile("r.xlsx", workbook(tmp_path, CHINESE).read_bytes())
    about = {"currency": "CNY", "unit": 1, "standard": "cas", "ends_in": 12, "file": file}
    page = buyer.client.post(reverse("assessments:upload_statements", args=[huarui.slug]), about)
    take = reverse("assessments:take_statements", args=[other.slug])
    assert buyer.client.post(take, {"kept": page.context["kept"]}).status_code == 409
    assert buyer.client.post(take, {"kept": "forged"}).status_code == 409
    assert not Statement.objects.exists()


def test_the_customers_page_and_a_rival_who_finds_nothing(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    address = reverse("assessments:finances", args=[huarui.slug])
    assert "The supplier shares none with you" in buyer.client.get(address).content.decode()
    own = save_statement(huarui.supplier, given(), by=huarui_sales.actor, now=NOW)
    relationships.give_consent(huarui, Consent.Subject.STATEMENTS, by=huarui_sales.actor, now=NOW)
    page = buyer.client.get(address).content.decode()
    for told in ("Shared by the supplier", "total liabilities ÷ total assets", "60.0%", "Salomon Brothers"):
        assert told in page
    assert "There are no order lines of that year among your facts." in page
    # The supplier's own is not the customer's to change, and the rival finds no page at all.
    assert (
        buyer.client.get(reverse("assessments:edit_statement", args=[huarui.slug, own.pk])).status_code == 404
    )
    assert rival.client.get(address).status_code == 404


def test_the_share_of_the_revenue_that_is_ours(
    huarui: Relationship, buyer: Person, settings: object, tmp_path: Path
) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")  # type: ignore[attr-defined]
    statement = save_statement(huarui.supplier, given(), by=buyer.actor, now=NOW, relationship=huarui)
    today = NOW.date()
    assert dependence(buyer.actor, huarui, statement, today=today).why is Why.NO_FACTS
    relationships.number_supplier(huarui, source="sap", key="100", by=buyer.actor)
    _orders(tmp_path, buyer, months=11)
    told = dependence(buyer.actor, huarui, statement, today=today)
    assert (told.why, told.months_with_facts, told.share) == (Why.GAPS, 11, None)
    _orders(tmp_path, buyer, months=12)
    assert dependence(buyer.actor, huarui, statement, today=today).why is Why.NO_RATE
    rates = {("CNY", date(2024, 6, 1)): D("0.12"), ("CNY", date(2025, 7, 2)): D("0.14")}
    facts.save_rates(rates, by=buyer.actor)
    told = dependence(buyer.actor, huarui, statement, today=today)
    # 182 days at 0.12 and 183 at 0.14; 12 orders of 2,500 euros of a revenue of ten million yuan.
    assert told.rate == (182 * D("0.12") + 183 * D("0.14")) / 365
    assert (told.spend, told.revenue) == (D(30000), 10_000_000 * told.rate)
    assert told.share == D(30000) / (10_000_000 * told.rate)
    assert mean_rate(buyer.actor, "EUR", "EUR", told.starts, told.ends) == 1


def test_statements_follow_a_merge(
    huarui: Relationship, buyer: Person, manager: Person, administrator: Person
) -> None:
    twin = supplier_of(buyer, "Huarui Foundry Ltd.")
    save_statement(twin.supplier, given(2024), by=buyer.actor, now=NOW, relationship=twin)
    save_statement(twin.supplier, given(2025), by=buyer.actor, now=NOW, relationship=twin)
    stays = save_statement(huarui.supplier, given(2025), by=buyer.actor, now=NOW, relationship=huarui)
    merge = relationships.propose_merge(huarui, twin, reason="One licence.", by=manager.actor, now=NOW)
    relationships.approve_merge(merge, by=administrator.actor, now=NOW)
    assert ("statements", ["Huarui Foundry Ltd. 2024-12-31"]) in merge.moved
    rows = Statement.objects.filter(organization=huarui.supplier).values_list("year_end__year", "pk")
    assert [year for year, _pk in rows] == [2025, 2024]
    assert rows[0][1] == stays.pk


def test_the_database_itself_refuses_to_write_for_another(huarui: Relationship, rival: Person) -> None:
    with acting_as(Acting(person=rival.user.pk, organization=rival.organization.pk)):
        forged = Statement(
            organization=huarui.supplier,
            kept_by=huarui.supplier,
            year_end=date(2025, 12, 31),
            currency="CNY",
            saved_at=NOW,
            saved_by_name="Rita",
        )
        with pytest.raises(ProgrammingError, match="row-level security"):
            forged.save()


def _orders(folder: Path, who: Person, months: int) -> None:
    mapping = ORDERS.replace(
        'unit_price = "Price"',
        'unit_price = "Price"\nordered_date = { column = "Ordered", dates = ["%Y-%m-%d"] }',
    )
    lines = [
        f"{month},10,100,1000,2025-{month:02}-20,2.5,EUR,,2025-{month:02}-05"
        for month in range(1, months + 1)
    ]
    path = folder / f"orders{months}.csv"
    path.write_text("\n".join(["PO,Line,Vendor,Qty,Due,Price,Currency,Status,Ordered", *lines, ""]))
    batch = facts.open_batch(path, fact="order_lines", source="sap", mapping=mapping, by=who.actor)
    facts.load_batch(batch, by=who.actor, clock=timezone.now)
