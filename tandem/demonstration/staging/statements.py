"""Financial statements: Ruiheng's five sound years from a workbook, Bergquell's with lines wanting, Palmetto's grey
ones, and Lirui's, which Brückwald wrote down from paper: in distress, and living by Brückwald."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.assessments.actions.statements import Given, save_statement, save_statements
from tandem.assessments.models import Statement
from tandem.assessments.statement_files import grids, understand
from tandem.assessments.statement_headings import YearEnd
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.staging.companies import member
from tandem.demonstration.staging.relationships import manager_of
from tandem.demonstration.world import World
from tandem.relationships import actions as relationships
from tandem.relationships.models import Consent, Relationship

NAMES = {
    "revenue": "一、营业收入", "cost_of_sales": "减：营业成本", "interest_expense": "其中：利息费用",
    "operating_profit": "二、营业利润", "profit_before_tax": "三、利润总额", "income_tax": "减：所得税费用",
    "net_profit": "四、净利润", "cash": "货币资金", "receivables": "应收账款", "inventories": "存货",
    "current_assets": "流动资产合计", "non_current_assets": "非流动资产合计", "total_assets": "资产总计",
    "short_term_debt": "短期借款", "payables": "应付账款", "current_liabilities": "流动负债合计",
    "long_term_debt": "长期借款", "non_current_liabilities": "非流动负债合计", "total_liabilities": "负债合计",
    "surplus_reserve": "盈余公积", "retained_earnings": "未分配利润", "total_equity": "所有者权益合计",
    "liabilities_and_equity": "负债和所有者权益总计", "operating_cash_flow": "经营活动产生的现金流量净额",
    "capital_expenditure": "购建固定资产、无形资产和其他长期资产支付的现金", "depreciation": "折旧与摊销",
}  # fmt: skip


@dataclass(frozen=True)
class Course:
    """A company's years, the oldest first: its revenue, and per cent of it or of all assets."""

    revenue: tuple[int, ...]
    gross: tuple[float, ...]
    operating: tuple[float, ...]
    assets: tuple[int, ...]
    current: float
    owed: tuple[float, ...]
    earned: tuple[float, ...]
    cash_from_operations: tuple[float, ...]


RUIHENG = Course(
    (3980, 4420, 4860, 5210, 5640), (23.8, 24.1, 24.6, 25.0, 25.4), (7.9, 8.3, 8.8, 9.2, 9.6),
    (3900, 4200, 4520, 4840, 5190), 58, (48, 46, 44, 42, 40), (22, 25, 28, 31, 34), (8.4, 9.1, 9.4, 10.2, 10.6),
)  # fmt: skip
BERGQUELL = Course(
    (24_800, 25_600, 26_900), (31.0, 31.4, 31.1), (6.1, 6.4, 6.0), (19_800, 20_400, 21_300), 52, (55, 54, 54),
    (18, 19, 20), (7.0, 7.2, 6.8),
)  # fmt: skip
LIRUI = Course(
    (3150, 2740, 2310), (12.2, 8.1, 4.4), (1.2, -3.9, -8.8), (2980, 2720, 2450), 41, (71, 79, 88),
    (9, 4, -4), (1.8, -2.2, -5.1),
)  # fmt: skip
PALMETTO = Course(
    (9_300, 9_450, 9_620), (18.0, 17.4, 17.0), (3.4, 3.0, 2.6), (5_600, 5_750, 5_900), 57, (64, 65, 67),
    (8, 8, 9), (3.6, 3.1, 2.9),
)  # fmt: skip


def keep_statements(world: World) -> None:
    """Whoever has some already is left alone."""
    if Statement.objects.exists():
        return
    last = world.ends_on.year - 1
    sales = member("xiaowen.pan@ruiheng.example", "ruiheng")
    _from_workbook(world, sales, last)
    for slug in (BRUECKWALD, LANTING):
        _share(world, sales, slug)
    bergquell = member("anselm.bergner@bergquell.example", "bergquell")
    wanting = ("retained_earnings", "surplus_reserve", "operating_cash_flow", "capital_expenditure")
    _typed(world, bergquell, BERGQUELL, last, "EUR", 1000, "other", "Neckar Treuhand WPG", without=wanting)
    _share(world, bergquell, BRUECKWALD)
    palmetto = member("loretta.gaines@palmetto.example", "palmetto")
    _typed(world, palmetto, PALMETTO, last, "USD", 1000, "other", "Upstate Audit LLP")
    _share(world, palmetto, CEDAR_RIDGE)
    manager = manager_of(world, next(each for each in world.customers if each.slug == BRUECKWALD))
    lirui = Relationship.objects.visible_to(manager).select_related("supplier").get(slug="lirui")
    _typed(world, manager, LIRUI, last, "CNY", 10_000, "cas", "", relationship=lirui)


