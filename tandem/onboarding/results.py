"""What measured samples and a small batch say, against what was asked of them. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tandem.onboarding.requirement_data import number

MILLION = 1_000_000


@dataclass(frozen=True)
class Verdict:
    """Whether the figures meet what was asked, and each reason why not, as a sentence."""

    passed: bool
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessed:
    """What a questionnaire or audit came to: per cent, the grade where its scheme has grades, the grades by which
    nobody passes, and the questions that knock out by themselves, in words."""

    score: Decimal | None
    grade: str = ""
    fails: Collection[str] = ()
    knock_outs: Sequence[str] = ()


@dataclass(frozen=True)
class Batch:
    """A small batch: pieces made, and of them the good and the defective ones. The rest was neither: start-up scrap
    counts against the yield and is no defect."""

    made: int
    good: int
    defective: int

    @property
    def share_good(self) -> Decimal:
        return Decimal(self.good) / self.made

    @property
    def ppm(self) -> Decimal:
        """Defective pieces for a million made."""
        return Decimal(self.defective) * MILLION / self.made


def of_samples(values: Sequence[Decimal], spec: Mapping[str, str]) -> Verdict:
    """Every sample within the limits, and as many as were asked for."""
    faults = []
    wanted = number(spec.get("quantity", ""))
    lower, upper = number(spec.get("lower", "")), number(spec.get("upper", ""))
    if wanted is not None and len(values) < wanted:
        faults.append(
            _("%(count)s of %(wanted)s samples were measured.")
            % {"count": len(values), "wanted": int(wanted)}
        )
    outside = [
        value
        for value in values
        if (lower is not None and value < lower) or (upper is not None and value > upper)
    ]
    if outside:
        shown = ", ".join(f"{value.normalize():f}" for value in outside[:5])
        faults.append(_("Outside of the limits: %(values)s.") % {"values": shown})
    return Verdict(not faults, tuple(faults))


def of_batch(batch: Batch, spec: Mapping[str, str]) -> Verdict:
    faults = []
    wanted = number(spec.get("batch", ""))
    least, most = number(spec.get("least_yield", "")), number(spec.get("most_ppm", ""))
    if wanted is not None and batch.made < wanted:
        faults.append(
            _("%(count)s of %(wanted)s pieces were made.") % {"count": batch.made, "wanted": int(wanted)}
        )
    if least is not None and batch.share_good * 100 < least:
        faults.append(
            _("A yield of %(found)s is under the %(least)s asked for.")
            % {"found": _percent(batch.share_good * 100), "least": _percent(least)}
        )
    if most is not None and batch.ppm > most:
        faults.append(
            _("%(found)s defective pieces per million are over the limit of %(most)s.")
            % {"found": f"{batch.ppm:,.0f}", "most": f"{most:,.0f}"}
        )
    return Verdict(not faults, tuple(faults))


def of_score(score: Decimal, spec: Mapping[str, str]) -> Verdict:
    """Of a questionnaire or an audit: per cent of the points."""
    least = number(spec.get("least_score", ""))
    if least is None or score >= least:
        return Verdict(True)
    fault = _("A score of %(found)s is under the %(least)s asked for.")
    return Verdict(False, (fault % {"found": _percent(score), "least": _percent(least)},))


def of_assessment(found: Assessed, spec: Mapping[str, str]) -> Verdict | None:
    """None where it says neither that nor that not: nothing was scored."""
    faults = []
    if found.knock_outs:
        faults.append(_("Knocked out by “%(questions)s”.") % {"questions": _("”, “").join(found.knock_outs)})
    least = spec.get("least_grade", "")
    if found.grade and least and found.grade > least:
        faults.append(
            _("Grade %(found)s is under the grade %(least)s asked for.")
            % {"found": found.grade, "least": least}
        )
    elif found.grade in found.fails:
        faults.append(_("Grade %(found)s: by its scheme that is not passed.") % {"found": found.grade})
    if found.score is not None:
        faults += of_score(found.score, spec).faults
    if faults:
        return Verdict(False, tuple(faults))
    unknown = found.score is None or (least and not found.grade)
    return None if unknown else Verdict(True)


def _percent(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1')).normalize():f} %"
