"""A supplier's quality system as one desk tells it, and figures of it for the evaluation."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.assessments.capability import Capability, capability
from tandem.assessments.desk import Desk
from tandem.assessments.evidence import Figure, Source
from tandem.assessments.models import Instrument, Measurements, Mechanism, Standard
from tandem.assessments.queries.desks import desks
from tandem.relationships.models import Consent, Relationship

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


def quality_system_of(desk: Desk, today: date) -> QualitySystemSeen:
    mine = {"supplier": desk.supplier, "kept_by": desk.kept_by}
    answers = {answer.which: answer for answer in Mechanism.objects.filter(**mine)}
    instruments = list(Instrument.objects.filter(**mine))
    measured = [
        MeasuredSeen(each, capability(each.subgroups, each.lower, each.upper))
        for each in Measurements.objects.filter(**mine)
    ]
    newest = [
        model._default_manager.filter(**mine).aggregate(day=Max("saved_at"))["day"]
        for model in (Standard, Instrument, Mechanism, Measurements)
    ]
    said_on = max((moment for moment in newest if moment), default=None)
    return QualitySystemSeen(
        list(Standard.objects.filter(**mine)),
        instruments,
        [MechanismSeen(which.value, str(which.label), answers.get(which.value)) for which in Mechanism.Which],
        measured,
        sum(each.overdue(today) for each in instruments),
        sum(each.due_on is None for each in instruments),
        said_on.date() if said_on else None,
    )


def figures(actor: Actor, relationship: Relationship, today: date) -> list[Figure]:
    """What an evaluation shows of the supplier's quality system."""
    theirs, ours = desks(actor, relationship, Consent.Subject.QUALITY_SYSTEM)
    said = quality_system_of(theirs, today) if theirs is not None else None
    own = quality_system_of(ours, today)
    seen = said if said is not None and (said.anything or not own.anything) else own
    source = Source.SUPPLIER if seen is said else Source.OURS
    reason = ""
    if not seen.anything:
        reason = (
            _("the supplier has said nothing of its quality system yet")
            if theirs is not None
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
