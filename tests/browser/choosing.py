"""What the story of choosing a supplier rests on: Nordlicht's rules, two other foundries, words in two languages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tandem.assessments import actions as assessments
from tandem.assessments import content
from tandem.assessments.actions.statements import Given, save_statement
from tandem.onboarding.actions import registrations, requirements
from tandem.onboarding.actions.requirements import Head
from tandem.onboarding.models import ItemKind, StageKind
from tandem.onboarding.requirement_data import Item, Stage
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship
from tests.cast import Person, supplier_of

ASKED = content.read(
    {
        "sections": [
            {
                "code": "quality",
                "title": "Quality",
                "title_local": "质量",
                "questions": [
                    {
                        "code": "certified",
                        "kind": "choice",
                        "text": "Is your quality management certified?",
                        "text_local": "质量管理体系是否通过认证？",
                        "weight": "10",
                        "options": [
                            {"code": "yes", "text": "Yes", "text_local": "是", "points": "100"},
                            {"code": "no", "text": "No", "text_local": "否", "points": "0"},
                        ],
                    },
                    {
                        "code": "scrap",
                        "kind": "number",
                        "text": "Scrap in the foundry",
                        "text_local": "铸造废品率",
                        "weight": "10",
                        "unit": "%",
                        "scale": [["0", "100"], ["10", "0"]],
                    },
                ],
            }
        ]
    }
)
# What Huarui types of its last year; the first total of equity is one too little.
STATEMENT = {
    "revenue": "120", "cost_of_sales": "90", "interest_expense": "2", "profit_before_tax": "10", "net_profit": "8",
    "cash": "12", "inventories": "18", "current_assets": "60", "total_assets": "100", "current_liabilities": "30",
    "total_liabilities": "55", "surplus_reserve": "5", "retained_earnings": "25", "total_equity": "44",
    "operating_cash_flow": "14", "capital_expenditure": "6",
}  # fmt: skip
NEED: dict[str, str] = {
    "volume": "40000",
    "unit": "pcs",
    "capital_cost": "6",
    "defect_cost": "50",
    "lateness_cost": "4",
}


@dataclass(frozen=True)
class Words:
    """What people write and read in one language."""

    contact: str
    customer: str
    welcome: str
    look_into_your_mail: str
    first_steps: str
    owed: str
    certificate: str
    lists: str
    survey: str
    audit: str
    unbalanced: str
    no_match: str
    need: str
    reasons: str
    others: str
    criteria: tuple[str, str, str]
    approved: str
    suspended: str
    lapsed: str
    told: str


WORDS = {
    "en": Words(
        contact="Hua Meiling",
        customer="Nordlicht Pumpen GmbH",
        welcome="We look for castings.",
        look_into_your_mail="Look into your mail",
        first_steps="Fill in your passport and publish it",
        owed="1 thing for a customer’s qualification waits for you",
        certificate="ISO 9001 certificate",
        lists="Debarment and sanctions lists",
        survey="Self-assessment",
        audit="Process audit on site",
        unbalanced="the difference is 1.00",
        no_match="Another register number, another province.",
        need="Impellers for the S series",
        reasons="Huarui costs least all in all and is sound.",
        others="Bergquell costs more; Lirui is not sound.",
        criteria=("Total cost", "Finances", "References"),
        approved="Approved",
        suspended="Suspended",
        lapsed="lapsed after",
        told="suspended",
    ),
    "zh-hans": Words(
        contact="华美玲",
        customer="Nordlicht Pumpen GmbH",
        welcome="我们正在寻找铸件供应商。",
        look_into_your_mail="请查收邮件",
        first_steps="填写并发布企业护照",
        owed="客户准入有 1 项内容等您提交",
        certificate="ISO 9001 证书",
        lists="黑名单与制裁名单",
        survey="供应商自评",
        audit="现场过程审核",
        unbalanced="差额为 1.00",
        no_match="登记号不同，省份不同。",
        need="S系列叶轮",
        reasons="华锐的总成本最低，且财务稳健。",
        others="贝格奎尔成本较高；砺锐财务不稳健。",
        criteria=("总成本", "财务状况", "客户口碑"),
        approved="合格",
        suspended="暂停",
        lapsed="到期",
        told="暂停",
    ),
}


def pdf(text: str) -> bytes:
    """A whole page that says so, as a certificate scanned to PDF."""
    drawn = f"BT /F1 18 Tf 60 760 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, at = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    begins = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % each for each in at)
    return out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % begins


def open_the_door(manager: Person, now: datetime) -> None:
    """Anybody may register with Nordlicht."""
    registrations.set_registration_page(
        is_open=True,
        welcome=WORDS["en"].welcome,
        welcome_local=WORDS["zh-hans"].welcome,
        by=manager.actor,
        now=now,
    )


def rules_of_qualification(manager: Person, quality_engineer: Person, now: datetime) -> None:
    """Papers, a survey, an audit; with the templates that these go by."""
    fields = {"code": "basics", "title": "Foundry basics", "title_local": "铸造厂基础问卷"}
    survey = assessments.write_template(fields, asked=ASKED, by=quality_engineer.actor)
    audit = assessments.take_over("vda63-2023", by=quality_engineer.actor)
    for template in (survey, audit):
        assessments.publish_template(template, by=quality_engineer.actor, now=now)
    stages = [
        Stage(
            StageKind.DOCUMENTS,
            days=14,
            items=(
                _item("certificate", ItemKind.DOCUMENT, document_kind="iso_9001"),
                _item("lists", ItemKind.SCREENING, by_supplier=False),
            ),
        ),
        Stage(
            StageKind.SURVEY,
            days=21,
            items=(_item("survey", ItemKind.QUESTIONNAIRE, template=survey.code, least_score="70"),),
        ),
        Stage(
            StageKind.AUDIT,
            days=40,
            items=(_item("audit", ItemKind.AUDIT, by_supplier=False, template=audit.code, least_score="80"),),
        ),
    ]
    made = requirements.save_requirements(None, Head("Foundries", "铸造厂准入要求"), stages, by=manager.actor)
    requirements.put_in_force(made, by=manager.actor, now=now)


def _item(word: str, kind: str, *, by_supplier: bool = True, **spec: str) -> Item:
    titles = (getattr(WORDS["en"], word), getattr(WORDS["zh-hans"], word))
    return Item(kind, *titles, by_supplier=by_supplier, spec=spec)


def castings_of(administrator: Person) -> Category:
    return relationships.save_category("castings", name="Castings", name_local="铸件", by=administrator.actor)


def two_others(buyer: Person, castings: Category, today: date, now: datetime) -> list[Relationship]:
    """Bergquell, as sound as it is dear, and Lirui, cheap and shaky; Nordlicht has their statements on paper."""
    bergquell = supplier_of(
        buyer, "Bergquell Guss GmbH", name_local="贝格奎尔铸造有限公司", country="DE", currency="EUR"
    )
    lirui = supplier_of(buyer, "Lirui Foundry Co., Ltd.", name_local="砺锐铸造有限公司")
    for one, currency, retained in ((bergquell, "EUR", 30), (lirui, "CNY", 1)):
        relationships.change_relationship(one, by=buyer.actor, categories=[castings])
        lines = {code: Decimal(text) for code, text in STATEMENT.items()} | {
            "total_equity": Decimal(45),
            "retained_earnings": Decimal(retained),
            "current_liabilities": Decimal(30 if one == bergquell else 50),
        }
        given = Given(date(today.year - 1, 12, 31), currency, lines)
        save_statement(one.supplier, given, by=buyer.actor, now=now, relationship=one)
    return [bergquell, lirui]


def offer_of(price: str, today: date) -> dict[str, Any]:
    return {
        "price": Decimal(price),
        "currency": "EUR",
        "freight": Decimal("0.60"),
        "payment_days": 60,
        "offered_on": today,
        "valid_until": today + timedelta(days=120),
    }
