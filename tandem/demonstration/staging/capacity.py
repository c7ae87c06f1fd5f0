# ruff: noqa: E501 - a table reads best one row a line
"""What Ruiheng and Bergquell say of their plants and lines, shared with customers; and what Brückwald keeps itself."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.assessments.actions.kept import save_entry, say_share
from tandem.assessments.desk import Desk
from tandem.assessments.models import (
    CommittedLoad,
    Equipment,
    Kept,
    Plant,
    Process,
    ProductLine,
    Shift,
)
from tandem.assessments.queries.capacity import capacity_of
from tandem.assessments.queries.desks import own_desk
from tandem.demonstration.customers import BRUECKWALD
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import member
from tandem.demonstration.world import World
from tandem.relationships.actions import give_consent
from tandem.relationships.models import Consent, Relationship

RUIHENG, BERGQUELL = "xiaowen.pan@ruiheng.example", "anselm.bergner@bergquell.example"
Entry = TypeVar("Entry", bound=Kept)
# When in the three years it was written down: four weeks before the end.
WRITTEN = 2.92
# Ruiheng described itself nine months before, with a milling that went wrong more often, and mended that in summer.
FIRST, MENDED = 2.2, 2.6
ONCE = Decimal("0.951")

# Process, process_zh, plant, operations a piece, yield; then its machines: name, name_zh, maker, built, how many, an hour, efficiency, shifts.
HOUSINGS = (
    ("Rough turning", "粗车", "north", 1, "0.996", (("CNC lathe T-1", "数控车床 T-1", "DMTG CKA6150", 2014, 2, 24, "0.82", 2),)),
    ("Milling and boring", "铣镗", "north", 2, "0.984", (("Machining centre M-1", "加工中心 M-1", "Mazak HCN-5000", 2017, 2, 21, "0.86", None), ("Machining centre M-3", "加工中心 M-3", "北京精雕 JDMR600", 2022, 1, 26, "0.88", None))),
    ("Deburring and washing", "去毛刺清洗", "south", 1, "0.999", (("Washing line W-1", "清洗线 W-1", "Dürr EcoCCore", 2019, 1, 75, "0.90", 1),)),
    ("Measuring and leak test", "测量与检漏", "south", 1, "0.991", (("Leak tester L-1", "检漏机 L-1", "ATEQ F620", 2020, 2, 30, "0.93", 2),)),
)  # fmt: skip
# Shares of the line's capacity that are promised, from this month on: in one month more than there is.
PROMISED = ("0.86", "0.91", "0.97", "1.04", "0.93", "0.78", "0.71", "0.64", "0.52")
BLOCKS = (
    ("Drilling and honing", "钻孔珩磨", "main", 1, "0.988", (("Honing machine H-1", "珩磨机 H-1", "Nagel ECO 40", 2011, 2, 9, "0.80", None),)),
    ("Assembly", "装配", "main", 1, "0.994", (("Assembly bench A", "装配台 A", "", 2018, 4, 6, "0.88", 1),)),
    ("End-of-line test", "终检", "main", 1, "0.979", (("Test bench P-1", "试验台 P-1", "Maximator", 2016, 1, 14, "0.90", None),)),
)  # fmt: skip


def describe_plants(world: World) -> None:
    """Whoever has described a plant already is left alone."""
    now = moment(world, WRITTEN)
    _ruiheng(world, now)
    _bergquell(world, now)


def share(by: Actor, customers: tuple[str, ...], subjects: tuple[str, ...], now: datetime) -> None:
    """The supplier lets these customers see it."""
    for served in Relationship.objects.served_by(by).filter(customer__slug__in=customers):
        for subject in subjects:
            give_consent(served, subject, by=by, now=now)


@transaction.atomic
def _ruiheng(world: World, now: datetime) -> None:
    by = member(RUIHENG, "ruiheng")
    desk = own_desk(by)
    if Plant.objects.said(desk.supplier.pk, desk.kept_by).exists():
        return
    put = Putting(desk, by, moment(world, FIRST))
    north = put(
        Plant(
            name="Plant 1, Suzhou Wuzhong",
            name_local="苏州吴中一厂",
            country="CN",
            city="苏州",
            week="six",
            area=12800,
            people=164,
        )
    )
    south = put(
        Plant(
            name="Plant 2, Taicang",
            name_local="太仓二厂",
            country="CN",
            city="太仓",
            week="calendar",
            area=5600,
            people=58,
        )
    )
    for plant in (north, south):
        put(Shift(plant=plant, name="Early", name_local="早班", begins=time(7), ends=time(15, 30), breaks=30))
        put(Shift(plant=plant, name="Late", name_local="中班", begins=time(15, 30), ends=time(0), breaks=30))
    put(Shift(plant=north, name="Night", name_local="夜班", begins=time(0), ends=time(7), breaks=30))
    line = put(ProductLine(name="Gearbox housings", name_local="减速机壳体"))
    _route(put, line, {"north": north, "south": south}, HOUSINGS)
    _mend(Process.objects.said(desk.supplier.pk, desk.kept_by).get(line=line, position=2), world, desk, by)
    share(by, (BRUECKWALD,), (Consent.Subject.CAPACITY, Consent.Subject.QUALITY_SYSTEM), put.now)
    put = Putting(desk, by, now)
    served = Relationship.objects.served_by(by).get(customer__slug=BRUECKWALD)
    for place, load in enumerate(_loads(put, desk, line, world)):
        part = (load.quantity * Decimal("0.34")).quantize(Decimal(1))
        say_share(load, served, part, desk=desk, by=by, now=now) if place < 4 else None


def _mend(process: Process, world: World, desk: Desk, by: Actor) -> None:
    """The yield as it was first, and from the day on which it was mended as it is."""
    now, process.first_pass_yield = process.first_pass_yield, ONCE
    save_entry(process, desk, by=by, now=moment(world, FIRST))
    process.first_pass_yield = now
    save_entry(process, desk, by=by, now=moment(world, MENDED))


@transaction.atomic
def _bergquell(world: World, now: datetime) -> None:
    by = member(BERGQUELL, "bergquell")
    desk = own_desk(by)
    if Plant.objects.said(desk.supplier.pk, desk.kept_by).exists():
        return
    put = Putting(desk, by, now)
    plant = put(
        Plant(name="Reutlingen", country="DE", city="Reutlingen", week="calendar", area=7400, people=71)
    )
    put(Shift(plant=plant, name="Early", name_local="早班", begins=time(6), ends=time(14), breaks=30))
    put(Shift(plant=plant, name="Late", name_local="中班", begins=time(14), ends=time(22), breaks=30))
    line = put(ProductLine(name="Valve blocks", name_local="阀块"))
    _route(put, line, {"main": plant}, BLOCKS)
    _loads(put, desk, line, world)
    share(by, (BRUECKWALD,), (Consent.Subject.CAPACITY, Consent.Subject.QUALITY_SYSTEM), now)


def _route(put: "Putting", line: ProductLine, plants: dict[str, Plant], route: tuple[Any, ...]) -> None:
    for position, (name, name_zh, where, per_piece, good, machines) in enumerate(route, start=1):
        process = Process(
            line=line,
            plant=plants[where],
            position=position,
            name=name,
            name_local=name_zh,
            per_piece=Decimal(per_piece),
            first_pass_yield=Decimal(good),
        )
        put(process)
        for title, title_zh, maker, built, count, rate, efficiency, shifts in machines:
            machine = Equipment(
                process=process,
                name=title,
                name_local=title_zh,
                maker=maker,
                built_in=built,
                count=count,
                rate=Decimal(rate),
                efficiency=Decimal(efficiency),
                shifts=shifts,
            )
            put(machine)


def _loads(put: "Putting", desk: Desk, line: ProductLine, world: World) -> list[CommittedLoad]:
    """So much of what the line can make as the world says, month by month."""
    seen = next(
        each for each in capacity_of(desk, world.ends_on, count=len(PROMISED)).lines if each.line == line
    )
    found = []
    for month, promised in zip(seen.months, PROMISED, strict=True):
        quantity = (
            ((month.capacity or Decimal(0)) * Decimal(promised))
            .quantize(Decimal(10))
            .quantize(Decimal("0.01"))
        )
        found.append(put(CommittedLoad(line=line, month=month.month, quantity=quantity)))
    return found


class Putting:
    """Saves an entry at a desk, and hands it back."""

    def __init__(self, desk: Desk, by: Actor, now: datetime) -> None:
        self.desk, self.by, self.now = desk, by, now

    def __call__(self, entry: Entry) -> Entry:
        save_entry(entry, self.desk, by=self.by, now=self.now)
        return entry
