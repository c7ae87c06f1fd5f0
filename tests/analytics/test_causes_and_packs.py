"""What Huarui's late lines have in common, where suppliers stand worst, and the pack that both ends open."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from openpyxl import load_workbook
from pypdf import PdfReader

from tandem.accounts.roles import Role
from tandem.analytics import heat
from tandem.improvement import actions as improvement
from tandem.improvement.queries.root_causes import confirmed_causes
from tandem.relationships.models import Relationship
from tandem.scorecards.actions import Asked, accept_target, propose_target
from tests.analytics.test_home import words
from tests.analytics.test_trends import courses, published
from tests.cast import NOW, Person, person
from tests.improvement.reports import REPORT

__all__ = ["courses", "published"]


@pytest.fixture(autouse=True)
def on_the_day(db: None) -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sales(huarui: Relationship) -> Person:
    return person(huarui.supplier, "Song Lan", Role.SALES, Role.SUPPLIER_QUALITY)


@pytest.fixture
def targets(quality_engineer: Person, sales: Person, huarui: Relationship) -> None:
    """Punctuality counts from January on, the PPM from May on: no scorecard of the second quarter measures that one."""
    agreed = NOW.replace(month=3, day=3)
    for kpi, value, starts in (
        ("on_time_lines", "0.9", 1),
        ("defect_ppm", "200", 5),
        ("invoice_accuracy", "1", 7),
    ):
        asked = Asked(
            kpi, Decimal(value), "relationship", date(2026, starts, 1), suppliers=[huarui],
            source="Quality agreement", clause="§4.2",
        )  # fmt: skip
        agreement = propose_target(asked, by=quality_engineer.actor, now=agreed).agreements.get()
        accept_target(agreement, 1, by=sales.actor, now=agreed)


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_bar_leads_to_its_lines_at_both_ends(
    published: None, buyer: Person, sales: Person, rival: Person, huarui: Relationship
) -> None:
    field = words(buyer.client.get("/analytics/causes/?by=supplier").content.decode())
    # Eighty-nine of its own in the twelve months, twenty-four of each of four others.
    assert "Huarui Castings Co., Ltd. 89 48.1% 48.1%" in field
    page = buyer.client.get(
        f"/analytics/relationships/{huarui.slug}/causes/?by=lateness&months=3"
    ).content.decode()
    assert "3 to 7 days late 36 100.0% 100.0%" in words(page)
    lines = f"/analytics/relationships/{huarui.slug}/causes/lines/?of=late&by=lateness&months=3&cause=to_7"
    assert lines.replace("&", "&amp;") in page
    assert "PO-000-" in buyer.client.get(lines).content.decode()
    assert buyer.client.get(lines.replace("to_7", "beyond")).content.decode().count("PO-000-") == 0
    book = load_workbook(BytesIO(content(buyer.client.get(lines + "&as=xlsx"))))
    assert len(list(book.active.rows)) == 37
    assert buyer.client.get("/analytics/causes/lines/?by=site&cause=HAM").status_code == 200
    for unknown in ("by=history&cause=never", "by=lateness&cause=1e400"):
        assert buyer.client.get(f"/analytics/causes/lines/?{unknown}").status_code == 200
    for wrong in ("?of=weather", "?by=moon", "?months=7", "lines/?by=supplier&cause=1"):
        assert buyer.client.get(f"/analytics/causes/{wrong}").status_code == 404

    theirs = words(
        sales.client.get("/portal/customers/nordlicht/causes/?by=lateness&months=3").content.decode()
    )
    # Up to June, the last published month: April, May and June.
    assert "3 to 7 days late 36 100.0% 100.0%" in theirs
    told = sales.client.get("/portal/customers/nordlicht/causes/lines/?by=lateness&months=3&cause=to_7")
    assert "PO-000-2606" in told.content.decode()
    assert "PO-000-2610" not in told.content.decode()
    assert "Nothing failed in these months" in words(
        sales.client.get("/portal/customers/nordlicht/causes/?of=defects").content.decode()
    )
    for address in (lines, "/portal/customers/nordlicht/causes/", "/portal/customers/nordlicht/packs/"):
        assert rival.client.get(address).status_code == 404


def test_the_worst_stand_first(published: None, buyer: Person, huarui: Relationship) -> None:
    page = words(buyer.client.get("/analytics/heat-map/").content.decode())
    assert page.index("Huarui Castings") < page.index("Forge 1")
    by_delivery = words(buyer.client.get("/analytics/heat-map/?worst=delivery").content.decode())
    assert by_delivery.index("Huarui Castings") < by_delivery.index("Forge 1")
    assert "No supplier fits" in words(
        buyer.client.get("/analytics/heat-map/?segment=strategic").content.decode()
    )
    assert [heat.level(points) for points in (None, 0, 39, 40, 75, 95, 100)] == [None, 0, 0, 1, 3, 5, 5]


def test_confirmed_causes_stand_by_branch(
    published: None,
    buyer: Person,
    sales: Person,
    rival: Person,
    quality_engineer: Person,
    huarui: Relationship,
) -> None:
    values = {"title": "Volutes leak", "description": "Three of ten.", "item": "VOL-7"}
    case = improvement.open_case(huarui, values, by=quality_engineer.actor, now=NOW)
    improvement.hand_in(case.steps.get(code="D4"), REPORT["D4"], by=sales.actor, now=NOW)
    [found] = confirmed_causes(buyer.actor)
    assert (found.branch, found.text, found.case) == ("method", "Degassing time", case)
    assert confirmed_causes(rival.actor) == []
    for reader, address in (
        (buyer, f"/analytics/relationships/{huarui.slug}/causes/?of=root_causes"),
        (sales, "/portal/customers/nordlicht/causes/?of=root_causes"),
    ):
        page = words(reader.client.get(address).content.decode())
        assert "Method Degassing time" in page
        assert "Damp ingots" not in page


def test_a_pack_holds_what_its_reader_may_see(
    targets: None,
    published: None,
    buyer: Person,
    sales: Person,
    quality_engineer: Person,
    huarui: Relationship,
) -> None:
    values = {"title": "Volutes leak", "description": "Three of ten.", "item": "VOL-7"}
    improvement.open_case(huarui, values, by=quality_engineer.actor, now=NOW.replace(month=5))
    theirs = content(sales.client.get("/portal/customers/nordlicht/packs/2026-Q2.pdf"))
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(theirs)).pages)
    assert "Quarterly business review" in text
    assert "Volutes leak" in text
    assert "Forge" not in text
    assert "Oct 2026" not in text
    assert sales.client.get("/portal/customers/nordlicht/packs/2026-Q3.pdf").status_code == 404
    book = load_workbook(BytesIO(content(sales.client.get("/portal/customers/nordlicht/packs/2026-Q2.xlsx"))))
    day = datetime(2026, 3, 3)  # noqa: DTZ001  # as a workbook keeps a day
    assert book.sheetnames[:3] == ["Overview", "KPIs by month", "Scores and grades"]
    course = [row for row in book["KPIs by month"].iter_rows(values_only=True) if row[1] == "2026-06"]
    assert ("On-time delivery by line", 0.4, 20) in [(row[0], row[2], row[3]) for row in course]
    assert list(book["Agreed targets"].iter_rows(min_row=2, values_only=True)) == [
        ("On-time delivery by line", 0.9, day, "Quality agreement §4.2", "Q2 2026", 0.4, "Target missed"),
        ("Defect PPM", 200, day, "Quality agreement §4.2", None, None, "Not measured"),
    ]

    buyer.client.cookies["django_language"] = "zh-hans"
    own = buyer.client.get(
        f"/analytics/relationships/{huarui.slug}/packs/2026-Q3.pdf", headers={"accept-language": "zh-hans"}
    )
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content(own))).pages)
    assert "季度" in text or "Quarterly" in text
    assert buyer.client.get(f"/analytics/relationships/{huarui.slug}/packs/2019-Q1.xlsx").status_code == 404
    assert buyer.client.get(f"/analytics/relationships/{huarui.slug}/packs/2026-09.pdf").status_code == 404
