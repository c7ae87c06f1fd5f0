"""The lines of a financial statement that are kept, and by which names people's files call them.

Chinese names follow the formats of the Ministry of Finance for general enterprises (财会〔2019〕6号); English ones are
those that statements under IFRS commonly use.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

INCOME, BALANCE, CASH = "income", "balance", "cash"
PARTS = {
    INCOME: _("Income statement"),
    BALANCE: _("Balance sheet"),
    CASH: _("Cash flow statement"),
}


@dataclass(frozen=True)
class Line:
    """`words` are its names in files, as `folded` writes them."""

    code: str
    part: str
    label: Any
    words: tuple[str, ...]


LINES = (
    Line("revenue", INCOME, _("Revenue"), (
        "营业收入", "营业总收入", "主营业务收入", "revenue", "total revenue", "revenues", "net sales", "sales",
        "sales revenue", "turnover", "revenue from contracts with customers",
    )),
    Line("cost_of_sales", INCOME, _("Cost of sales"), (
        "营业成本", "主营业务成本", "cost of sales", "cost of revenue", "cost of revenues", "cost of goods sold",
    )),
    Line("operating_profit", INCOME, _("Operating profit"), (
        "营业利润", "operating profit", "operating income", "profit from operations", "operating result",
        "results from operating activities",
    )),
    Line("finance_costs", INCOME, _("Finance costs"), (
        "财务费用", "finance costs", "finance cost", "financial expenses", "finance expenses", "net finance costs",
    )),
    Line("interest_expense", INCOME, _("Interest expense"), (
        "利息费用", "利息支出", "interest expense", "interest expenses", "interest costs",
    )),
    Line("profit_before_tax", INCOME, _("Profit before tax"), (
        "利润总额", "税前利润", "profit before tax", "profit before income tax", "income before tax",
        "income before income taxes", "profit before taxation", "earnings before tax",
    )),
    Line("income_tax", INCOME, _("Income tax"), (
        "所得税费用", "所得税", "income tax", "income tax expense", "income taxes", "tax expense", "taxation",
    )),
    Line("net_profit", INCOME, _("Net profit"), (
        "净利润", "net profit", "profit for the year", "profit for the period", "net income", "net earnings",
        "profit after tax",
    )),
    Line("cash", BALANCE, _("Cash"), (
        "货币资金", "现金及现金等价物", "cash", "cash and cash equivalents", "cash and bank balances",
    )),
    Line("receivables", BALANCE, _("Trade receivables"), (
        "应收账款", "trade receivables", "accounts receivable", "trade and other receivables", "receivables",
    )),
    Line("inventories", BALANCE, _("Inventories"), ("存货", "inventories", "inventory", "stocks")),
    Line("current_assets", BALANCE, _("Current assets"), (
        "流动资产合计", "流动资产", "total current assets", "current assets",
    )),
    Line("non_current_assets", BALANCE, _("Non-current assets"), (
        "非流动资产合计", "非流动资产", "total non-current assets", "non-current assets", "noncurrent assets",
        "total noncurrent assets",
    )),
    Line("total_assets", BALANCE, _("Total assets"), (
        "资产总计", "资产合计", "总资产", "total assets", "assets total",
    )),
    Line("short_term_debt", BALANCE, _("Short-term borrowings"), (
        "短期借款", "short-term borrowings", "short-term debt", "current borrowings", "short-term loans",
    )),
    Line("payables", BALANCE, _("Trade payables"), (
        "应付账款", "trade payables", "accounts payable", "trade and other payables", "payables",
    )),
    Line("current_liabilities", BALANCE, _("Current liabilities"), (
        "流动负债合计", "流动负债", "total current liabilities", "current liabilities",
    )),
    Line("long_term_debt", BALANCE, _("Long-term borrowings"), (
        "长期借款", "long-term borrowings", "long-term debt", "non-current borrowings", "long-term loans",
    )),
    Line("non_current_liabilities", BALANCE, _("Non-current liabilities"), (
        "非流动负债合计", "非流动负债", "total non-current liabilities", "non-current liabilities",
        "noncurrent liabilities", "total noncurrent liabilities",
    )),
    Line("total_liabilities", BALANCE, _("Total liabilities"), (
        "负债合计", "负债总计", "总负债", "total liabilities",
    )),
    Line("surplus_reserve", BALANCE, _("Surplus reserve"), (
        "盈余公积", "surplus reserve", "surplus reserves", "statutory reserve", "statutory reserves",
        "statutory surplus reserve",
    )),
    Line("retained_earnings", BALANCE, _("Retained earnings"), (
        "未分配利润", "留存收益", "retained earnings", "retained profits", "accumulated profits",
        "undistributed profits", "undistributed profit", "accumulated deficit", "accumulated losses",
    )),
    Line("total_equity", BALANCE, _("Total equity"), (
        "所有者权益合计", "股东权益合计", "净资产", "total equity", "equity", "total shareholders equity",
        "shareholders equity", "total stockholders equity", "total owners equity", "net assets",
    )),
    Line("liabilities_and_equity", BALANCE, _("Total liabilities and equity"), (
        "负债和所有者权益总计", "负债及所有者权益总计", "负债和股东权益总计", "负债及股东权益总计",
        "负债和所有者权益合计", "负债和股东权益合计", "total liabilities and equity", "total equity and liabilities",
        "total liabilities and shareholders equity",
    )),
    Line("operating_cash_flow", CASH, _("Cash flow from operations"), (
        "经营活动产生的现金流量净额", "经营活动现金流量净额", "经营现金流量净额", "cash flow from operations",
        "net cash from operating activities", "net cash generated from operating activities",
        "net cash provided by operating activities", "cash flows from operating activities",
        "cash flow from operating activities", "net cash flows from operating activities",
    )),
    Line("capital_expenditure", CASH, _("Capital expenditure"), (
        "购建固定资产、无形资产和其他长期资产支付的现金",
        "购建固定资产、无形资产和其他长期资产所支付的现金", "资本性支出",
        "capital expenditure", "capital expenditures", "purchase of property, plant and equipment",
        "purchases of property, plant and equipment", "acquisition of property, plant and equipment",
        "payments for property, plant and equipment",
    )),
    Line("depreciation", CASH, _("Depreciation and amortisation"), (
        "折旧与摊销", "折旧和摊销", "折旧及摊销", "depreciation and amortisation", "depreciation and amortization",
        "depreciation, amortisation and impairment",
    )),
)  # fmt: skip
BY_CODE = {line.code: line for line in LINES}
CODES = tuple(BY_CODE)
# Costs and payments, which some statements write as negative numbers.
COSTS = ("cost_of_sales", "finance_costs", "interest_expense", "income_tax")
PAYMENTS = ("capital_expenditure",)

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+(?:\.\d+)*[.、)]\s*|[ivx]+[.)]\s+|[a-z][.)]\s+)")
_LEADING = ("其中:", "加:", "减:", "less:", "add:", "of which:", "including:")


def folded(name: str) -> str:
    """A name as the words are written: without numbering, brackets, marks and letter case."""
    text = unicodedata.normalize("NFKC", name).lower().replace("’", "").replace("'", "")
    text = _BRACKETS.sub("", text).replace("–", "-").strip(" \t*△#:-")
    for _again in range(2):
        text = _NUMBERING.sub("", text).strip()
        for word in _LEADING:
            text = text.removeprefix(word).strip()
    text = " ".join(text.split()).strip(" *△#:.-")
    return re.sub(r"(?<=[\u4e00-\u9fff、]) (?=[\u4e00-\u9fff、])", "", text)


_BY_WORD = {folded(word): line.code for line in LINES for word in line.words}


def code_of(name: str) -> str | None:
    """Which line a file means by a name; None for one that is not known."""
    return _BY_WORD.get(folded(name))
