"""Grades kept in Excel until now: previewed, kept as historic, never mixed with computed ones."""

from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card, HistoricGrade
from tests.cast import Person

CSV = """供应商,考核期间,等级,得分
上海华锐铸造有限公司,2024-Q4,B,81.5
4711,2025-Q1,A,
Nobody Ltd.,2025-Q1,A,90
4711,2025-Q1,C,70
4711,sometime,C,70
4711,2025-Q2,C,170
"""


def test_ada_brings_the_grades_of_the_old_years(buyer: Person, huarui: Relationship, auditor: Person) -> None:
    relationships.number_supplier(huarui, source="erp", key="4711", by=buyer.actor)
    file = SimpleUploadedFile("alt.csv", CSV.encode("gb18030"))
    page = buyer.client.post(reverse("scorecards:preview_history"), {"file": file})
    said = page.content.decode()
    assert [row.problem for row in page.context["rows"]] == [
        "",
        "",
        "No supplier of yours has this number or name.",
        "An earlier row gives this supplier a grade for this period already.",
        "The period is none: write 2015-09, 2015-Q3, 2015 or 2015-W36.",
        "The score does not lie between 0 and 100.",
    ]
    assert "4 rows cannot be taken" in said
    assert not HistoricGrade.objects.exists()
    kept = {"kept": page.context["kept"], "file_name": "alt.csv"}
    assert auditor.client.post(reverse("scorecards:import_history"), kept).status_code == 409
    assert buyer.client.post(reverse("scorecards:import_history"), kept).status_code == 302
    found = list(HistoricGrade.objects.values_list("relationship", "period", "grade", "score", "file_name"))
    assert found == [
        (huarui.pk, "2024-Q4", "B", Decimal("81.50"), "alt.csv"),
        (huarui.pk, "2025-Q1", "A", None, "alt.csv"),
    ]
    assert not Card.objects.exists()
    tab = buyer.client.get(reverse("scorecards:performance_tab", args=[huarui.slug])).content.decode()
    assert "Historic, not computed" in tab
    assert "alt.csv" in tab


def test_a_preview_is_good_for_its_own_organisation_alone(
    buyer: Person, huarui: Relationship, rival: Person
) -> None:
    file = SimpleUploadedFile(
        "alt.csv", b"supplier,period,grade\nHuarui Castings Co., Ltd.,2024,B\n".replace(b"Co., ", b"Co. ")
    )
    page = buyer.client.post(reverse("scorecards:preview_history"), {"file": file})
    kept = {"kept": page.context["kept"], "file_name": "alt.csv"}
    rival.client.post(reverse("scorecards:import_history"), kept)
    assert not HistoricGrade.objects.exists()


def test_a_workbook_will_do_and_one_without_the_columns_is_refused(
    buyer: Person, huarui: Relationship
) -> None:
    def uploaded(*rows: list[object]) -> SimpleUploadedFile:
        book, data = Workbook(), BytesIO()
        assert book.active is not None
        for row in rows:
            book.active.append(row)
        book.save(data)
        return SimpleUploadedFile("grades.xlsx", data.getvalue())

    good = uploaded(["Supplier", "Year", "Grade"], [huarui.slug, 2024, "B"])
    page = buyer.client.post(reverse("scorecards:preview_history"), {"file": good})
    assert [(row.period, row.grade, row.problem) for row in page.context["rows"]] == [("2024", "B", "")]
    wrong = uploaded(["Supplier", "Colour"], [huarui.slug, "blue"])
    answer = buyer.client.post(reverse("scorecards:preview_history"), {"file": wrong})
    assert answer.status_code == 409
    assert "no column for period, grade" in answer.content.decode()
