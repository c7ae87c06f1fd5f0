from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tandem.lake.lines import RowKey
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Run, Template
from tests.cast import NOW, Person, supplier_of
from tests.scorecards import business
from tests.scorecards.objecting import eleven_late_of_thirty, load

# The first due days: late enough that their orders were placed in the same quarter.
Q2, Q3 = date(2026, 4, 25), date(2026, 7, 25)

CRITERIA: list[dict[str, Any]] = [
    {
        "code": "delivery",
        "kpi": "on_time_lines",
        "group": "Delivery",
        "weight": 60,
        "curve": [["0.5", "0"], ["0.95", "80"], ["1", "100"]],
        "minimum_sample": 3,
    },
    {
        "code": "lateness",
        "kpi": "days_late_mean",
        "group": "Delivery",
        "weight": 20,
        "curve": [["0", "100"], ["5", "0"]],
    },
    {
        "code": "price",
        "kpi": "price_variance",
        "group": "Cost",
        "weight": 20,
        "curve": [["0", "100"], ["0.1", "0"]],
    },
]
BANDS: list[dict[str, Any]] = [
    {"grade": "A", "floor": 90},
    {"grade": "B", "floor": 75},
    {"grade": "C", "floor": 60},
    {"grade": "D", "floor": 0},
]
RED_LINES: list[dict[str, Any]] = [
    {
        "code": "line_stop",
        "kpi": "line_stops",
        "name": "A line stop",
        "name_local": "停线",
        "trips_at": 1,
        "cap": "C",
    }
]
PARTS = actions.Parts(CRITERIA, BANDS, (), RED_LINES)


@pytest.fixture(autouse=True)
def lake(settings: Any, tmp_path: Path) -> Path:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    return tmp_path / "lake"


@pytest.fixture
def template(quality_engineer: Person) -> Template:
    """Nordlicht's scorecard, written and put to use by Quentin of quality."""
    saved = actions.save_template(
        None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=quality_engineer.actor
    )
    actions.activate_template(saved, by=quality_engineer.actor, now=NOW)
    return saved


@pytest.fixture
def qingfeng(buyer: Person) -> Relationship:
    """A new supplier with two deliveries so far."""
    return supplier_of(buyer, "Qingfeng Valves Ltd.", name_local="清风阀门有限公司")


@pytest.fixture
def stillwater(buyer: Person) -> Relationship:
    """A supplier nothing has been ordered from yet."""
    return supplier_of(buyer, "Stillwater Forge", country="GB", currency="GBP")


@pytest.fixture
def books(buyer: Person, huarui: Relationship, qingfeng: Relationship, stillwater: Relationship) -> None:
    """Two quarters: Huarui is on time in the second, late four times in twenty and stops a line in the third."""
    for relationship, key in ((huarui, "100"), (qingfeng, "200"), (stillwater, "300")):
        relationships.number_supplier(relationship, source="erp", key=key, by=buyer.actor)
    business.load(
        buyer.organization,
        [
            *business.deliveries("100", Q2, on_time=20, late=0),
            *business.deliveries("100", Q3, on_time=16, late=4),
            *business.deliveries("200", Q3, on_time=2, late=0),
        ],
        [business.stop("100", 1, date(2026, 8, 3))],
    )


def run_of(template: Template, period: str, by: Person) -> Run:
    """A run started and computed at once."""
    run = actions.start_run(template, period, by=by.actor, now=NOW, in_background=False)
    actions.compute_run(run, by=by.actor, now=NOW)
    return run


@pytest.fixture
def late(buyer: Person, huarui: Relationship, qingfeng: Relationship) -> list[RowKey]:
    """The late lines of Huarui's; Qingfeng delivered twenty lines, four of them late."""
    for relationship, key in ((huarui, "100"), (qingfeng, "200")):
        relationships.number_supplier(relationship, source="erp", key=key, by=buyer.actor)
    others = business.deliveries("200", Q3, on_time=16, late=4)
    load(buyer.organization, Q3, "order_lines", [line for line, _receipt in others])
    load(buyer.organization, Q3, "receipts", [receipt for _line, receipt in others])
    return eleven_late_of_thirty(buyer.organization, "100")


@pytest.fixture
def checked_template(quality_engineer: Person) -> Template:
    """Nordlicht's scorecard that suppliers check before it is published."""
    fields = {"name": "Castings", "minimum_sample": 3, "data_check": True}
    saved = actions.save_template(None, fields, PARTS, by=quality_engineer.actor)
    actions.activate_template(saved, by=quality_engineer.actor, now=NOW)
    return saved


@pytest.fixture
def checking(checked_template: Template, buyer: Person, late: list[RowKey]) -> Run:
    run = run_of(checked_template, "2026-Q3", buyer)
    actions.open_check(run, by=buyer.actor, now=NOW)
    return run
