"""The three customers: a German maker of gearboxes, one of medical devices in Suzhou, an American one of mowers."""

from random import Random

from tandem.demonstration import identifiers
from tandem.demonstration.companies import Category, Customer, Identifier, Membership, Person, Site, Source

BRUECKWALD = "brueckwald"
LANTING = "lanting"
CEDAR_RIDGE = "cedar-ridge"
SLUGS = (BRUECKWALD, LANTING, CEDAR_RIDGE)

PASSWORD = "demonstration"

CATEGORIES = (
    Category("castings", "Castings", "铸件"),
    Category("machined", "Machined parts", "机加工件"),
    Category("bearings", "Bearings", "轴承"),
    Category("seals", "Seals", "密封件"),
    Category("electronics", "Electronic assemblies", "电子组件"),
    Category("fasteners", "Fasteners", "紧固件"),
    Category("hydraulics", "Hydraulic units", "液压件"),
    Category("mouldings", "Injection mouldings", "注塑件"),
    Category("sensors", "Sensors", "传感器"),
    Category("cables", "Cables and harnesses", "线缆线束"),
    Category("motors", "Electric motors", "电机"),
    Category("batteries", "Battery packs", "电池包"),
    Category("stampings", "Stampings", "冲压件"),
    Category("packaging", "Packaging", "包装材料"),
)

# What each buyer looks after, by the address before the @.
LOOKED_AFTER = {
    "petra.dvorakova": ("castings", "hydraulics", "electronics", "packaging"),
    "wei.lin": ("machined", "bearings", "seals"),
    "jiayi.lu": ("mouldings", "packaging", "fasteners", "seals"),
    "lucia.trevino": ("fasteners", "stampings", "packaging", "cables"),
}


def customers(rng: Random) -> tuple[Customer, ...]:
    return (_brueckwald(rng), _lanting(rng), _cedar_ridge(rng))


def _brueckwald(rng: Random) -> Customer:
    return Customer(
        slug=BRUECKWALD,
        name="Brückwald Antriebe GmbH",
        name_zh="布吕克瓦尔德传动技术有限公司",
        country="DE",
        city="Ulm",
        currency="EUR",
        sites=(
            Site("ULM", "Ulm gearbox plant", "乌尔姆减速机工厂", "DE", "Ulm", "1000"),
            Site("BRN", "Brno assembly plant", "布尔诺装配厂", "CZ", "Brno", "1100"),
            Site("SZH", "Suzhou plant", "苏州工厂", "CN", "Suzhou"),
        ),
        sources=(
            Source("sap-eu", "SAP Europe", ("ULM", "BRN"), "00001{:05d}"),
            Source("kingdee-cn", "Kingdee 金蝶 China", ("SZH",), "GYS-{:04d}"),
        ),
        identifiers=(
            Identifier("vat", "DE", identifiers.value_added_tax("DE", rng)),
            Identifier("lei", "", identifiers.legal_entity_identifier(rng)),
            Identifier("duns", "", identifiers.duns(rng)),
        ),
    )


def _lanting(rng: Random) -> Customer:
    return Customer(
        slug=LANTING,
        name="Lanting Medical Technology (Suzhou) Co., Ltd.",
        name_zh="澜庭医疗科技（苏州）有限公司",
        country="CN",
        city="Suzhou",
        currency="CNY",
        sites=(
            Site("SIP", "Suzhou Industrial Park plant", "苏州工业园区工厂", "CN", "Suzhou"),
            Site("PEN", "Penang plant", "槟城工厂", "MY", "Bayan Lepas"),
        ),
        sources=(Source("u8", "Yonyou 用友 U8", ("SIP", "PEN"), "V{:05d}"),),
        identifiers=(
            Identifier("uscc", "CN", identifiers.unified_social_credit_code("320571", rng)),
            Identifier("duns", "", identifiers.duns(rng)),
        ),
        pays_by_bill=True,
    )


def _cedar_ridge(rng: Random) -> Customer:
    return Customer(
        slug=CEDAR_RIDGE,
        name="Cedar Ridge Power Equipment, Inc.",
        name_zh="雪松岭动力设备公司",
        country="US",
        city="Greenville",
        currency="USD",
        sites=(
            Site("GVL", "Greenville plant", "格林维尔工厂", "US", "Greenville"),
            Site("MTY", "Monterrey plant", "蒙特雷工厂", "MX", "Apodaca"),
            Site("HPH", "Haiphong plant", "海防工厂", "VN", "Haiphong"),
        ),
        sources=(Source("netsuite", "NetSuite", ("GVL", "MTY", "HPH"), "VEN-{:05d}"),),
        identifiers=(
            Identifier("tax", "US", identifiers.national("US", rng) or ""),
            Identifier("duns", "", identifiers.duns(rng)),
        ),
        pays_late_days=19,
    )


