# ruff: noqa: E501 - a table reads best one row a line
"""How Ruiheng's sales team keeps its customers: two on Tandem, and one that is not."""

from datetime import date, timedelta
from decimal import Decimal

from tandem.accounts.models import User
from tandem.demonstration.customers import BRUECKWALD, LANTING
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import member
from tandem.demonstration.world import World
from tandem.portal import actions
from tandem.portal.models import (
    AccountContact,
    CustomerAccount,
    PrivateCase,
    PrivateGrade,
    PrivatePayment,
)

SALES = "xiaowen.pan@ruiheng.example"
QUALITY = "kai.zheng@ruiheng.example"
PRIVATE = "Haihe Agricultural Machinery Co., Ltd."
JUDGED = {
    BRUECKWALD: (("margin", 7, "报价含模具分摊"), ("fit", 9, "减速机壳体是主攻方向"), ("share_of_purchases", 7, "机加工件约三分之一"), ("access", 8, "每季度与采购经理会面")),
    LANTING: (("margin", 4, "年降压力大"), ("fit", 8, "医疗零件利于升级"), ("share_of_purchases", 3, "另有两家供应商"), ("access", 3, "只接触到采购员")),
    PRIVATE: (("margin", 5, "按公斤计价"), ("fit", 2, "淘汰机型"), ("share_of_purchases", 8, "几乎独家"), ("access", 6, "厂长直接联系")),
}  # fmt: skip
PEOPLE = {
    BRUECKWALD: (("Jonas Reuter", "Purchasing manager", "decider"), ("Markus Ebner", "Quality engineer", "influencer")),
    LANTING: (("陆佳怡", "采购员", "buyer"), ("Aisyah Rahman", "质量工程师", "influencer")),
    PRIVATE: (("孙建国", "厂长", "decider"),),
}  # fmt: skip


def keep_customers(world: World) -> None:
    """Whoever has kept something already is left alone."""
    sales = member(SALES, "ruiheng")
    actions.open_accounts(sales)
    if CustomerAccount.objects.visible_to(sales).private().exists():
        return
    private = actions.keep_private_customer(
        {
            "name": PRIVATE,
            "name_local": "海河农业机械有限公司",
            "country": "CN",
            "currency": "CNY",
            "revenue": Decimal("860000.00"),
        },
        by=sales,
    )
    accounts: dict[str, CustomerAccount] = {PRIVATE: private}
    for account in CustomerAccount.objects.visible_to(sales).select_related("relationship__customer"):
        if account.relationship is not None:
            accounts[account.relationship.customer.slug] = account
    now = moment(world, 2.95)
    for key, account in accounts.items():
        for name, position, role in PEOPLE[key]:
            actions.save_account_contact(
                AccountContact(account=account, name=name, position=position, role=role), by=sales
            )
        for factor, points, reason in JUDGED[key]:
            actions.judge(account, factor, points, reason=reason, by=sales, now=now)
        actions.change_account(account, {"manager": User.objects.get(email=SALES)}, by=sales)
    _plan(accounts, world, now.date())
    _papers(private, now.date())


def _plan(accounts: dict[str, CustomerAccount], world: World, today: date) -> None:
    sales = member(SALES, "ruiheng")
    own, quality = User.objects.get(email=SALES), User.objects.get(email=QUALITY)
    for key, text, days, who in (
        (LANTING, "带整改计划拜访澜庭质量部", 5, own),
        (LANTING, "交货批次抽检方案发给对方", -6, quality),
        (BRUECKWALD, "新壳体项目报价", 12, own),
        (PRIVATE, "催收九月发票", -3, own),
    ):
        actions.plan_step(
            accounts[key], text, due=world.ends_on + timedelta(days=days), assignee=who, by=sales
        )
    actions.write_account_note(
        accounts[LANTING],
        "对方认为来料批合格率是主要问题；采购员愿意在改善后增加份额。",
        by=sales,
        now=moment(world, 2.9),
    )


def _papers(account: CustomerAccount, today: date) -> None:
    sales = member(SALES, "ruiheng")
    year = today.year
    for period, grade, score in ((f"{year - 1}", "B", 82), (f"{year - 2}", "B", 85)):
        actions.save_private_record(
            PrivateGrade(account=account, period=period, grade=grade, score=Decimal(score)), by=sales
        )
    for number, (weeks, paid_after) in enumerate(((30, 20), (22, -2), (14, 35), (6, None)), start=1):
        due = today - timedelta(weeks=weeks)
        actions.save_private_record(
            PrivatePayment(
                account=account,
                invoice=f"HH-{year}-{number:03d}",
                amount=Decimal(62000 + 7300 * number),
                currency="CNY",
                due=due,
                paid=None if paid_after is None else due + timedelta(days=paid_after),
            ),
            by=sales,
        )
    actions.save_private_record(
        PrivateCase(
            account=account,
            reference="HH-8D-02",
            title="轴套硬度偏低",
            opened=today - timedelta(days=25),
            due=today - timedelta(days=4),
        ),
        by=sales,
    )
