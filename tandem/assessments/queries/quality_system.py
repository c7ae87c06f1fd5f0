"""A supplier's quality system as one desk tells it, and figures of it for the evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.assessments.capability import Capability, capability
from tandem.assessments.desk import Desk
from tandem.assessments.evidence import Figure, Source
from tandem.assessments.models import Instrument, Measurements, Mechanism, Standard
from tandem.assessments.queries.desks import chosen, desks_of
from tandem.assessments.queries.words import Words
from tandem.relationships.models import Consent, Relationship

SAID = (Standard, Instrument, Measurements, Mechanism)
WORTH = {Mechanism.State.YES: 1.0, Mechanism.State.PARTLY: 0.5, Mechanism.State.NO: 0.0}
WANTED = 1.33
"""AIAG and VDA ask for at least this of a process in series."""


@dataclass(frozen=True)
class MechanismSeen:
    which: str
    label: str
    answer: Mechanism | None


@dataclass(frozen=True)
class MeasuredSeen:
    measured: Measurements
    result: Capability | None

    @property
    def tone(self) -> str:
        if self.result is None:
            return "neutral"
        low, value = self.result.cpk.low, self.result.cpk.value
        return "good" if low >= WANTED else "warning" if value >= WANTED else "bad"


@dataclass(frozen=True)
class QualitySystemSeen:
    standards: list[Standard]
    instruments: list[Instrument]
    mechanisms: list[MechanismSeen]
    measured: list[MeasuredSeen]
    overdue: int
    undated: int
    said_on: date | None

    @property
    def anything(self) -> bool:
        return bool(
            self.standards
            or self.instruments
            or self.measured
            or any(each.answer for each in self.mechanisms)
        )

    @property
    def answered(self) -> int:
        return sum(each.answer is not None for each in self.mechanisms)

    @property
    def in_place(self) -> float | None:
        """The share of the mechanisms that are in place, half for one that is partly; None unless all are answered."""
        worth = [WORTH[Mechanism.State(each.answer.state)] for each in self.mechanisms if each.answer]
        return sum(worth) / len(worth) if worth and len(worth) == len(self.mechanisms) else None

    @property
    def weakest(self) -> MeasuredSeen | None:
        """The latest measurement with the smallest Cpk."""
        newest: dict[tuple[str, str], MeasuredSeen] = {}
        for each in self.measured:  # the newest first of each characteristic
            newest.setdefault((each.measured.part, each.measured.characteristic), each)
        known = [each for each in newest.values() if each.result is not None]
        return min(known, key=lambda each: each.result.cpk.value if each.result else 0.0, default=None)


def quality_system_of(desk: Desk, today: date, words: Words | None = None) -> QualitySystemSeen:
    """`words` is what was read already."""
    said = words or Words([desk])
    answers = {answer.which: answer for answer in said.of(Mechanism, desk)}
    instruments = said.of(Instrument, desk)
    measured = [
        MeasuredSeen(each, capability(each.subgroups, each.lower, each.upper))
        for each in said.of(Measurements, desk)
    ]
    return QualitySystemSeen(
        said.of(Standard, desk),
        instruments,
        [MechanismSeen(which.value, str(which.label), answers.get(which.value)) for which in Mechanism.Which],
        measured,
        sum(each.overdue(today) for each in instruments),
        sum(each.due_on is None for each in instruments),
        said.newest(desk, (Standard, Instrument, Mechanism, Measurements)),
    )


def figures(actor: Actor, relationship: Relationship, today: date) -> list[Figure]:
    """What an evaluation shows of the supplier's quality system."""
    return figures_of(actor, [relationship], today)[relationship.pk]


def figures_of(actor: Actor, relationships: Sequence[Relationship], today: date) -> dict[int, list[Figure]]:
    """The same for many, by relationship."""
    found = desks_of(relationships, Consent.Subject.QUALITY_SYSTEM)
    words = Words(desk for each in found.values() for desk in each.both)
    told = {}
    for key, each in found.items():
        desk = chosen(each.theirs, each.ours, SAID, "", words)
        seen = quality_system_of(desk, today, words)
        told[key] = _figures(seen, desk, today, shared=each.theirs is not None)
    return told


def figures_at(desk: Desk, on: date) -> list[Figure]:
    """What one desk says as of a day."""
    return _figures(quality_system_of(desk, on), desk, on, shared=desk.own)


def _figures(seen: QualitySystemSeen, desk: Desk, today: date, *, shared: bool) -> list[Figure]:
    source = Source.SUPPLIER if desk.own else Source.OURS
    reason = ""
    if not seen.anything:
        reason = (
            _("the supplier has said nothing of its quality system yet")
            if shared
            else _("the supplier does not share its quality system with you, and you keep none yourselves")
        )
    held = [each for each in seen.standards if not each.lapsed(today)]
    count, weakest = len(seen.instruments), seen.weakest
    result = weakest.result if weakest else None
    return [
        Figure(
            "standards", _("Standards held and not lapsed"), float(len(held)) if seen.anything else None, "count",
            source, seen.said_on, reason, note=" · ".join(str(each) for each in held),
        ),
        Figure(
            "calibrated", _("Measuring instruments within their calibration"),
            (count - seen.overdue - seen.undated) / count if count else None, "share", source,
            today if count else None, reason or (_("no measuring instrument is listed") if not count else ""),
            n=count or None,
        ),
        Figure(
            "mechanisms", _("Management mechanisms in place"), seen.in_place, "share", source, seen.said_on,
            reason or (_("not all mechanisms are answered") if seen.in_place is None else ""),
            n=seen.answered or None,
        ),
        Figure(
            "cpk", _("Smallest Cpk"), result.cpk.value if result else None, "", source,
            weakest.measured.measured_on if weakest else None,
            reason or (_("no measurements with ten values or more") if result is None else ""),
            interval=(result.cpk.low, result.cpk.high) if result else None, n=result.n if result else None,
            note=str(weakest.measured) if weakest else "",
        ),
    ]  # fmt: skip
