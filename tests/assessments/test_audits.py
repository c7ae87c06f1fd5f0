"""A VDA 6.3 audit as an assessment: laid out for its process steps, its points graded, its reasons said."""

from dataclasses import replace
from decimal import Decimal

from django.utils import translation

from tandem.assessments import audits, content, vda63
from tandem.assessments.content import Content
from tandem.assessments.schemes import SCHEMES
from tandem.assessments.shipped import shipped
from tandem.assessments.weighing import Given

SERIES = {"elements": ["P5", "P6", "P7"], "steps": ["Die casting", "Machining"]}
TEN, FOUR, SIX = Given(Decimal(10)), Given(Decimal(4)), Given(Decimal(6))


def laid_out(particulars: dict[str, list[str]]) -> Content:
    return audits.laid_out(shipped()["vda63-2016"].content, particulars)


def test_each_edition_is_a_template_that_can_be_put_to_use() -> None:
    for code in ("vda63-2016", "vda63-2023"):
        found = shipped()[code]
        how = SCHEMES[found.scheme]
        assert content.problems(found.content, how.points, how.most) == []
        assert len(list(found.content)) == 58
        assert content.read(content.kept(found.content)) == found.content


def test_an_audit_asks_p6_once_for_each_step_and_p3_for_product_and_process() -> None:
    series = laid_out(SERIES)
    assert [section.code for section in series.sections][:3] == ["p5", "p6-1@1", "p6-2@1"]
    assert len(list(series)) == 7 + 2 * 26 + 5
    assert len({question.code for question in series}) == 64
    question = series.question("6.2.3@2")
    assert question is not None
    assert question.marks["part"] == "Machining"
    whole = laid_out({})
    assert len(list(whole)) == 7 + 2 * 5 + 2 * 8 + 7 + 26 + 5
    product = whole.question("3.2@product")
    assert product is not None
    with translation.override("zh-hans"):
        assert str(product) == "3.2 * 跨部门可行性评审 · 产品"


def test_points_become_degrees_a_grade_and_sentences() -> None:
    asked = laid_out(SERIES)
    given = {question.code: TEN for question in asked} | {"6.2.3@2": FOUR, "6.3.1@1": SIX}
    found = audits.score(asked, given)
    assert found.grade == "B"
    assert found.whole.score == Decimal("98.68")
    assert found.whole.weight == found.whole.answered == 64
    sentences = [said for reason in found.reasons if (said := audits.say(reason))]
    assert sentences == [
        "Not better than B: question 6.2.3 (P6 Production · process step “Machining”) is starred and has 4 points."
    ]
    with translation.override("zh-hans"):
        [said] = [said for reason in found.reasons if (said := audits.say(reason))]
        assert "P6 生产过程 · 过程步骤" in said
    old = [replace(each, values={**each.values, "element": "", "parts": []}) for each in found.reasons]
    assert "Not better than B: question 6.2.3 is starred and has 4 points." in [
        audits.say(each) for each in old
    ]
    assert [each["name"] for each in audits.degrees(found.reasons, vda63.STEP)] == [
        "Die casting",
        "Machining",
    ]
    assert audits.degrees(found.reasons, vda63.SUB_ELEMENT)[2] == {
        "kind": "sub_element", "name": "6.3", "percent": "93.3", "rated": 3, "asked": 3,
    }  # fmt: skip
    with translation.override("zh-hans"):
        assert audits.place("element", "P6") == "P6 生产过程"


def test_what_is_not_rated_drops_out_and_too_little_is_said() -> None:
    asked = laid_out({"elements": ["P7"]})
    given = {question.code: Given(dropped=True) for question in asked} | {"7.1": TEN, "7.2": TEN}
    found = audits.score(asked, given)
    assert (found.whole.score, found.grade, found.whole.weight) == (Decimal(100), "A", Decimal(2))
    assert [audits.say(each) for each in found.reasons if each.code == "incomplete"] == [
        "P7 Customer care: only 2 of 5 questions were rated; the scheme asks for two thirds."
    ]
    nothing = audits.score(asked, {question.code: Given() for question in asked})
    assert (nothing.whole.score, nothing.grade) == (None, "")


def test_a_customer_s_own_question_beside_the_scheme_s_changes_no_degree() -> None:
    edition = content.kept(shipped()["vda63-2016"].content)
    own = {"code": "x1", "kind": "text", "text": "Anything else?"}
    edition["sections"][-1]["questions"].append(own)
    asked = audits.laid_out(content.read(edition), {"elements": ["P7"]})
    given = {question.code: TEN for question in asked if question.code != "x1"} | {"x1": Given()}
    assert audits.score(asked, given).whole.score == 100


def test_stars_are_read_from_the_template() -> None:
    edition = content.kept(shipped()["vda63-2016"].content)
    edition["sections"][0]["questions"][0]["marks"]["starred"] = True
    asked = audits.laid_out(content.read(edition), {"elements": ["P2"]})
    given = {question.code: TEN for question in asked} | {"2.1": FOUR}
    assert audits.score(asked, given).grade == "B"
