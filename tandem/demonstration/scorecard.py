"""The scorecard that the three customers use: five grades, four subjects, one red line, one deduction."""

from dataclasses import replace
from typing import Any

from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.lake.kpis import Judging, shipped
from tandem.lake.schemas import Text
from tandem.scorecards import rubrics

Part = dict[str, Any]

TEMPLATE_NAMES = {
    BRUECKWALD: Text("Supplier scorecard", "供应商记分卡"),
    LANTING: Text("Quarterly supplier performance", "供应商季度绩效"),
    CEDAR_RIDGE: Text("Supplier scorecard", "供应商记分卡"),
}
BY_SITE_NAME = Text("Fasteners by plant", "紧固件分工厂记分卡")
BY_SITE_CATEGORY = "fasteners"

BANDS = tuple(
    {"grade": grade, "floor": floor} for grade, floor in zip("ABCDE", (90, 75, 60, 45, 0), strict=True)
)

RATE_ON_TIME = [["0.6", "0"], ["0.85", "50"], ["0.95", "85"], ["1", "100"]]

GROUPS = {"Delivery": "交付", "Quality": "质量", "Cost": "成本", "Service": "服务"}


def criterion(
    code: str, group: str, name: str, name_local: str, weight: int, curve: list[list[str]], sample: int = 3
) -> Part:
    """A criterion on the shipped KPI of the same code."""
    return {
        "code": code, "kpi": code, "group": group, "group_local": GROUPS[group],
        "name": name, "name_local": name_local,
        "weight": weight, "curve": curve, "minimum_sample": sample,
    }  # fmt: skip


CRITERIA = (
    criterion("on_time_lines", "Delivery", "On time, by line", "准时交付（按行）", 30, RATE_ON_TIME, 5),
    criterion("on_time_quantity", "Delivery", "On time, by quantity", "准时交付（按数量）", 10, RATE_ON_TIME, 5),
    criterion(
        "defect_ppm", "Quality", "Defects per million", "不良 PPM", 20,
        [["0", "100"], ["100", "90"], ["500", "70"], ["2000", "40"], ["10000", "0"]],
    ),
    criterion(
        "lot_acceptance", "Quality", "Lots accepted", "来料批合格率", 15,
        [["0.85", "0"], ["0.95", "60"], ["0.99", "90"], ["1", "100"]],
    ),
    criterion(
        "price_variance", "Cost", "Price against baseline", "价格偏差", 15,
        [["-0.05", "100"], ["0", "90"], ["0.05", "60"], ["0.15", "0"]],
    ),
    criterion(
        "invoice_accuracy", "Service", "Invoices that match", "发票准确率", 10,
        [["0.8", "0"], ["0.95", "70"], ["1", "100"]],
    ),
)  # fmt: skip

JUDGED_NAME = Text("Delivery, service and cooperation", "交付、服务与协作")


def _judged(code: str, name: str, name_local: str, weight: int, *roles: str) -> Part:
    """What colleagues of these roles judge, by the usual rubric."""
    return {
        "code": code, "name": name, "name_local": name_local, "group": "Judged by colleagues",
        "group_local": "同事评分", "weight": weight, "minimum_sample": 3,
        "rubric": rubrics.as_data(rubrics.DEFAULT), "asks": {"roles": list(roles), "people": []},
    }  # fmt: skip


JUDGED = (
    criterion("on_time_lines", "Delivery", "On time, by line", "准时交付（按行）", 60, RATE_ON_TIME, 5),
    _judged(
        "service",
        "Service: answers and help",
        "服务：响应与支持",
        20,
        "buyer",
        "logistics",
        "quality_engineer",
    ),
    _judged("cooperation", "Cooperation", "协作", 20, "buyer", "quality_engineer", "purchasing_manager"),
)

RED_LINES = (
    {
        "code": "line_stop",
        "kpi": "line_stops",
        "name": "A line stop",
        "name_local": "停线",
        "trips_at": 1,
        "cap": "C",
    },
)
DEDUCTIONS = (
    {
        "code": "very_late", "kpi": "days_late_p90", "name": "Very late lines", "name_local": "严重迟交",
        "points_each": "0.5", "at_most": 5, "free": 10,
    },
)  # fmt: skip

# A draft to back-test, in the order of the criteria: quality weighs more, and late invoices less.
DRAFT_WEIGHTS = (20, 10, 30, 20, 15, 5)

KEPT_PROMISES = replace(
    shipped()["on_time_lines"],
    code="kept_promises",
    name=Text("Promises kept, by line", "首次承诺兑现率（按行）"),
    definition=Text(
        "On-time delivery by line, judged by the first confirmed date: a date that the customer moves afterwards "
        "makes nobody late.",
        "按首次确认日期判定的准时交付率（按行）：客户之后改期不会使任何人迟交。",
    ),
    judging=Judging(due_basis="first_confirmed"),
)


def criteria(customer: str) -> tuple[Part, ...]:
    """Brückwald, which moves dates, weighs its own KPI `kept_promises` in place of the quantity on time."""
    if customer != BRUECKWALD:
        return CRITERIA
    promises = criterion("kept_promises", "Delivery", "Promises kept", "首次承诺兑现率", 10, RATE_ON_TIME, 5)
    return tuple(promises if part["code"] == "on_time_quantity" else part for part in CRITERIA)
