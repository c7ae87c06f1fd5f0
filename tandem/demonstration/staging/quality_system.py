# ruff: noqa: E501 - a table reads best one row a line
"""What Ruiheng and Bergquell say of their quality systems, with measurements; and a newcomer's references."""

import csv
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.assessments import measurement_files
from tandem.assessments.actions.measurements import keep_measurements
from tandem.assessments.actions.references import attach_letter
from tandem.assessments.desk import Desk
from tandem.assessments.models import Instrument, Mechanism, Reference, Standard
from tandem.assessments.queries.desks import own_desk
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.capacity import BERGQUELL, FIRST, MENDED, Putting
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import holder, member
from tandem.demonstration.staging.customer_care import QUALITY
from tandem.demonstration.staging.paper import certificate_page
from tandem.demonstration.world import World
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship

WRITTEN = 2.93
NEWCOMER = "Zhenjiang Duoqi Precision Casting Co., Ltd."

# Number, what, range, resolution, days since the last calibration, days until the next, by whom, certificate.
INSTRUMENTS = (
    ("CMM-01", "三坐标测量机 Coordinate measuring machine", "700 × 1000 × 600 mm", "0.1 µm", 118, 247, "江苏省计量科学研究院", "JL2026-18842"),
    ("MIC-14", "外径千分尺 Micrometer", "25–50 mm", "0.001 mm", 391, -26, "苏州市计量测试院", "SZ2025-40117"),
    ("BOR-07", "内径量表 Bore gauge", "50–160 mm", "0.001 mm", 160, 22, "苏州市计量测试院", "SZ2026-11930"),
    ("RGH-02", "粗糙度仪 Roughness tester", "Ra 0.05–10 µm", "0.001 µm", 84, 281, "江苏省计量科学研究院", "JL2026-20517"),
    ("LKT-01", "气密检漏仪 Leak tester", "0–5 cm³/min", "0.01 cm³/min", 45, 137, "ATEQ 中国", "AT-26-0871"),
    ("THR-31", "螺纹塞规 Thread plug gauge", "M10 × 1.5 6H", "", 203, 162, "", ""),
)  # fmt: skip
MECHANISMS = {
    "control_plans": ("yes", "每个零件号均有控制计划"), "fmea": ("yes", "PFMEA 每季度评审"), "first_article": ("yes", "PPAP 等级 3"),
    "change_control": ("partly", "变更通知已建立，客户批准记录不完整"), "traceability": ("yes", "批次二维码贯穿全程"), "msa": ("yes", "关键量具 GR&R < 10 %"),
    "spc": ("partly", "仅轴承孔与端面"), "incoming": ("yes", ""), "nonconformity": ("yes", "红色隔离区，扫码锁定"), "corrective": ("yes", "8D，60 天后验证"),
    "maintenance": ("yes", "点检表与 TPM 看板"), "internal_audits": ("yes", "年度计划，过程审核按 VDA 6.3"), "training": ("no", ""),
}  # fmt: skip
# Part, characteristic, unit, limits, mean, spread within a subgroup, drift between subgroups, subgroups of five.
MEASURED = (
    ("GH-220-A", "轴承孔 Bearing bore Ø72", "mm", 71.985, 72.015, 72.001, 0.0032, 0.0011, 25),
    ("GH-220-A", "端面平面度 Flatness", "mm", None, 0.05, 0.027, 0.0058, 0.0030, 20),
    ("GH-310-B", "中心距 Centre distance 146", "mm", 145.96, 146.04, 146.013, 0.0082, 0.0060, 25),
)  # fmt: skip
BLOCKS = (("VB-40", "Spool bore Ø18 H6", "mm", 18.0, 18.011, 18.0056, 0.0011, 0.0003, 20),)


def describe_quality(world: World) -> None:
    """Whoever has described something already is left alone."""
    _ruiheng(world, moment(world, WRITTEN))
    _bergquell(world, moment(world, WRITTEN))
    _newcomer(world, moment(world, WRITTEN))


@transaction.atomic
def _ruiheng(world: World, now: datetime) -> None:
    by = member(QUALITY, "ruiheng")
    desk = own_desk(by)
    if Standard.objects.said(desk.supplier.pk, desk.kept_by).exists():
        return
    put = Putting(desk, by, moment(world, FIRST))
    put(
        Standard(
            standard="iso_9001",
            number="00121Q39472R2M",
            issuer="CQC 中国质量认证中心",
            valid_until=world.ends_on + timedelta(days=412),
            scope="减速机壳体的机械加工 Machining of gearbox housings",
        )
    )
    begun = [put(Mechanism(which=which, state="partly")) for which in MECHANISMS]
    put = Putting(desk, by, moment(world, MENDED))
    put(
        Standard(
            standard="iatf_16949",
            number="0438812",
            issuer="TÜV SÜD",
            valid_until=world.ends_on + timedelta(days=203),
        )
    )
    put(
        Standard(
            standard="iso_14001",
            number="00122E31877R1M",
            issuer="CQC 中国质量认证中心",
            valid_until=world.ends_on - timedelta(days=17),
        )
    )
    put = Putting(desk, by, now)
    for number, what, measures, resolution, ago, due, whom, certificate in INSTRUMENTS:
        done, next_one = world.ends_on - timedelta(days=ago), world.ends_on + timedelta(days=due)
        put(
            Instrument(
                number=number,
                what=what,
                measures=measures,
                resolution=resolution,
                calibrated_on=done,
                due_on=next_one,
                calibrated_by=whom,
                certificate=certificate,
            )
        )
    for mechanism in begun:
        mechanism.state, mechanism.evidence = MECHANISMS[mechanism.which]
        put(mechanism)
    _measure(MEASURED, "SPC-2026-11.csv", desk, by, now, seed=world.seed)


