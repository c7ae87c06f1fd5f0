# ruff: noqa: E501 - a table reads best one row a line
"""The stories that the demonstration tells, each in one row: who, what is true, where it shows, and the conduct behind it."""

from dataclasses import dataclass

from tandem.demonstration.conduct import Conduct, level
from tandem.demonstration.customers import BRUECKWALD, CEDAR_RIDGE, LANTING


@dataclass(frozen=True)
class Story:
    """`supplier` is empty where the story is the customer's own, or belongs to no supplier."""

    key: str
    customer: str
    supplier: str
    title: str
    title_zh: str
    truth: str
    where: str
    conduct: Conduct | None = None


INTERNAL_NAME = "Brückwald Zentrallager Ulm"
INTERNAL_NUMBER = "1100/0000199999"
OLD_NAME = "东莞市联兴电子厂"
OLD_NUMBER = "V00417"
RATELESS_CURRENCY = "MXN"

STORIES = (
    Story(
        "declining",
        BRUECKWALD,
        "lirui",
        "A supplier declining",
        "每况愈下的供应商",
        "On time from 98 % down to about 60 % in three years, while bad lots at incoming inspection grow twelvefold.",
        "360 page, performance: the trend and the split of what changed since last period; home: movers",
        Conduct(
            lines_per_month=46,
            lead_days=42,
            on_time=((0, 0.985), (1.1, 0.97), (2.0, 0.85), (3.0, 0.55)),
            days_late=11,
            defective_lots=((0, 0.01), (1.2, 0.02), (3.0, 0.13)),
            line_finds=2.5,
            line_stops=0.6,
        ),
    ),
    Story(
        "recovering",
        BRUECKWALD,
        "doubrava",
        "A supplier recovering after a bad year",
        "走出低谷的供应商",
        "A furnace rebuilt in the second year: on time fell to 60 % and has come back above 95 %.",
        "360 page, performance: grades quarter by quarter",
        Conduct(
            lines_per_month=38,
            on_time=((0, 0.96), (0.5, 0.93), (0.9, 0.60), (1.6, 0.62), (2.2, 0.94), (3.0, 0.98)),
            days_late=12,
            defective_lots=((0, 0.015), (0.9, 0.11), (1.6, 0.09), (2.2, 0.015), (3.0, 0.008)),
        ),
    ),
    Story(
        "new",
        BRUECKWALD,
        "thanhvy",
        "A new supplier with exactly six deliveries",
        "只交过六次货的新供应商",
        "Six lines, six deliveries: too few to grade, so it is listed apart and unranked.",
        "newest run: not enough data; 360 page, deliveries: all six",
        Conduct(
            deliveries=6,
            first_year=2.7,
            lead_days=21,
            on_time=level(1.0),
            inspected=1.0,
            defective_lots=level(0.0),
            buyer_moves=0.0,
            cancelled=0.0,
            partial=0.0,
            reversed=0.0,
            closed_short=0.0,
            line_finds=0.0,
            line_stops=0.0,
            field_finds=0.0,
            invoice_wrong=0.0,
        ),
    ),
    Story(
        "moved-dates",
        BRUECKWALD,
        "bergquell",
        "Lateness that the customer causes by moving dates",
        "客户改期造成的迟交",
        "Late by the requested date as it now stands, on time by the date first confirmed: Ulm pulls more than half the dates forward.",
        "a card of Brückwald's: on_time_lines beside its own KPI kept_promises; date_changes; a line's history of dates",
        Conduct(
            lines_per_month=30,
            lead_days=84,
            on_time=level(0.97),
            days_late=3,
            buyer_moves=0.55,
            defective_lots=level(0.008),
        ),
    ),
    Story(
        "monopolist",
        BRUECKWALD,
        "monviso",
        "A near-monopolist whose prices creep",
        "近乎独家且价格渐涨的供应商",
        "More than three quarters of the spend on bearings, a bottleneck, and prices 6 % higher every year.",
        "home: concentration of spend; 360 page: price_variance and price_trend",
        Conduct(
            lines_per_month=110,
            lead_days=60,
            on_time=level(0.90),
            days_late=8,
            price_creep=0.06,
            defective_lots=level(0.01),
        ),
    ),
    Story(
        "skip-lot",
        BRUECKWALD,
        "chengyue",
        "A skip-lot supplier whose faults stop the line",
        "免检却造成停线的供应商",
        "One lot in twenty is inspected and all are accepted; yet the line in Suzhou stops for its seals again and again.",
        "360 page, performance: lot_acceptance of 100 % beside line_stops, and the red line that caps the grade",
        Conduct(
            lines_per_month=42,
            on_time=level(0.96),
            inspected=0.05,
            defective_lots=level(0.0),
            line_finds=11.0,
            line_stops=6.0,
        ),
    ),
    Story(
        "champion",
        BRUECKWALD,
        "zehntbauer",
        "A steady champion",
        "始终如一的标杆",
        "On time in 98 lines of 100 and better, hardly a bad part, prices held for three years.",
        "ranking: among the first; grade A in every quarter",
        Conduct(
            lines_per_month=55,
            on_time=level(0.995),
            days_late=1.5,
            early_days=2,
            defective_lots=level(0.001),
            defect_share=0.005,
            price_creep=0.0,
            line_finds=0.0,
            line_stops=0.0,
            field_finds=0.0,
            partial=0.02,
            invoice_wrong=0.004,
            buyer_moves=0.004,
            closed_short=0.0,
            reversed=0.0,
        ),
    ),
    Story(
        "cheap",
        CEDAR_RIDGE,
        "xuchi",
        "Cheap and defect-prone",
        "价格低但不良多的供应商",
        "About 18 % under the baseline price and on time; one inspected lot in five is bad.",
        "360 page: price_variance against defect_ppm and lot_acceptance",
        Conduct(
            lines_per_month=48,
            lead_days=55,
            on_time=level(0.94),
            price_level=0.82,
            defective_lots=level(0.21),
            defect_share=0.09,
            inspected=0.7,
            line_finds=7.0,
            line_stops=1.2,
            field_finds=1.0,
        ),
    ),
    Story(
        "invoices",
        CEDAR_RIDGE,
        "palmetto",
        "Invoices that do not match",
        "发票对不上的供应商",
        "More than one invoice in four differs from what was received at the agreed price.",
        "360 page: invoice_accuracy and the invoice lines behind it",
        Conduct(
            lines_per_month=60,
            lead_days=18,
            on_time=level(0.96),
            invoice_wrong=0.28,
            defective_lots=level(0.01),
        ),
    ),
    Story(
        "late-payer",
        CEDAR_RIDGE,
        "",
        "A customer that pays late",
        "付款拖延的客户",
        "Cedar Ridge pays about nineteen days after the due date; the other two pay nearly always on time.",
        "paid_on_time of every supplier of Cedar Ridge",
    ),
    Story(
        "two-customers",
        BRUECKWALD,
        "ruiheng",
        "One supplier, two customers: the good side",
        "同一供应商，两种表现：好的一面",
        "On time 97 % for Brückwald's Suzhou plant.",
        "Wei Lin's two organisations: the same supplier in both lists",
        Conduct(
            lines_per_month=40,
            lead_days=28,
            on_time=level(0.975),
            defective_lots=level(0.006),
            line_stops=0.0,
        ),
    ),
    Story(
        "two-customers-other-side",
        LANTING,
        "ruiheng",
        "One supplier, two customers: the bad side",
        "同一供应商，两种表现：差的一面",
        "On time about 70 % for Lanting, with one bad lot in eight.",
        "the same supplier in Lanting's list, graded low",
        Conduct(
            lines_per_month=36,
            lead_days=28,
            on_time=level(0.70),
            days_late=13,
            defective_lots=level(0.12),
            defect_share=0.06,
            line_finds=4.0,
            line_stops=0.9,
        ),
    ),
    Story(
        "old-name",
        LANTING,
        "liantuo",
        "Rows under an old name",
        "沿用旧名称的数据",
        f"For the last months some rows come under the number {OLD_NUMBER} and the name {OLD_NAME}: nobody has matched it yet.",
        "the matching queue of Lanting: match it, and the figures change without a new import",
        Conduct(lines_per_month=34, on_time=level(0.93), defective_lots=level(0.02)),
    ),
    Story(
        "internal",
        BRUECKWALD,
        "",
        "One's own warehouse in the data",
        "数据里的自家仓库",
        f"{INTERNAL_NAME} ships to Brno and stands among the suppliers of SAP Europe; it is marked internal.",
        "mappings: marked internal, in no figure",
        Conduct(
            lines_per_month=20,
            lead_days=5,
            on_time=level(0.99),
            inspected=0.0,
            line_finds=0.0,
            line_stops=0.0,
            field_finds=0.0,
        ),
    ),
    Story(
        "foreign-currency",
        BRUECKWALD,
        "takamine",
        "A foreign-currency supplier",
        "外币结算的供应商",
        "Orders in yen, converted to euros at the rate of each fact's date.",
        "spend in EUR on the 360 page, and the lines in JPY behind it",
        Conduct(
            lines_per_month=24,
            lead_days=70,
            on_time=level(0.975),
            defective_lots=level(0.002),
            line_finds=0.0,
            line_stops=0.0,
        ),
    ),
    Story(
        "missing-rate",
        CEDAR_RIDGE,
        "sierra",
        "A currency without a rate for some months",
        "某些月份缺汇率的币种",
        "Cedar Ridge has kept peso rates for ten months only: money figures of the time before say so, and delivery figures stand.",
        "spend: no data, rate missing",
        Conduct(lines_per_month=32, lead_days=25, on_time=level(0.92), defective_lots=level(0.025)),
    ),
)


def story(key: str) -> Story:
    return next(story for story in STORIES if story.key == key)
