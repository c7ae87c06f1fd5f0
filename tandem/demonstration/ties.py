# ruff: noqa: E501 - a table reads best one row a line
"""Who buys what from whom: sixty-seven relationships, with stage, segment, owner, sites, categories, numbers and notes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from tandem.demonstration import conduct
from tandem.demonstration.companies import Customer, StageMove, Supplier, SupplierNumber, Tie
from tandem.demonstration.conduct import Conduct
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING
from tandem.demonstration.stories import STORIES


class Row(NamedTuple):
    """`manner` names an ordinary conduct, or is "story" where `stories.py` tells it."""

    supplier: str
    categories: str
    sites: str
    manner: str
    lines_per_month: int
    segment: str = "leverage"
    preferred: bool = False
    currency: str = ""
    lead_days: int = 35
    note: str = ""


# fmt: off
BRUECKWALD_ROWS = (
    Row("lirui", "castings", "SZH", "story", 0, segment="strategic", note="合同年底到期，续签前请看最近四个季度的趋势。"),
    Row("chengyue", "seals", "SZH", "story", 0, note="Skip-lot since the 2022 audit: one lot in twenty is inspected."),
    Row("ruiheng", "machined", "SZH", "story", 0, preferred=True),
    Row("bergquell", "hydraulics", "ULM", "story", 0, segment="strategic",
        note="They say that we move the dates. Compare the requested with the first confirmed date before the next talk."),
    Row("zehntbauer", "machined", "ULM BRN", "story", 0, segment="strategic", preferred=True),
    Row("doubrava", "castings", "BRN ULM", "story", 0, note="New furnace in the second year; on probation until it had proved itself."),
    Row("monviso", "bearings", "ULM BRN SZH", "story", 0, segment="bottleneck", note="No second source for the 62-series; ask development for one."),
    Row("takamine", "machined", "SZH ULM", "story", 0, segment="strategic", currency="JPY"),
    Row("thanhvy", "machined", "SZH", "story", 0, currency="USD"),
    Row("hengzhuo", "bearings", "SZH", "fair", 3, segment="leverage"),
    Row("jura", "bearings", "ULM", "good", 3, segment="leverage", lead_days=45),
    Row("xuxin", "sensors", "SZH BRN", "good", 22, lead_days=40),
    Row("muheng", "packaging", "SZH", "good", 30, segment="routine", lead_days=10),
    Row("boli", "fasteners", "SZH", "fair", 44, segment="routine", lead_days=20),
    Row("junchi", "stampings", "SZH", "fair", 26),
    Row("lingpei", "castings", "SZH", "weak", 30, lead_days=45),
    Row("jialong", "machined", "SZH", "good", 24),
    Row("yaocheng", "machined", "SZH ULM", "fair", 18, lead_days=50),
    Row("yanhai", "hydraulics", "SZH", "good", 16),
    Row("lenninger", "fasteners", "ULM BRN", "excellent", 60, segment="routine", preferred=True, lead_days=14),
    Row("moravolit", "castings", "BRN", "good", 28, lead_days=40, note="Formerly Slévárny Vyškov; the name changed, the owners did not."),
    Row("tesneni", "seals", "BRN ULM", "good", 34, segment="routine", lead_days=25),
    Row("kovotrisk", "machined", "BRN", "weak", 26),
    Row("illerkarton", "packaging", "ULM", "excellent", 32, segment="routine", lead_days=7),
    Row("alpenfels", "sensors", "ULM", "excellent", 20, segment="strategic"),
    Row("zarnow", "castings", "BRN", "poor", 22, lead_days=45, currency="EUR"),
    Row("valdarno", "electronics", "ULM", "fair", 24, lead_days=50),
    Row("hanbit", "electronics", "SZH", "good", 18, currency="USD", lead_days=60),
)
LANTING_ROWS = (
    Row("ruiheng", "machined", "SIP", "story", 0, note="交期和质量都不稳定，下次评审前不再给新项目。"),
    Row("liantuo", "electronics", "SIP", "story", 0, note="2026 年更名，原名东莞市联兴电子厂。"),
    Row("xuxin", "sensors", "SIP PEN", "good", 26, segment="strategic", preferred=True),
    Row("muheng", "packaging", "SIP", "excellent", 38, segment="routine", lead_days=9),
    Row("zehntbauer", "machined", "SIP", "excellent", 14, segment="strategic", currency="EUR", lead_days=75),
    Row("mingyi", "cables", "SIP PEN", "fair", 30),
    Row("wolan", "mouldings", "SIP", "excellent", 52, segment="strategic", preferred=True, lead_days=20),
    Row("hongshuo", "mouldings", "SIP", "weak", 40, lead_days=22),
    Row("yuguang", "electronics", "SIP", "good", 30, segment="bottleneck", lead_days=50),
    Row("lize", "fasteners", "SIP", "fair", 40, segment="routine", lead_days=15),
    Row("cangnan", "sensors", "SIP", "good", 20),
    Row("zhuoyan", "cables", "SIP", "poor", 24),
    Row("jinghe", "packaging", "SIP", "good", 44, segment="routine", lead_days=7),
    Row("chuyi", "sensors", "SIP", "fair", 16, segment="bottleneck", lead_days=55),
    Row("minli", "machined", "SIP", "good", 28),
    Row("wanyao", "electronics", "SIP", "weak", 24, lead_days=40),
    Row("yusheng", "seals", "SIP PEN", "good", 26, segment="routine", lead_days=18),
    Row("tanjung", "mouldings", "PEN", "good", 34, lead_days=18, currency="MYR"),
    Row("perai", "cables", "PEN", "fair", 28, lead_days=20, currency="MYR"),
    Row("kinta", "machined", "PEN", "excellent", 26, currency="MYR", preferred=True),
)
CEDAR_RIDGE_ROWS = (
    Row("xuchi", "castings", "GVL HPH", "story", 0, note="Cheapest quote by far. Count the scrap before the next award."),
    Row("palmetto", "fasteners", "GVL MTY", "story", 0, segment="routine", note="Accounts payable keeps a list of mismatches; see invoice_accuracy."),
    Row("sierra", "stampings", "MTY", "story", 0, currency="MXN"),
    Row("boli", "fasteners", "HPH", "good", 22, segment="routine", lead_days=30),
    Row("mingyi", "cables", "HPH GVL", "good", 30, lead_days=45),
    Row("hanbit", "motors", "GVL", "excellent", 20, segment="strategic", lead_days=60),
    Row("qilan", "motors", "HPH GVL", "fair", 34, segment="strategic", lead_days=50),
    Row("haochi", "motors", "HPH", "weak", 26, lead_days=40),
    Row("blueheron", "motors", "GVL", "good", 24, lead_days=28, preferred=True),
    Row("julan", "batteries", "HPH", "fair", 28, segment="bottleneck", lead_days=55),
    Row("jichuan", "batteries", "GVL HPH", "excellent", 30, segment="strategic", lead_days=60),
    Row("rongdu", "castings", "HPH", "poor", 26, lead_days=48),
    Row("junlan", "stampings", "HPH", "fair", 30),
    Row("jinchuan", "fasteners machined", "GVL HPH", "excellent", 28, lead_days=45),
    Row("honglac", "packaging", "HPH", "good", 36, segment="routine", lead_days=8),
    Row("arneses", "cables", "MTY", "weak", 26, lead_days=20),
    Row("tallgrass", "castings", "GVL", "good", 30, lead_days=30),
    Row("saluda", "packaging", "GVL", "excellent", 34, segment="routine", lead_days=6),
    Row("cumbres", "mouldings", "MTY", "fair", 32, lead_days=18),
)
# fmt: on

ROWS = {BRUECKWALD: BRUECKWALD_ROWS, LANTING: LANTING_ROWS, CEDAR_RIDGE: CEDAR_RIDGE_ROWS}
APPROVED = StageMove(-0.1, "approved", "Taken over from the approved supplier list.")
STAGES = {
    (BRUECKWALD, "thanhvy"): (
        StageMove(2.4, "registered", "Found at the Hanoi machine fair."),
        StageMove(2.65, "qualified", "Samples approved; small-batch trial begins."),
    ),
    (BRUECKWALD, "doubrava"): (
        APPROVED,
        StageMove(1.1, "probation", "Furnace failed: four months of late castings."),
        StageMove(2.4, "approved", "Two good quarters since the new furnace."),
    ),
    (BRUECKWALD, "lingpei"): (APPROVED, StageMove(1.8, "probation", "Porosity in three lots running.")),
    (BRUECKWALD, "zarnow"): (
        APPROVED,
        StageMove(1.6, "probation", "On time below 70 % for a year."),
        StageMove(2.8, "suspended", "No new orders until the corrective action is verified."),
    ),
    (LANTING, "zhuoyan"): (APPROVED, StageMove(2.2, "probation", "交期连续四个季度不达标。")),
    (LANTING, "ruiheng"): (APPROVED, StageMove(2.6, "probation", "来料批合格率低于 90%，进入观察期。")),
    (CEDAR_RIDGE, "rongdu"): (
        APPROVED,
        StageMove(2.0, "probation", "Late castings stopped the Haiphong line twice."),
    ),
}
BUYERS = {
    BRUECKWALD: (
        "petra.dvorakova@brueckwald.example",
        "wei.lin@brueckwald.example",
        "jonas.reuter@brueckwald.example",
    ),
    LANTING: ("jiayi.lu@lanting.example", "mingyuan.gu@lanting.example"),
    CEDAR_RIDGE: ("lucia.trevino@cedar-ridge.example", "marcus.bell@cedar-ridge.example"),
}
MANNERS = {
    "excellent": conduct.EXCELLENT,
    "good": conduct.GOOD,
    "fair": conduct.FAIR,
    "weak": conduct.WEAK,
    "poor": conduct.POOR,
}


def ties(customers: tuple[Customer, ...], suppliers: tuple[Supplier, ...]) -> Iterator[tuple[Tie, Conduct]]:
    by_key = {supplier.key: supplier for supplier in suppliers}
    for customer in customers:
        for place, row in enumerate(ROWS[customer.slug]):
            yield _tie(customer, by_key[row.supplier], row, place), _conduct(customer.slug, row)


def _tie(customer: Customer, supplier: Supplier, row: Row, place: int) -> Tie:
    sites = tuple(row.sites.split())
    buyers = BUYERS[customer.slug]
    return Tie(
        customer=customer,
        supplier=supplier,
        stages=STAGES.get((customer.slug, row.supplier), (APPROVED,)),
        segment=row.segment,
        preferred=row.preferred,
        owner=buyers[place % len(buyers)],
        categories=tuple(row.categories.split()),
        sites=sites,
        numbers=tuple(_numbers(customer, sites, place)),
        currency=row.currency or customer.currency,
        notes=(row.note,) if row.note else (),
        story=_story_key(customer.slug, row.supplier),
    )


def _numbers(customer: Customer, sites: tuple[str, ...], place: int) -> Iterator[SupplierNumber]:
    """One number in each company of each ERP that orders from the supplier."""
    for source in customer.sources:
        ordering = [site for site in customer.sites if site.code in sites and site.code in source.sites]
        for company_code in dict.fromkeys(site.company_code for site in ordering):
            held = tuple(site.code for site in ordering if site.company_code == company_code)
            yield SupplierNumber(
                source.code, company_code, source.number_format.format(1207 + 31 * place), held
            )


def _conduct(customer: str, row: Row) -> Conduct:
    if row.manner == "story":
        return next(
            story.conduct
            for story in STORIES
            if (story.customer, story.supplier) == (customer, row.supplier) and story.conduct
        )
    return replace(MANNERS[row.manner], lines_per_month=row.lines_per_month, lead_days=row.lead_days)


def _story_key(customer: str, supplier: str) -> str:
    return next(
        (story.key for story in STORIES if (story.customer, story.supplier) == (customer, supplier)), ""
    )
