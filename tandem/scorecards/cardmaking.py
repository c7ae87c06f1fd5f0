"""From measured values to the rows of a run's cards, one supplier after the other.

Made for tens of thousands of suppliers: values in, rows ready for PostgreSQL's COPY out, nothing looked up
twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tandem.lake.reading import Share
from tandem.scorecards import explanation
from tandem.scorecards.figures import ZERO
from tandem.scorecards.ranking import Standing, ranks
from tandem.scorecards.rollup import RolledUp, WeighBy, roll_up
from tandem.scorecards.scoring import MISSING, CardResult, Measured, Outcome, Template, score
from tandem.scorecards.targets import Held

Values = Mapping[str, Measured]
Overrides = Mapping[tuple[int, str], Mapping[str, Decimal]]
"""points that count in the place of computed ones, by relationship and plant, and criterion"""
WHOLE = ""
NO_SITE = "–"
SPEND = "spend"


class CardRow(NamedTuple):
    """A card as its table's columns, in the order of COLUMNS; `rank` is given once all are known."""

    relationship_id: int
    site: str
    outcome: str
    computed: Decimal | None
    score: Decimal | None
    lower: Decimal | None
    computed_grade: str
    grade: str
    rank: int | None
    coverage: Decimal
    sample: int
    lines: str
    notes: str


COLUMNS = (*CardRow._fields,)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a template makes cards: one a supplier, or one a plant with a roll-up beside them."""

    template: Template
    by_site: bool = False
    weigh_by: WeighBy = WeighBy.SPEND

    @property
    def kpis(self) -> list[str]:
        """Every KPI that must be measured, the roll-up's weight among them."""
        spend = [SPEND] if self.by_site and self.weigh_by is WeighBy.SPEND else []
        return list(dict.fromkeys([*self.template.kpis, *spend]))


def card_rows(
    scheme: Scheme,
    relationship_ids: Iterable[int],
    measured: Mapping[tuple[int, str], Values],
    shares: Mapping[int, Sequence[Share]],
    targets: Mapping[int, Mapping[str, Held]],
    judged: Mapping[int, Values] | None = None,
    overrides: Overrides | None = None,
) -> Iterator[CardRow]:
    """A row for every relationship, measured or not; `measured` is by relationship and plant (WHOLE: all),
    `shares` says of whom not every line was, `targets` who has agreed to which, by KPI. What people `judged` of a
    supplier holds at each of its plants; `overrides` are by relationship and plant."""
    overrides = overrides or {}
    if judged:
        measured = _with_judged(scheme, measured, judged)
    if not scheme.by_site:
        for key in relationship_ids:
            yield _row(
                key,
                WHOLE,
                *_judged(
                    _template_for(scheme, targets.get(key)),
                    measured.get((key, WHOLE), {}),
                    overrides.get((key, WHOLE)),
                ),
                shares=shares.get(key, ()),
            )
        return
    sites: dict[int, list[str]] = {}
    for key, site in measured:
        sites.setdefault(key, []).append(site)
    for key in relationship_ids:
        values = {site: measured[key, site] for site in sorted(sites.get(key, []))}
        template = _template_for(scheme, targets.get(key))
        yield from _plant_rows(scheme, template, key, values, shares.get(key, ()), overrides)


def _template_for(scheme: Scheme, targets: Mapping[str, Held] | None) -> Template:
    return scheme.template.held_to(targets) if targets else scheme.template


def _with_judged(
    scheme: Scheme, measured: Mapping[tuple[int, str], Values], judged: Mapping[int, Values]
) -> Mapping[tuple[int, str], Values]:
    found = {key: {**values, **judged.get(key[0], {})} for key, values in measured.items()}
    if not scheme.by_site:
        for key, values in judged.items():
            found.setdefault((key, WHOLE), {**values})
    return found


def ranked(rows: Iterable[CardRow]) -> list[CardRow]:
    """The rows with their ranks: suppliers among suppliers, and each plant's among that plant's."""
    kept = list(rows)
    by_site: dict[str, list[int]] = {}
    for place, row in enumerate(kept):
        by_site.setdefault(row.site, []).append(place)
    found: dict[int, int] = {}
    for places in by_site.values():
        found |= ranks(Standing(place, kept[place].lower, kept[place].score) for place in places)
    return [row._replace(rank=found.get(place)) for place, row in enumerate(kept)]


def _judged(
    template: Template, values: Values, overrides: Mapping[str, Decimal] | None
) -> tuple[CardResult, str]:
    """The result, and what was wrong with the supplier's data: one bad card must not stop the others."""
    try:
        return score(template, values, overrides), ""
    except (ArithmeticError, TypeError, ValueError) as error:
        return score(template, {}), f"{type(error).__name__}: {error}"


def _row(key: int, site: str, result: CardResult, problem: str, *, shares: Sequence[Share]) -> CardRow:
    return CardRow(
        key,
        site,
        result.outcome.value,
        result.computed,
        result.score,
        result.lower,
        result.computed_grade or "",
        result.grade or "",
        None,
        result.coverage,
        result.sample,
        explanation.lines_json(result.lines),
        explanation.notes_json(result.deductions, result.red_lines, problem=problem, shares=shares),
    )


def _plant_rows(
    scheme: Scheme,
    template: Template,
    key: int,
    values: Mapping[str, Values],
    shares: Sequence[Share],
    overrides: Overrides,
) -> Iterator[CardRow]:
    results: dict[str, CardResult] = {}
    for site, measured in values.items():
        result, problem = _judged(template, measured, overrides.get((key, site or NO_SITE)))
        results[site] = result
        yield _row(key, site or NO_SITE, result, problem, shares=shares)
    weights = {site: _weight(scheme, values[site], result) for site, result in results.items()}
    whole = roll_up(
        results, weights, scheme.template.bands, minimum_coverage=scheme.template.minimum_coverage
    )
    yield _whole_row(key, whole, shares)


def _weight(scheme: Scheme, values: Values, result: CardResult) -> Decimal:
    if scheme.weigh_by is WeighBy.CASES:
        return Decimal(result.sample)
    spend = values.get(SPEND, MISSING).value
    return spend if spend is not None and spend.is_finite() else ZERO


def _whole_row(key: int, whole: RolledUp, shares: Sequence[Share]) -> CardRow:
    outcome = whole.outcome if whole.plants else Outcome.NO_DATA
    return CardRow(
        key,
        WHOLE,
        outcome.value,
        whole.computed,
        whole.score,
        whole.lower,
        whole.computed_grade or "",
        whole.grade or "",
        None,
        whole.coverage,
        whole.sample,
        "[]",
        explanation.notes_json((), whole.red_lines, whole.plants, shares=shares),
    )