def lines_of(course: Course, place: int) -> dict[str, Decimal]:
    """A year's lines: they add up, and balance."""

    def part(whole: Decimal, share: float) -> Decimal:
        return (whole * Decimal(str(share)) / 100).quantize(Decimal("0.01"))

    revenue, assets = Decimal(course.revenue[place]), Decimal(course.assets[place])
    owed = part(assets, course.owed[place])
    interest = part(owed, 1.9)
    operating = part(revenue, course.operating[place])
    tax = max(Decimal(0), part(operating, 20))
    current, short = part(assets, course.current), part(owed, 76)
    earned = part(assets, course.earned[place])
    reserve = part(max(earned, Decimal(0)), 18)
    return {
        "revenue": revenue,
        "cost_of_sales": revenue - part(revenue, course.gross[place]),
        "operating_profit": operating,
        "interest_expense": interest,
        "profit_before_tax": operating,
        "income_tax": tax,
        "net_profit": operating - tax,
        "cash": part(current, 17),
        "receivables": part(current, 41),
        "inventories": part(current, 33),
        "current_assets": current,
        "non_current_assets": assets - current,
        "total_assets": assets,
        "short_term_debt": part(short, 34),
        "payables": part(short, 48),
        "current_liabilities": short,
        "long_term_debt": part(owed - short, 80),
        "non_current_liabilities": owed - short,
        "total_liabilities": owed,
        "surplus_reserve": reserve,
        "retained_earnings": earned - reserve,
        "total_equity": assets - owed,
        "liabilities_and_equity": assets,
        "operating_cash_flow": part(revenue, course.cash_from_operations[place]),
        "capital_expenditure": part(revenue, 5.5),
        "depreciation": part(revenue, 4.2),
    }


def _from_workbook(world: World, by: Actor, last: int) -> None:
    years = len(RUIHENG.revenue)
    columns = [lines_of(RUIHENG, place) for place in reversed(range(years))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.xlsx"
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("三大报表")
        sheet.write_row(0, 0, ["苏州锐恒财务报表", "单位：万元"])
        sheet.write_row(1, 0, ["项目", *(f"{last - back}年度" for back in range(years))])
        for row, (code, name) in enumerate(NAMES.items(), start=2):
            sheet.write_row(row, 0, [name, *(float(lines[code]) for lines in columns)])
        book.close()
        found = understand(grids(path), YearEnd())
    given = [
        Given(
            year_end=each.ends,
            currency="CNY",
            unit=found.unit or 1,
            lines=each.lines,
            places=each.places,
            audited_by="姑苏会计师事务所",
            file_name="锐恒近五年财务报表.xlsx",
        )
        for each in found.years
    ]
    organization = _organization(by)
    save_statements(organization, given, by=by, now=_at(world, 60))


def _typed(
    world: World,
    by: Actor,
    course: Course,
    last: int,
    currency: str,
    unit: int,
    standard: str,
    audited_by: str,
    *,
    without: tuple[str, ...] = (),
    relationship: Relationship | None = None,
) -> None:
    organization = relationship.supplier if relationship else _organization(by)
    for place in range(len(course.revenue)):
        lines = {code: value for code, value in lines_of(course, place).items() if code not in without}
        if standard != "cas" and "retained_earnings" in lines:
            lines["retained_earnings"] += lines.pop("surplus_reserve")
        given = Given(
            year_end=date(last - len(course.revenue) + 1 + place, 12, 31),
            currency=currency,
            unit=unit,
            lines=lines,
            standard=standard,
            audited_by=audited_by,
        )
        save_statement(organization, given, by=by, now=_at(world, 45), relationship=relationship)


def _organization(by: Actor) -> Organization:
    return Organization.objects.get(pk=by.organization_id)


def _share(world: World, by: Actor, customer: str) -> None:
    served = Relationship.objects.served_by(by).select_related("customer", "supplier")
    relationship = served.get(customer__slug=customer)
    relationships.give_consent(relationship, Consent.Subject.STATEMENTS, by=by, now=_at(world, 44))


def _at(world: World, days_ago: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days_ago), time(9), UTC)