def people() -> tuple[Person, ...]:
    """Who can sign in. Wei Lin belongs to two organisations: he buys for one and audits the other."""
    return (
        _person(
            "Katrin Hauff",
            "katrin.hauff",
            (BRUECKWALD, "administrator"),
            look_at="settings, sources and people",
        ),
        _person(
            "Jonas Reuter",
            "jonas.reuter",
            (BRUECKWALD, "purchasing_manager"),
            look_at="the newest run, waiting for review",
        ),
        _person(
            "Petra Dvořáková",
            "petra.dvorakova",
            (BRUECKWALD, "buyer"),
            look_at="Lirui, declining; Bergquell: who moves the dates?",
        ),
        _person(
            "Markus Ebner",
            "markus.ebner",
            (BRUECKWALD, "quality_engineer"),
            look_at="Chengyue Seals: line stops",
        ),
        _person(
            "Birgit Amsel",
            "birgit.amsel",
            (BRUECKWALD, "logistics"),
            look_at="selections that wait for logistics' signature",
        ),
        _person(
            "Rolf Kern",
            "rolf.kern",
            (BRUECKWALD, "finance"),
            look_at="selections that wait for finance's signature",
        ),
        _person(
            "林伟 Wei Lin",
            "wei.lin",
            (BRUECKWALD, "buyer"),
            (LANTING, "auditor"),
            look_at="Ruiheng: a good grade here, a bad one at Lanting; switch organisation",
            language="zh-hans",
        ),
        _person(
            "沈静 Jing Shen",
            "jing.shen",
            (LANTING, "administrator"),
            look_at="the matching queue",
            language="zh-hans",
        ),
        _person(
            "顾明远 Mingyuan Gu",
            "mingyuan.gu",
            (LANTING, "purchasing_manager"),
            look_at="grades and movers",
            language="zh-hans",
        ),
        _person(
            "陆佳怡 Jiayi Lu",
            "jiayi.lu",
            (LANTING, "buyer"),
            look_at="her suppliers by category",
            language="zh-hans",
        ),
        _person(
            "Aisyah Rahman",
            "aisyah.rahman",
            (LANTING, "quality_engineer"),
            look_at="Ruiheng: why a low grade",
        ),
        _person(
            "陈晓东 Xiaodong Chen",
            "xiaodong.chen",
            (LANTING, "logistics"),
            look_at="selections that wait for logistics' signature",
            language="zh-hans",
        ),
        _person(
            "郑丽 Li Zheng",
            "li.zheng",
            (LANTING, "finance"),
            look_at="selections that wait for finance's signature",
            language="zh-hans",
        ),
        _person(
            "Dana Whitlock",
            "dana.whitlock",
            (CEDAR_RIDGE, "administrator"),
            look_at="rates missing for the peso",
        ),
        _person(
            "Marcus Bell",
            "marcus.bell",
            (CEDAR_RIDGE, "purchasing_manager"),
            look_at="payment on time by Cedar Ridge itself",
        ),
        _person(
            "Lucía Treviño",
            "lucia.trevino",
            (CEDAR_RIDGE, "buyer"),
            look_at="Palmetto: invoices that do not match",
        ),
        _person(
            "Hannah Osei",
            "hannah.osei",
            (CEDAR_RIDGE, "quality_engineer"),
            look_at="Xuchi: cheap and defect-prone",
        ),
        _person(
            "Robert Lindqvist",
            "robert.lindqvist",
            (CEDAR_RIDGE, "auditor"),
            look_at="the audit trail; nothing can be changed",
        ),
        _person(
            "潘晓雯 Xiaowen Pan",
            "xiaowen.pan",
            ("ruiheng", "administrator", "sales"),
            look_at="My customers: a good grade at Brückwald, a bad one at Lanting, on a phone",
            language="zh-hans",
        ),
        _person(
            "郑凯 Kai Zheng",
            "kai.zheng",
            ("ruiheng", "supplier_quality"),
            look_at="the lines behind the grade at Lanting",
            language="zh-hans",
        ),
        _person(
            "Grace Teo",
            "grace.teo",
            ("ruiheng", "supplier_finance"),
            look_at="who pays on time",
        ),
        _person(
            "Anselm Bergner",
            "anselm.bergner",
            ("bergquell", "administrator", "sales"),
            look_at="Brückwald's conduct: the dates it moves",
        ),
        _person(
            "Loretta Gaines",
            "loretta.gaines",
            ("palmetto", "administrator", "sales", "supplier_finance"),
            look_at="Cedar Ridge pays nineteen days late",
        ),
    )


def _person(
    name: str, mailbox: str, *memberships: tuple[str, ...], look_at: str, language: str = "en"
) -> Person:
    home = memberships[0][0]
    return Person(
        name=name,
        email=f"{mailbox}@{home}.example",
        memberships=tuple(Membership(organisation, tuple(roles)) for organisation, *roles in memberships),
        look_at=look_at,
        language=language,
    )
