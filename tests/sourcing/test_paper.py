"""The nomination report and the workbook say the same as the page, in the reader's language."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.cast import Person
from tests.sourcing.conftest import Story, judge

pytestmark = pytest.mark.django_db


def printed(who: Person, story: Story) -> str:
    """The words of the PDF without breaks of lines, which no two languages set alike."""
    answer = who.client.get(reverse("sourcing:report_pdf", args=[story.selection.pk]))
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def workbook(who: Person, story: Story) -> dict[str, list[tuple[Any, ...]]]:
    answer = who.client.get(reverse("sourcing:export_selection", args=[story.selection.pk]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title: list(sheet.values) for sheet in book}


def in_chinese(who: Person) -> None:
    who.client.post(reverse("accounts:choose_language"), {"language": "zh-hans"})


def test_the_report_reads_as_an_argument_on_paper(proposed: Story, buyer: Person) -> None:
    text = printed(buyer, proposed)
    course = ("Theneed", "Theresult", "Whythese", "Whynottheothers", "Whowascompared", "Onwhatevidence")
    places = [text.index(each) for each in (*course, "Bywhichweights", "Howsureitis", "Countersignatures")]
    assert places == sorted(places)
    for said in (
        "HuaruiCastingsCo.,Ltd.60%",
        "24,000pcs",
        "offer€11.90",
        "1Jan2027–1Jan2029",
        "Nobodyanswered.",
    ):
        assert said in text


def test_the_report_in_chinese(proposed: Story, buyer: Person) -> None:
    in_chinese(buyer)
    text = printed(buyer, proposed)
    course = (
        "需求",
        "结果",
        "选择理由",
        "为何不选其他候选",
        "比较对象",
        "依据何证据",
        "按何权重",
        "结果有多稳固",
        "会签",
    )
    places = [text.index(each) for each in course]
    assert places == sorted(places)
    for said in ("上海华锐铸造有限公司60%", "24,000pcs", "报价€11.90", "2027年1月1日–2029年1月1日"):
        assert said in text
    for english in ("The need", "Who was compared", "offer", "points", "Countersignatures"):
        assert english.replace(" ", "") not in text


def test_the_workbook_in_both_languages(proposed: Story, buyer: Person) -> None:
    english = workbook(buyer, proposed)
    assert list(english) == ["The result", "Evidence", "Weights"]
    assert [row[0] for row in english["The result"]] == [
        "Supplier",
        "Huarui Castings Co., Ltd.",
        "Bergquell Guss GmbH",
        "Lirui Foundry",
    ]
    assert [row[13] for row in english["The result"]] == ["Share in per cent", 60, 40, None]
    assert [row[:3] for row in english["Weights"]][:2] == [
        ("Criterion", "Direction", "Weight"),
        ("Total cost", "less is better", pytest.approx(0.27, abs=0.2)),
    ]
    in_chinese(buyer)
    chinese = workbook(buyer, proposed)
    assert list(chinese) == ["结果", "证据", "权重"]
    assert [row[0] for row in chinese["结果"]][:2] == [
        "供应商",
        "上海华锐铸造有限公司",
    ]
    assert {cell for sheet in chinese.values() for cell in sheet[0] if cell and cell.isascii()} <= {
        "Ada Lindqvist",
        "Quentin Baum",
    }


def test_the_page_says_why_not_the_others_and_how_sure_it_is(proposed: Story, buyer: Person) -> None:
    page = buyer.client.get(reverse("sourcing:selection", args=[proposed.selection.pk]))
    text = " ".join(page.content.decode().split())
    course = (
        "The result",
        "Why these",
        "Who was compared",
        "On what evidence, by which weights",
        "How sure it is",
    )
    places = [text.index(f"{each}</h") for each in (*course, "Why not the others")]
    assert places == sorted(places)
    (lirui,) = page.context["others"]
    assert lirui.line.candidate == proposed.lirui
    behind, fewer, more = lirui.sentences
    assert behind.endswith(" points less than Huarui Castings Co., Ltd. in all.")
    assert fewer.startswith("Fewer points by ")
    assert more.startswith("More points by Total cost (+")


def test_shares_are_first_shown_by_rank(judging: Story, buyer: Person, quality_engineer: Person) -> None:
    """70 per cent at most: the first takes that, the next the rest; the cheapest split is told besides."""
    judge(judging, buyer, 2, 5, 3)
    judge(judging, quality_engineer, -2, 3, 5)
    page = buyer.client.get(reverse("sourcing:propose", args=[judging.selection.pk]))
    shares = {str(row.line.candidate): share for row, share in page.context["eligible"]}
    assert shares == {"Huarui Castings Co., Ltd.": "70", "Bergquell Guss GmbH": "30", "Lirui Foundry": ""}
    assert page.context["cheapest"] == (
        "The cheapest split by total cost would be: Huarui Castings Co., Ltd. 30%, Lirui Foundry 70%."
    )
