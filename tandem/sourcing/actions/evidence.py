"""Criteria, and what is known of each candidate by them: drawn from other rooms, offered, or entered with evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.sourcing.actions.preparing import hold
from tandem.sourcing.models import Candidate, Criterion, Offer, Selection, Value
from tandem.sourcing.queries import evidence
from tandem.sourcing.rules import selections as rules

# As many as pairwise judgement takes (Saaty's table of random indices).
MOST = 15
FOLDER = "selections"


@dataclass(frozen=True)
class Known:
    """What somebody enters: one value as both limits, two limits, or none and why (`missing`)."""

    low: Decimal | None = None
    high: Decimal | None = None
    missing: str = ""
    as_of: date | None = None
    note: str = ""
    url: str = ""
    file: tuple[str, bytes] | None = None


@transaction.atomic
def save_criterion(criterion: Criterion, *, by: Actor) -> Criterion:
    """A new one at the end, or one changed."""
    _prepare(criterion.selection, by)
    new = criterion.pk is None
    if new:
        others = criterion.selection.criteria
        if others.count() >= MOST:
            raise Refused(
                _("At most %(most)d criteria: a committee cannot weigh more against each other.")
                % {"most": MOST}
            )
        criterion.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
    if criterion.source == Criterion.Source.KPI and not criterion.code:
        raise Refused(_("Choose the KPI whose values the criterion takes."))
    if (criterion.least is None) != (criterion.most is None):
        raise Refused(_("Give both, the least and the most possible value, or neither."))
    check(criterion)
    criterion.save()
    audit.record(
        criterion.selection,
        "criterion_added" if new else "criterion_changed",
        by=by,
        changes={"criterion": ["", str(criterion)]},
    )
    return criterion


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: Actor) -> None:
    """With its values and what judges said of it."""
    _prepare(criterion.selection, by)
    audit.record(criterion.selection, "criterion_removed", by=by, changes={"criterion": [str(criterion), ""]})
    criterion.delete()


@transaction.atomic
def enter_value(
    candidate: Candidate, criterion: Criterion, known: Known, *, by: Actor, now: datetime
) -> Value:
    """What a person knows, with the evidence for it. It stays when values are drawn again."""
    _prepare(candidate.selection, by)
    if candidate.selection_id != criterion.selection_id:
        raise Refused(_("The criterion belongs to another selection."))
    if (known.low is None) != (known.high is None):
        raise Refused(_("Give both limits, or the same value twice where it is known exactly."))
    if known.low is not None and known.high is not None and known.low > known.high:
        raise Refused(_("The lower limit is above the upper one."))
    if known.low is None and not known.missing.strip():
        raise Refused(_("Say why there is no value: it is shown as missing with the reason."))
    if known.low is not None and not (known.note.strip() or known.url.strip() or known.file):
        raise Refused(_("Give the evidence: in words, as an address, or as a file."))
    value = Value.objects.filter(candidate=candidate, criterion=criterion).first()
    old = _limits(value)
    value = value or Value(candidate=candidate, criterion=criterion)
    value.low, value.high = known.low, known.high
    value.missing = "" if known.low is not None else known.missing.strip()[:200]
    value.drawn, value.reference = False, ""
    value.as_of = known.as_of or now.date()
    value.note, value.url = known.note.strip()[:500], known.url.strip()[:300]
    if known.file is not None:
        _keep_file(value, known.file)
    _stamp(value, by, now)
    check(value)
    value.save()
    audit.record(
        candidate.selection,
        "value_entered",
        by=by,
        changes={
            "candidate": ["", str(candidate)],
            "criterion": ["", str(criterion)],
            "value": [old, _limits(value)],
        },
    )
    return value


@transaction.atomic
def draw_values(selection: Selection, *, by: Actor, now: datetime) -> int:
    """Take every value that Tandem itself knows from where it stands today. What people entered stays; returns how many
    values are known of those drawn."""
    _prepare(selection, by)
    candidates = list(evidence.in_the_race(selection))
    criteria = [criterion for criterion in selection.criteria.all() if criterion.is_drawn]
    values = Value.objects.filter(criterion__in=criteria, candidate__in=candidates)
    entered = {(each.candidate_id, each.criterion_id) for each in values if not each.drawn}
    values.filter(drawn=True).delete()
    drawn: list[Value] = []
    for criterion in criteria:
        found = evidence.drawn(selection, criterion, candidates, actor=by, today=now.date())
        for candidate in candidates:
            if (candidate.pk, criterion.pk) in entered:
                continue
            drawn.append(_drawn_value(candidate, criterion, found[candidate.pk], by, now))
    Value.objects.bulk_create(drawn)
    known = sum(value.low is not None for value in drawn)
    audit.record(selection, "values_drawn", by=by, changes={"values": ["", known]})
    return known


@transaction.atomic
def enter_offer(
    candidate: Candidate,
    values: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
    breaks: Sequence[tuple[Decimal, Decimal]] = (),
    file: tuple[str, bytes] | None = None,
) -> Offer:
    """The candidate's newest offer; the one before stays on record. What rests on prices is drawn anew."""
    _prepare(candidate.selection, by)
    ordered = sorted(breaks)
    if any(later[1] > earlier[1] for earlier, later in pairwise(ordered)):
        raise Refused(_("A larger volume does not cost more a piece: check the price breaks."))
    candidate.offers.filter(current=True).update(current=False)
    offer = Offer(
        candidate=candidate,
        price_breaks=[[str(least), str(price)] for least, price in ordered],
        **values,
    )
    if file is not None:
        _keep_file(offer, file)
    _stamp(offer, by, now)
    check(offer)
    offer.save()
    audit.record(
        candidate.selection,
        "offer_entered",
        by=by,
        changes={"candidate": ["", str(candidate)], "offer": ["", f"{offer.price} {offer.currency}"]},
    )
    draw_values(candidate.selection, by=by, now=now)
    return offer


@transaction.atomic
def record_download(record: Offer | Value, *, by: Actor) -> None:
    """Every download of an offer or of evidence stands in the audit trail."""
    audit.record(
        record.candidate.selection, "file_downloaded", by=by, changes={"file": ["", record.file_name]}
    )


def _drawn_value(
    candidate: Candidate, criterion: Criterion, found: evidence.Found, by: Actor, now: datetime
) -> Value:
    value = Value(
        candidate=candidate,
        criterion=criterion,
        low=found.low,
        high=found.high,
        missing=found.missing,
        drawn=True,
        as_of=found.as_of,
        reference=found.reference[:200],
        url=found.url[:300],
    )
    _stamp(value, by, now)
    return value


def _keep_file(record: Offer | Value, file: tuple[str, bytes]) -> None:
    name, content = file
    kept = kept_files.keep(content, name=name, folder=FOLDER)
    record.path, record.file_name, record.media_type = kept.path, kept.file_name, kept.media_type


def _stamp(record: Offer | Value, by: Actor, now: datetime) -> None:
    record.entered_at, record.entered_by_name = now, by.name[:120]


def _limits(value: Value | None) -> str:
    if value is None or value.low is None or value.high is None:
        return ""
    low, high = f"{value.low.normalize():f}", f"{value.high.normalize():f}"
    return low if value.is_known else f"{low} – {high}"


def _prepare(selection: Selection, by: Actor) -> None:
    hold(selection)
    require(rules.can_prepare(by, selection), rules.why_not_prepare(by, selection))
