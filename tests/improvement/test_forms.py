"""Nordlicht's own Excel form: filled from a case with its layout kept, read back with what is wrong by cell."""

import base64
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.styles import Font

from tandem.core.errors import Refused
from tandem.improvement import actions as cases
from tandem.improvement import form_cells
from tandem.improvement.actions import report_forms as actions
from tandem.improvement.models import Case, HandIn, ReportForm
from tests.cast import NOW, Person
from tests.improvement.reports import REPORT


def workbook(cells: dict[str, str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "8D-Report"
    sheet["A1"] = "Nordlicht Pumpen"
    sheet["A1"].font = Font(bold=True, size=18)
    sheet.column_dimensions["B"].width = 60
    for place, text in cells.items():
        sheet[place] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))["8D-Report"]


@pytest.fixture
def own_form(places: Path, quality_engineer: Person) -> ReportForm:
    cells = {
        "B2": "Report no. {{case.number}} for {{case.supplier}}", "B3": "{{d0.response}}", "B4": "{{d0.taken_on}}",
        "B5": "{{d1.team.1.name}}", "C5": "{{d1.team.1.function}}", "B6": "{{d1.team.2.name}}",
    }  # fmt: skip
    return actions.keep_form("Our form", workbook(cells), "8D.xlsx", by=quality_engineer.actor, now=NOW)


def test_a_form_says_by_its_placeholders_where_fields_stand(
    own_form: ReportForm, quality_engineer: Person, places: Path
) -> None:
    assert own_form.fields["d0.response"] == [["8D-Report", "B3"]]
    assert own_form.fields["case.supplier"] == [["8D-Report", "B2"]]
    with pytest.raises(Refused, match=r"8D-Report!B9: d2\.nothing"):
        actions.keep_form(
            "Bad", workbook({"B9": "{{d2.nothing}}"}), "x.xlsx", by=quality_engineer.actor, now=NOW
        )
    actions.place_field(own_form, "d2.problem", "8D-Report", "b12", by=quality_engineer.actor)
    assert own_form.fields["d2.problem"] == [["8D-Report", "B12"]]
    with pytest.raises(Refused, match="no sheet “Page 2”"):
        actions.place_field(own_form, "d2.problem", "Page 2", "B12", by=quality_engineer.actor)


def test_a_case_fills_the_form_and_keeps_its_layout(
    own_form: ReportForm, leak: Case, huarui_sales: Person, quality_engineer: Person
) -> None:
    cases.hand_in(leak.steps.get(code="D1"), REPORT["D1"], by=huarui_sales.actor, now=NOW)
    sheet = opened(actions.filled_form(leak, own_form, by=quality_engineer.actor))
    assert sheet["B2"].value == "Report no. 8D-0001 for Huarui Castings Co., Ltd."
    assert [sheet[place].value for place in ("B5", "C5", "B6")] == ["Hua Meiling", "Quality", "Li Wei"]
    assert not sheet["B3"].value
    assert (sheet["A1"].value, sheet["A1"].font.b, sheet.column_dimensions["B"].width) == (
        "Nordlicht Pumpen",
        True,
        60,
    )


def test_the_suppliers_form_becomes_drafts(own_form: ReportForm, leak: Case, huarui_sales: Person) -> None:
    blank = actions.filled_form(leak, own_form, by=huarui_sales.actor)
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book["8D-Report"]
    sheet["B3"], sheet["B4"], sheet["B5"] = "All blocked.", "23.11.2026", "Hua Meiling"
    out = io.BytesIO()
    book.save(out)
    taken, faults = actions.read_form(leak, own_form, out.getvalue(), by=huarui_sales.actor, now=NOW)
    assert taken == []
    assert [cell for cell, _sentence in faults] == ["8D-Report!B4"]
    assert "23.11.2026" in faults[0][1]

    sheet["B4"] = "2026-11-23"
    out = io.BytesIO()
    book.save(out)
    page = huarui_sales.client.post(
        reverse("improvement_supplier:import_case", args=[leak.pk]),
        {"form": own_form.pk, "file": SimpleUploadedFile("8D.xlsx", out.getvalue())},
    )
    assert page.status_code == 302
    assert leak.steps.get(code="D0").draft.content["response"] == "All blocked."
    assert leak.steps.get(code="D1").draft.content["team"][0]["name"] == "Hua Meiling"
    assert not HandIn.objects.exists()


def test_the_customer_takes_the_suppliers_file_on_its_behalf(
    own_form: ReportForm, leak: Case, quality_engineer: Person
) -> None:
    cells = {"B3": "All blocked.", "B4": "2026-11-23"}
    content = workbook(cells)
    taken, faults = actions.read_form(leak, own_form, content, by=quality_engineer.actor, now=NOW)
    assert (taken, faults) == (["D0"], [])
    handed = HandIn.objects.get(step__case=leak)
    assert (handed.on_behalf, handed.handed_in_by_name, handed.content["taken_on"]) == (
        True, "Quentin Baum", "2026-11-23",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_house_has_a_form_in_both_languages(
    language: str, leak: Case, huarui_sales: Person, quality_engineer: Person
) -> None:
    cases.hand_in(leak.steps.get(code="D2"), REPORT["D2"], by=huarui_sales.actor, now=NOW)
    answer = quality_engineer.client.get(
        reverse("improvement:export_case", args=[leak.pk, 0]), headers={"accept-language": language}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["8D"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row if cell.value}
    assert "Volutes leak at the flange." in texts
    assert not any("{{" in str(text) for text in texts)


def test_another_customers_form_is_not_there(own_form: ReportForm, rival: Person, leak: Case) -> None:
    assert (
        rival.client.get(reverse("improvement:export_case", args=[leak.pk, own_form.pk])).status_code == 404
    )
    assert rival.client.post(reverse("improvement:remove_form", args=[own_form.pk])).status_code == 404


def test_merged_cells_and_control_characters_break_no_form() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "{{d2.problem}}"
    sheet.merge_cells("B2:D3")
    filled = form_cells.fill(book, [[sheet.title, "C3", "d2.problem", "=1+1\x0b leaks"]])
    assert filled["fault"] == ""
    again = openpyxl.load_workbook(io.BytesIO(base64.b64decode(filled["content"])))
    assert (again.active["B2"].value, again.active["B2"].data_type) == ("=1+1  leaks", "s")
    assert form_cells.read(again, [[sheet.title, "D2"]])["texts"] == ["=1+1  leaks"]
