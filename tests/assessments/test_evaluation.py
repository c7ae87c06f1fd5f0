"""Four dimensions: points by documented scales, what is missing told, and nobody else's supplier seen."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import fastexcel
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tandem.assessments import evaluation_charts, scales
from tandem.assessments.actions.statements import Given, save_statement
from tandem.assessments.evidence import Source
from tandem.assessments.queries.course import course
from tandem.assessments.queries.evaluation import evaluate
from tandem.assessments.scales import FINANCE, SCALES, Judged, judged
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, supplier_of

D = Decimal
TODAY = NOW.date()
SOUND = {
    "revenue": D(1000),
    "net_profit": D(100),
    "profit_before_tax": D(130),
    "interest_expense": D(10),
    "current_assets": D(400),
    "current_liabilities": D(200),
    "retained_earnings": D(150),
    "surplus_reserve": D(50),
    "total_assets": D(1000),
    "total_liabilities": D(400),
    "total_equity": D(600),
}


@pytest.fixture(autouse=True)
def own_lake(settings: object, tmp_path: Path) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")  # type: ignore[attr-defined]


def keep(huarui: Relationship, who: Person, year: int, **lines: Decimal) -> None:
    given = Given(date(year, 12, 31), "CNY", {**SOUND, **lines})
    save_statement(huarui.supplier, given, by=who.actor, now=NOW, relationship=huarui)


def test_points_lie_on_the_scales_corners_and_between() -> None:
    scale = SCALES[FINANCE]["altman"]
    assert [scale.points(value) for value in (-3, 0, 1.1, 1.85, 2.6, 4, 9)] == [0, 0, 40, 57.5, 75, 100, 100]
    falling = SCALES[FINANCE]["debt_ratio"]
    assert [round(falling.points(value), 6) for value in (0.1, 0.5, 0.7, 0.99)] == [100, 85, 50, 0]


def test_what_is_missing_counts_nowhere() -> None:
    assert judged(FINANCE, {"altman": 4.0, "current_ratio": 0.5, "net_margin": None}) == Judged(
        75.0, 0.4, 2, 8
    )
    assert judged(FINANCE, {"altman": None}) == Judged(None, 0.0, 0, 8)
    assert judged(FINANCE, {"no scale": 5.0}) == Judged(None, 0.0, 0, 8)


@given(
    st.sampled_from([(dimension, key) for dimension, found in SCALES.items() for key in found]),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_points_are_from_nought_to_a_hundred(which: tuple[str, str], value: float) -> None:
    dimension, key = which
    assert 0 <= SCALES[dimension][key].points(value) <= 100
    corners = [corner for corner, _points in SCALES[dimension][key].corners]
    assert corners == sorted(set(corners))


def test_a_supplier_of_whom_only_finances_are_known(huarui: Relationship, buyer: Person) -> None:
    keep(huarui, buyer, 2025)
    found = evaluate(buyer.actor, huarui, TODAY)
    finance, *others = found.dimensions
    assert [each.points for each in others] == [None, None, None]
    by_key = {each.figure.key: each for each in finance.figures}
    # 6.56 · 0.2 + 3.26 · 0.2 + 6.72 · 0.14 + 1.05 · 1.5
    assert by_key["altman"].figure.value == pytest.approx(4.4798)
    assert (by_key["altman"].points, by_key["altman"].figure.on) == (100, date(2025, 12, 31))
    assert by_key["altman"].figure.source is Source.OURS
    assert by_key["cash_margin"].points is None
    assert "not stated" in by_key["cash_margin"].figure.reason
    # Known: Z″, current ratio, debt ratio, interest cover, net margin; each of them at its best.
    assert finance.judged == Judged(100.0, 0.7, 5, 8)
    assert evaluation_charts.radar([found]) is None  # one dimension is no radar
    for dimension in found.dimensions:
        for scored in dimension.figures:
            assert scored.figure.value is not None or str(scored.figure.reason), scored.figure.key


def test_the_course_of_finances_by_year(huarui: Relationship, buyer: Person) -> None:
    keep(huarui, buyer, 2024, total_liabilities=D(900), total_equity=D(100))
    keep(huarui, buyer, 2025)
    told = course(buyer.actor, huarui, TODAY)
    assert [(each.on.year, each.dimension) for each in told] == [(2024, FINANCE), (2025, FINANCE)]
    assert told[0].points < told[1].points


def test_the_pages_in_both_languages(huarui: Relationship, buyer: Person) -> None:
    keep(huarui, buyer, 2025)
    page = buyer.client.get(reverse("assessments:evaluation", args=[huarui.slug])).content.decode()
    for told in ("100.0 points, from 5 of 8 figures with 70% of the weight", "kept by us", "31 Dec 2025"):
        assert told in page
    listed = buyer.client.get(reverse("assessments:evaluations")).content.decode()
    assert reverse("assessments:evaluation_rows") in listed
    cells = buyer.client.get(reverse("assessments:evaluation_rows")).content.decode()
    assert cells.count("<td") == 5
    assert "rests on 70%" in cells


def test_side_by_side_as_screen_pdf_and_workbook(huarui: Relationship, buyer: Person) -> None:
    other = supplier_of(buyer, "Bergquell GmbH")
    keep(huarui, buyer, 2025)
    both = f"?s={huarui.slug}&s={other.slug}"
    page = buyer.client.get(reverse("assessments:compare") + both).content.decode()
    assert page.index("Huarui Castings") < page.index("Bergquell GmbH")
    buyer.user.language = "zh-hans"
    buyer.user.save()
    pdf = buyer.client.get(reverse("assessments:evaluation_pdf") + both)
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    answer = buyer.client.get(reverse("assessments:evaluation_workbook") + both)
    book = fastexcel.read_excel(answer.getvalue())
    assert book.sheet_names == ["维度", "指标"]
    rows = book.load_sheet("维度", dtypes="string").to_arrow().to_pylist()
    known = [(row["供应商"][:4], row["维度"], row["得分"]) for row in rows]
    assert known[0] == ("上海华锐", "财务状况", "100")
    assert [score for _name, _dimension, score in known[1:]] == [None] * 7


def test_nobody_elses_supplier(huarui: Relationship, buyer: Person, rival: Person) -> None:
    keep(huarui, buyer, 2025)
    for name in ("compare", "evaluation_pdf", "evaluation_workbook"):
        assert rival.client.get(f"{reverse(f'assessments:{name}')}?s={huarui.slug}").status_code == 404
    assert rival.client.get(reverse("assessments:evaluation", args=[huarui.slug])).status_code == 404
    assert buyer.client.get(reverse("assessments:evaluation_pdf")).status_code == 404


def test_only_what_all_have_is_drawn_together() -> None:
    assert scales.complete([[1.0, None, 3.0, 4.0], [1.0, 2.0, None, 4.0]]) == [0, 3]