@transaction.atomic
def _bergquell(world: World, now: datetime) -> None:
    by = member(BERGQUELL, "bergquell")
    desk = own_desk(by)
    if Standard.objects.said(desk.supplier.pk, desk.kept_by).exists():
        return
    put = Putting(desk, by, now)
    put(
        Standard(
            standard="iso_9001",
            number="QM-12 100 48211",
            issuer="TÜV Rheinland",
            valid_until=world.ends_on + timedelta(days=640),
        )
    )
    put(
        Instrument(
            number="LP-3",
            what="Air gauge",
            measures="18 H6",
            resolution="0.1 µm",
            calibrated_on=world.ends_on - timedelta(days=60),
            due_on=world.ends_on + timedelta(days=120),
            calibrated_by="DAkkS D-K-15019",
            certificate="K-26-5540",
        )
    )
    for which, (state, _evidence) in MECHANISMS.items():
        put(Mechanism(which=which, state="yes" if which != "spc" else state))
    _measure(BLOCKS, "spool-bores.csv", desk, by, now, seed=world.seed + 1)


def _measure(
    what: tuple[tuple[object, ...], ...], name: str, desk: Desk, by: Actor, now: datetime, *, seed: int
) -> None:
    """Through a file, as people hand them in."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(
                ("part", "characteristic", "unit", "lower limit", "upper limit", "subgroup", "value")
            )
            for part, characteristic, unit, lower, upper, mean, within, between, groups in what:
                for group in range(1, int(str(groups)) + 1):
                    centre = random.gauss(float(str(mean)), float(str(between)))
                    for _ in range(5):
                        value = random.gauss(centre, float(str(within)))
                        rows.writerow(
                            (
                                part,
                                characteristic,
                                unit,
                                "" if lower is None else lower,
                                upper,
                                group,
                                f"{value:.4f}",
                            )
                        )
        found, _faults = measurement_files.understand(path)
    keep_measurements(found, name, now.date() - timedelta(days=3), desk, by=by, now=now)


@transaction.atomic
def _newcomer(world: World, now: datetime) -> None:
    """A foundry that Brückwald has not bought from yet: it knows of it what three of its customers said."""
    customer = next(each for each in world.customers if each.slug == BRUECKWALD)
    by = holder(world, customer, "purchasing_manager")
    if Relationship.objects.visible_to(by).filter(supplier__name=NEWCOMER).exists():
        return
    newcomer = relationships.add_supplier(
        NEWCOMER,
        by=by,
        now=now,
        country="CN",
        currency="CNY",
        name_local="镇江铎启精密铸造有限公司",
        stage="potential",
        slug="duoqi",
    )
    desk = Desk(newcomer.supplier, newcomer.customer_id, newcomer)
    put = Putting(desk, by, now)
    said = now.date() - timedelta(days=9)
    first = put(
        Reference(
            customer="Jiangsu Hongta Pumps",
            contact="Ms. Gao, purchasing, +86 511 8844 0192",
            begins=date(2023, 4, 1),
            volume="泵体 Pump bodies, 900 t a year",
            lead_time=28,
            accuracy="0.94",
            reliability="good",
            words="Keeps its dates; two late lots in three years, both announced a week before.",
            said_on=said,
        )
    )
    attach_letter(
        first,
        SimpleUploadedFile("hongta.pdf", certificate_page("Reference", "Jiangsu Hongta Pumps", "2026-114")),
        desk,
        by=by,
    )
    put(
        Reference(
            customer="Wuxi Kaisheng Valves",
            contact="Mr. Tao, quality",
            begins=date(2024, 9, 1),
            volume="阀体 Valve bodies, 350 t a year",
            lead_time=35,
            accuracy="0.89",
            reliability="mixed",
            words="质量稳定，旺季交期会延长一周左右。",
            said_on=said + timedelta(days=2),
        )
    )
    put(
        Reference(
            customer="Nantong Rail Components",
            begins=date(2022, 1, 1),
            ends=date(2025, 6, 30),
            volume="1,200 castings a month",
            lead_time=30,
            reliability="good",
            said_on=said + timedelta(days=5),
        )
    )
