"""Requirements that a customer can take over and change: one set for each risk class, for any category and site."""

from __future__ import annotations

from tandem.accounts.roles import Role
from tandem.onboarding.models.requirements import Gate, ItemKind, Risk, StageKind
from tandem.onboarding.requirement_data import Item, Stage

K = ItemKind
LICENCE = Item(K.DOCUMENT, "Business licence", "营业执照", spec={"document_kind": "licence"})
ISO_9001 = Item(
    K.DOCUMENT,
    "ISO 9001 certificate",
    "ISO 9001 证书",
    "A valid certificate of an accredited body, with its annex of sites.",
    "由认可机构颁发的有效证书，含认证范围内的场所附件。",
    spec={"document_kind": "iso_9001"},
)
CONDUCT = Item(
    K.DOCUMENT, "Signed code of conduct", "签署的行为准则", spec={"document_kind": "code_of_conduct"}
)
INSURANCE = Item(
    K.DOCUMENT, "Proof of product liability insurance", "产品责任险凭证", spec={"document_kind": "insurance"}
)
SCREENING = Item(K.SCREENING, "Debarment and sanctions lists", "黑名单与制裁名单筛查", by_supplier=False)
REFERENCES = Item(
    K.CHECK,
    "Two references called",
    "已致电两家参考客户",
    "Two present customers of the supplier in a like field.",
    "供应商在类似领域的两家现有客户。",
    by_supplier=False,
)
SURVEY = Item(
    K.QUESTIONNAIRE,
    "Supplier self-assessment",
    "供应商自评",
    "Company, processes, quality system, capacity.",
    "公司、工艺、质量体系与产能。",
    spec={"least_score": "70"},
)
AUDIT = Item(
    K.AUDIT,
    "Process audit on site",
    "现场过程审核",
    "Of the lines that will make our parts.",
    "针对将生产我方零件的产线。",
    by_supplier=False,
    spec={"least_score": "80"},
)
DRAWING = Item(
    K.CHECK,
    "First sample report",
    "首件检验报告",
    "Dimensions, material and function against the drawing.",
    "对照图纸的尺寸、材料与功能。",
)
SAMPLE = Item(
    K.SAMPLE,
    "Samples measured by us",
    "我方复测样品",
    "Every sample within the drawing's limits.",
    "每件样品均在图纸公差内。",
    by_supplier=False,
    spec={"quantity": "5"},
)
TRIAL = Item(
    K.TRIAL,
    "Small batch under series conditions",
    "量产条件下的小批量试产",
    "On series tools, at series speed.",
    "使用量产工装，按量产节拍。",
    by_supplier=False,
    spec={"batch": "300", "least_yield": "95", "most_ppm": "10000"},
)

QUALITY, BUYING = Role.QUALITY_ENGINEER, Role.PURCHASING_MANAGER


def _papers(days: int, *items: Item) -> Stage:
    return Stage(StageKind.DOCUMENTS, "Document review", "资质审查", Gate.ALL, BUYING, None, days, items)


def _survey(days: int) -> Stage:
    return Stage(StageKind.SURVEY, "Survey", "调查表", Gate.ALL, QUALITY, None, days, (SURVEY,))


def _samples(days: int, *items: Item) -> Stage:
    return Stage(StageKind.SAMPLE, "Sample approval", "样品认证", Gate.ALL, QUALITY, None, days, items)


SETS: tuple[tuple[str, str, str, tuple[Stage, ...]], ...] = (
    (
        "Low risk",
        "低风险",
        Risk.LOW,
        (_papers(14, LICENCE, CONDUCT, SCREENING),),
    ),
    (
        "Medium risk",
        "中风险",
        Risk.MEDIUM,
        (
            _papers(14, LICENCE, ISO_9001, CONDUCT, SCREENING),
            _survey(21),
            _samples(30, DRAWING, SAMPLE),
        ),
    ),
    (
        "High risk",
        "高风险",
        Risk.HIGH,
        (
            _papers(14, LICENCE, ISO_9001, CONDUCT, INSURANCE, SCREENING, REFERENCES),
            _survey(21),
            Stage(StageKind.AUDIT, "Site audit", "现场审核", Gate.RELEASE, QUALITY, None, 45, (AUDIT,)),
            _samples(30, DRAWING, SAMPLE),
            Stage(
                StageKind.TRIAL, "Small-batch trial", "小批量试产", Gate.RELEASE, QUALITY, None, 45, (TRIAL,)
            ),
        ),
    ),
)
