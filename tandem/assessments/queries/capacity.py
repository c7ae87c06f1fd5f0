"""A supplier's capacity as one desk tells it: plants, lines month by month, and figures for the evaluation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.assessments import throughput
from tandem.assessments.desk import Desk
from tandem.assessments.evidence import Figure, Source
from tandem.assessments.models import (
    CommittedLoad,
    CustomerLoad,
    Equipment,
    Plant,
    Process,
    ProductLine,
    Shift,
)
from tandem.assessments.queries.desks import chosen, desks_of
from tandem.assessments.queries.words import Words
from tandem.assessments.throughput import Machine, Month, Step
from tandem.assessments.working_days import working_days
from tandem.core import formats
from tandem.relationships.models import Consent, Relationship

MONTHS = 6


@dataclass(frozen=True)
class PlantSeen:
    plant: Plant
    shifts: list[Shift]
    days: list[int]

    @property
    def hours(self) -> Decimal:
        return sum((shift.hours for shift in self.shifts), Decimal(0))


@dataclass(frozen=True)
class MachineSeen:
    equipment: Equipment
    hours: Decimal
    a_day: Decimal
    age: int | None


@dataclass(frozen=True)
class StepSeen:
    process: Process
    machines: list[MachineSeen]
    course: list[Decimal | None]
    narrow: bool

    @property
    def a_day(self) -> Decimal | None:
        if not self.machines:
            return None
        return sum((machine.a_day for machine in self.machines), Decimal(0)) / self.process.per_piece


@dataclass(frozen=True)
class LineSeen:
    """A line over the coming months. `loads` and `shares` (what is for the reader) by month, None where not told."""

    line: ProductLine
    steps: list[StepSeen]
    months: list[Month]
    loads: list[CommittedLoad | None]
    shares: list[Decimal | None]
    rolled_yield: Decimal | None
    narrowest: StepSeen | None

    @property
    def whole(self) -> bool:
        return bool(self.months) and all(month.whole for month in self.months)

    @property
    def tightest(self) -> Month | None:
        """The month with the largest share of its capacity promised."""
        told = [month for month in self.months if month.used is not None]
        return max(told, key=lambda month: month.used or 0.0, default=None)

    @property
    def used(self) -> float | None:
        """Of the months with a load, the share of their capacity that is promised."""
        told = [(m.load, m.capacity) for m in self.months if m.load is not None and m.capacity]
        if not told:
            return None
        return float(sum(load for load, _c in told) / sum(capacity for _l, capacity in told))


@dataclass(frozen=True)
class CapacitySeen:
    plants: list[PlantSeen]
    lines: list[LineSeen]
    months: list[date]
    said_on: date | None


def capacity_of(
    desk: Desk,
    today: date,
    *,
    reader: Relationship | None = None,
    count: int = MONTHS,
    words: Words | None = None,
) -> CapacitySeen:
    """What the desk says, from this month on; `reader` is the relationship whose share of the load is shown, `words`
    what was read already."""
    months = throughput.months_from(today, count)
    said = words or Words([desk])
    plants = _plants(desk, months, said)
    by_plant = {seen.plant.pk: seen for seen in plants}
    machines: dict[int, list[Equipment]] = defaultdict(list)
    for equipment in said.of(Equipment, desk):
        machines[equipment.process_id].append(equipment)
    processes: dict[int, list[Process]] = defaultdict(list)
    for process in said.of(Process, desk):
        processes[process.line_id].append(process)
    loads = {(load.line_id, load.month): load for load in said.of(CommittedLoad, desk)}
    shares: dict[int, Decimal] = {}
    if reader is not None:
        parts = CustomerLoad.objects.filter(supplier=desk.supplier, kept_by=desk.kept_by, relationship=reader)
        shares = dict(parts.values_list("load", "quantity"))
    lines = []
    for line in said.of(ProductLine, desk):
        told = [loads.get((line.pk, month)) for month in months]
        lines.append(_line(line, processes[line.pk], machines, by_plant, months, told, shares, today))
    said_on = said.newest(desk, (Plant, Process, Equipment, CommittedLoad))
    return CapacitySeen(plants, lines, months, said_on)


def _plants(desk: Desk, months: Sequence[date], said: Words) -> list[PlantSeen]:
    rows = said.of(Plant, desk)
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for shift in said.of(Shift, desk):
        shifts[shift.plant_id].append(shift)
    return [
        PlantSeen(
            plant,
            shifts[plant.pk],
            [working_days(plant.country, plant.week, month, said.own_days(plant.site)) for month in months],
        )
        for plant in rows
    ]


def _line(
    line: ProductLine,
    processes: Sequence[Process],
    machines: dict[int, list[Equipment]],
    plants: dict[int, PlantSeen],
    months: Sequence[date],
    loads: list[CommittedLoad | None],
    shares: dict[int, Decimal],
    today: date,
) -> LineSeen:
    here = [[_machine(each, plants[p.plant_id], today) for each in machines[p.pk]] for p in processes]
    steps = [
        Step(
            [_as_machine(seen) for seen in found],
            plants[process.plant_id].days,
            process.first_pass_yield,
            process.per_piece,
        )
        for process, found in zip(processes, here, strict=True)
    ]
    course = throughput.by_month(steps, months, [load.quantity if load else None for load in loads])
    narrow = throughput.bottleneck(course)
    seen = [
        StepSeen(process, found, [month.by_step[place] for month in course], place == narrow)
        for place, (process, found) in enumerate(zip(processes, here, strict=True))
    ]
    return LineSeen(
        line,
        seen,
        course,
        loads,
        [shares.get(load.pk) if load else None for load in loads],
        throughput.rolled_yield([process.first_pass_yield for process in processes]),
        seen[narrow] if narrow is not None else None,
    )


def _machine(equipment: Equipment, plant: PlantSeen, today: date) -> MachineSeen:
    shifts = plant.shifts if equipment.shifts is None else plant.shifts[: equipment.shifts]
    hours = sum((shift.hours for shift in shifts), Decimal(0))
    age = today.year - equipment.built_in if equipment.built_in else None
    seen = MachineSeen(equipment, hours, Decimal(0), age)
    return MachineSeen(equipment, hours, _as_machine(seen).a_day, age)


def _as_machine(seen: MachineSeen) -> Machine:
    each = seen.equipment
    return Machine(each.rate, seen.hours, each.efficiency, each.count, each.share)


def figures(actor: Actor, relationship: Relationship, today: date) -> list[Figure]:
    """What an evaluation shows of the supplier's capacity: of the line with the least left over the coming months."""
    return figures_of(actor, [relationship], today)[relationship.pk]


