"""Passports filled in, shared and accepted; a change of bank account at its second person; Brückwald's open door."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.demonstration import identifiers
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import member
from tandem.demonstration.world import World
from tandem.onboarding.actions import bank_accounts, passports, registrations
from tandem.onboarding.models import (
    BankAccount,
    PassportProposal,
    PassportVersion,
    Registration,
    RegistrationPage,
)
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship

CHANCE = 20
SITE = "http://127.0.0.1:8000/"
RUIHENG = {
    "legal_form": "limited",
    "founded": 2003,
    "employees": 268,
    "capital": "30000000",
    "capital_currency": "CNY",
    "representative": "潘振华",
    "languages": "中文、English",
    "products": "减速机壳体、法兰、泵体及其他机加工件\nGearbox housings, flanges, pump bodies, machined parts",
    "processes": "五轴加工、车铣复合、磨削、装配\nFive-axis milling, turn-milling, grinding, assembly",
    "outsourced": "铸造、表面处理",
    "markets": "传动、液压、医疗器械\nDrives, hydraulics, medical devices",
    "exports": 35,
    "registered_address": "苏州市吴中区木渎镇珠江南路 288 号，215101",
    "production_address": "苏州市吴中区木渎镇珠江南路 288 号\n苏州市吴江区汾湖大道 1555 号",
    "sales_name": "潘晓雯 Xiaowen Pan",
    "sales_position": "销售总监",
    "sales_email": "xiaowen.pan@ruiheng.example",
    "sales_phone": "+86 512 5550 0121",
    "quality_name": "郑凯 Kai Zheng",
    "quality_position": "质量经理",
    "quality_email": "kai.zheng@ruiheng.example",
    "quality_phone": "+86 512 5550 0134",
    "finance_name": "张慧 Grace Teo",
    "finance_position": "财务经理",
    "finance_email": "grace.teo@ruiheng.example",
    "finance_phone": "+86 512 5550 0150",
}
RUIHENG_NOW: dict[str, Any] = {
    "employees": 312,
    "processes": f"{RUIHENG['processes']}\n激光熔覆 laser cladding (since this spring)",
    "exports": 41,
    "emergency_name": "值班室 duty desk",
    "emergency_phone": "+86 512 5550 0199",
}
RUIHENG_ANSWERS = {
    "minerals_in_products": ("no", "产品为铝、钢和铸铁件 aluminium, steel and cast iron only"),
    "minerals_due_diligence": ("not_applicable", ""),
    "labour_no_child_or_forced": ("yes", "入职核验身份证；每年抽查外协厂"),
    "labour_hours_and_wages": ("yes", ""),
    "labour_complaints": ("yes", "意见箱与匿名热线"),
    "safety_management": ("yes", "ISO 45001；上年度损失工时事故 2 起"),
    "environment_permits": ("yes", "排污许可证有效期至 2028 年"),
    "environment_management": ("yes", "ISO 14001"),
    "environment_substances": ("yes", ""),
    "ethics_corruption": ("yes", ""),
    "insurance_liability": ("yes", "平安产险，保额人民币 2000 万元"),
    "insurance_recall": ("no", "计划明年投保"),
    "continuity_plan": ("yes", "最近一次演练：今年 5 月"),
    "data_personal": ("yes", ""),
}
BERGQUELL = {
    "legal_form": "limited",
    "founded": 1961,
    "employees": 145,
    "capital": "1500000",
    "capital_currency": "EUR",
    "representative": "Anselm Bergner",
    "products": "Valve blocks and hydraulic power units",
    "processes": "Milling, deep-hole drilling, assembly, testing",
    "markets": "Mobile hydraulics, machine tools",
    "registered_address": "Quellenstraße 14, 72764 Reutlingen, Germany",
    "sales_name": "Anselm Bergner",
    "sales_email": "anselm.bergner@bergquell.example",
    "sales_phone": "+49 7121 555 0110",
}
PALMETTO = {
    "legal_form": "limited",
    "founded": 1988,
    "employees": 61,
    "capital": "400000",
    "capital_currency": "USD",
    "representative": "Loretta Gaines",
    "products": "Fasteners, brackets and stamped parts",
    "processes": "Cold heading, stamping, plating",
    "markets": "Power equipment, HVAC",
    "registered_address": "410 Mill Street, Greenville, SC 29611, USA",
    "production_address": "410 Mill Street, Greenville, SC 29611, USA",
    "sales_name": "Loretta Gaines",
    "sales_email": "loretta.gaines@palmetto.example",
    "sales_phone": "+1 864 555 0107",
    "finance_name": "Loretta Gaines",
    "finance_phone": "+1 864 555 0107",
}
OLD_ACCOUNT = {
    "holder": "苏州锐衡精密机械有限公司",
    "bank_name": "中国银行苏州吴中支行",
    "country": "CN",
    "currency": "CNY",
    "number": "5038 5820 4417",
    "bic": "BKCHCNBJ95B",
    "bank_code": "104305000058",
}
EURO_ACCOUNT = OLD_ACCOUNT | {"currency": "EUR", "number": "5038 5821 7725"}
NEW_ACCOUNT = {
    "holder": "苏州锐衡精密机械有限公司",
    "bank_name": "中国工商银行苏州木渎支行",
    "country": "CN",
    "currency": "EUR",
    "number": "1102 0204 1900 0876 543",
    "bic": "ICBKCNBJSZU",
    "bank_code": "102305002043",
}
AT_ANOTHER_BANK = {
    "holder": "Palmetto Fasteners & Supply LLC",
    "bank_name": "Blue Ridge Savings, Greenville",
    "country": "US",
    "currency": "USD",
    "number": "7712 0045 90",
    "bank_code": "021000021",
}
IN_DOLLARS = {
    "holder": "Palmetto Fasteners & Supply LLC",
    "bank_name": "Piedmont Community Bank, Greenville",
    "country": "US",
    "currency": "USD",
    "number": "4400 1879 22",
    "bank_code": "111000025",
}


def share_passports(world: World) -> None:
    """Whoever has published something already is left alone."""
    sales = member("xiaowen.pan@ruiheng.example", "ruiheng")
    if not PassportVersion.objects.filter(organization=sales.organization_id).exists():
        with transaction.atomic():
            _ruiheng(world, sales)
            _bergquell(world)
            _palmetto(world)
    katrin = member("katrin.hauff@brueckwald.example", BRUECKWALD)
    if not RegistrationPage.objects.visible_to(katrin).exists():
        with transaction.atomic():
            _open_door(world, katrin)


def _ruiheng(world: World, sales: Actor) -> None:
    """Version 1 accepted by both customers; version 2 by Lanting, while Brückwald looks at it. The new account is in
    force at neither: Katrin has called back, and somebody else is to confirm."""
    katrin = member("katrin.hauff@brueckwald.example", BRUECKWALD)
    jonas = member("jonas.reuter@brueckwald.example", BRUECKWALD)
    shen = member("jing.shen@lanting.example", LANTING)
    gu = member("mingyuan.gu@lanting.example", LANTING)
    begun = moment(world, 2.3)
    brueckwald, lanting = _customer(sales, BRUECKWALD), _customer(sales, LANTING)
    answers = {code: {"answer": one, "details": more} for code, (one, more) in RUIHENG_ANSWERS.items()}
    passports.save_profile(RUIHENG, by=sales, now=begun)
    passports.save_answers(answers, by=sales, now=begun)
    passports.publish_passport(by=sales, now=begun)
    for relationship, by in ((brueckwald, jonas), (lanting, gu)):
        relationships.give_consent(relationship, "passport", by=sales, now=begun)
        _accept(relationship, by=by, now=begun + timedelta(days=2))
    relationships.give_consent(brueckwald, "documents", by=sales, now=begun)

    old = _account(OLD_ACCOUNT, by=sales, now=begun + timedelta(days=3))
    for relationship, first, second in ((brueckwald, katrin, jonas), (lanting, shen, gu)):
        change = bank_accounts.propose_bank_account(
            old, relationship, by=sales, now=begun + timedelta(days=3)
        )
        _called(change, first, "潘晓雯", begun + timedelta(days=4), "Read out the last four digits: 4417.")
        bank_accounts.confirm_bank_change(change, by=second, now=begun + timedelta(days=5))

    lately = _days_ago(world, 9)
    passports.save_profile(RUIHENG_NOW, by=sales, now=lately)
    passports.publish_passport(
        by=sales, now=lately, note="新增激光熔覆工艺，人员增加。 Laser cladding is new; more people."
    )
    _accept(lanting, by=gu, now=_days_ago(world, 7))
    named = _days_ago(world, 5)
    new = _account(NEW_ACCOUNT, by=sales, now=named)
    change = bank_accounts.propose_bank_account(
        new, brueckwald, note="欧元账户变更 Our euro account moves to ICBC.", by=sales, now=named
    )
    _called(
        change,
        katrin,
        "Grace Teo, finance manager",
        _days_ago(world, 4),
        "She read out the last four digits (6543) and named the branch; the change follows a new credit line.",
    )


def _bergquell(world: World) -> None:
    anselm = member("anselm.bergner@bergquell.example", "bergquell")
    now = _days_ago(world, 3)
    passports.save_profile(BERGQUELL, by=anselm, now=now)
    passports.publish_passport(by=anselm, now=now, note="Our first passport.")
    relationships.give_consent(_customer(anselm, BRUECKWALD), "passport", by=anselm, now=now)


def _palmetto(world: World) -> None:
    """Accepted, and an account that two people have checked; another is named, and nobody has called back yet, so that
    what Cedar Ridge pays late anyway is held."""
    loretta = member("loretta.gaines@palmetto.example", "palmetto")
    dana = member("dana.whitlock@cedar-ridge.example", CEDAR_RIDGE)
    marcus = member("marcus.bell@cedar-ridge.example", CEDAR_RIDGE)
    relationship, now = _customer(loretta, CEDAR_RIDGE), moment(world, 2.6)
    passports.save_profile(PALMETTO, by=loretta, now=now)
    passports.publish_passport(by=loretta, now=now)
    relationships.give_consent(relationship, "passport", by=loretta, now=now)
    _accept(relationship, by=marcus, now=now + timedelta(days=1))
    account = _account(IN_DOLLARS, by=loretta, now=now + timedelta(days=2))
    change = bank_accounts.propose_bank_account(
        account, relationship, by=loretta, now=now + timedelta(days=2)
    )
    _called(change, marcus, "Loretta Gaines", now + timedelta(days=3), "Same bank as on her last invoices.")
    bank_accounts.confirm_bank_change(change, by=dana, now=now + timedelta(days=4))
    named = _days_ago(world, 2)
    other = _account(AT_ANOTHER_BANK, by=loretta, now=named)
    bank_accounts.propose_bank_account(
        other, relationship, note="Piedmont closes its Greenville branch.", by=loretta, now=named
    )


def _open_door(world: World, by: Actor) -> None:
    """One company waits, another was refused."""
    registrations.set_registration_page(
        is_open=True,
        welcome="Brückwald builds drives and pumps. We look for machined parts, castings and drives: tell us in five"
        " minutes who you are.",
        welcome_local="布吕克瓦尔德生产传动装置和泵，正在寻找机加工件、铸件和传动部件的供应商。请用五分钟介绍贵公司。",
        by=by,
        now=_days_ago(world, 40),
    )
    rng = Random(CHANCE)
    for name, name_local, region, person, email, phone, note, ago in (
        ("Lanxi Forgings Co., Ltd.", "兰溪锻造有限公司", "330781", "陆敏 Lu Min", "lu.min@lanxi.example",
         "+86 579 5550 0166", "法兰与轴类锻件，单重至 400 公斤。 Forged flanges and shafts up to 400 kg.", 2),
        ("Hengda Fasteners Co., Ltd.", "恒达紧固件有限公司", "330424", "何军 He Jun", "he.jun@hengda.example",
         "", "高强度紧固件。", 20),
    ):  # fmt: skip
        given = dict.fromkeys(registrations.FIELDS, "") | {
            "name": name,
            "name_local": name_local,
            "country": "CN",
            "scheme": "uscc",
            "value": identifiers.unified_social_credit_code(region, rng),
            "contact_name": person,
            "email": email,
            "phone": phone,
            "note": note,
        }
        customer = (
            RegistrationPage.objects.select_related("customer").get(customer=by.organization_id).customer
        )
        offered = Category.objects.visible_to(by).order_by("pk")[:2]
        sent = registrations.register(
            customer, given, offered, language="zh-hans", site=SITE, now=_days_ago(world, ago)
        )
        registrations.confirm_registration(sent, now=_days_ago(world, ago) + timedelta(minutes=20))
    refused = Registration.objects.visible_to(by).get(email="he.jun@hengda.example")
    registrations.refuse_registration(
        refused,
        "今年我们不新增紧固件供应商。 We take on no new fasteners this year.",
        by=by,
        now=_days_ago(world, 17),
    )


def _accept(relationship: Relationship, *, by: Actor, now: datetime) -> None:
    proposals = PassportProposal.objects.visible_to(by).waiting()
    waiting = proposals.select_related("relationship__customer", "relationship__supplier")
    passports.accept_passport(waiting.get(relationship=relationship), by=by, now=now)


def _account(values: Mapping[str, Any], *, by: Actor, now: datetime) -> BankAccount:
    return bank_accounts.add_bank_account(values, by=by, now=now)


def _called(change: Any, by: Actor, reached: str, at: datetime, said: str) -> None:
    number = change.known_numbers.order_by("-source", "-pk").first()
    bank_accounts.log_call_back(
        change, number, reached=reached, called_at=at, said=said, by=by, now=at + timedelta(minutes=10)
    )


def _customer(supplier: Actor, customer: str) -> Relationship:
    served = Relationship.objects.served_by(supplier).select_related("customer", "supplier")
    return served.get(customer__slug=customer)


def _days_ago(world: World, days: int) -> datetime:
    return datetime.combine(world.ends_on - timedelta(days=days), time(9), UTC)