def figures_of(actor: Actor, relationships: Sequence[Relationship], today: date) -> dict[int, list[Figure]]:
    """The same for many, by relationship."""
    found = desks_of(relationships, Consent.Subject.CAPACITY)
    words = Words(desk for each in found.values() for desk in each.both)
    told = {}
    for key, each in found.items():
        desk = chosen(each.theirs, each.ours, (ProductLine,), "", words)
        told[key] = _figures(capacity_of(desk, today, words=words), desk, shared=each.theirs is not None)
    return told


def figures_at(desk: Desk, on: date) -> list[Figure]:
    """What one desk says as of a day."""
    return _figures(capacity_of(desk, on), desk, shared=desk.own)


def _figures(seen: CapacitySeen, desk: Desk, *, shared: bool) -> list[Figure]:
    source = Source.SUPPLIER if desk.own else Source.OURS
    reason = _no_lines(shared) if not seen.lines else ""
    tight = max(seen.lines, key=lambda line: (line.used is not None, line.used or 0.0), default=None)
    known = tight.used if tight else None
    narrow = tight.narrowest if tight else None
    yields = tight.rolled_yield if tight else None
    ages = [m.age for line in seen.lines for step in line.steps for m in step.machines if m.age is not None]
    named = f"{tight.line}: {narrow.process}" if tight and narrow else ""
    return [
        Figure(
            "headroom", _("Capacity not yet promised, next %(months)s months") % {"months": MONTHS},
            None if known is None else 1 - known, "share", source, seen.said_on,
            reason or (_("no committed load is told, or no capacity") if known is None else ""),
            note=_("bottleneck: %(process)s") % {"process": named} if named else "",
        ),
        Figure(
            "tightest_month", _("Most promised of a month's capacity"),
            tight.tightest.used if tight and tight.tightest else None, "share", source, seen.said_on,
            reason or (_("no committed load is told, or no capacity") if known is None else ""),
            note=_month(tight.tightest.month) if tight and tight.tightest else "", better="lower",
        ),
        Figure(
            "rolled_yield", _("Rolled throughput yield"), None if yields is None else float(yields), "share", source,
            seen.said_on, reason or (_("the yield of a process is missing") if yields is None else ""),
            note=str(tight.line) if tight and yields is not None else "",
        ),
        Figure(
            "machine_age", _("Mean age of the machines, years"), sum(ages) / len(ages) if ages else None, "", source,
            seen.said_on, reason or (_("no machine's year is told") if not ages else ""), n=len(ages) or None,
            better="lower",
        ),
    ]  # fmt: skip


def _no_lines(shared: bool) -> str:
    if shared:
        return _("the supplier has not described a product line yet")
    return _("the supplier does not share its capacity with you, and you keep none yourselves")


def _month(day: date) -> str:
    """As the reader writes it."""
    return formats.period(f"{day:%Y-%m}", get_language() or "en")
