"""A card as its page shows it: every number with what it came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.lake.reading import Share
from tandem.scorecards import changes, charts, explanation, queries, rubrics, wording
from tandem.scorecards.changes import Cause, Change, Contribution
from tandem.scorecards.figures import HUNDRED, ZERO, to_score
from tandem.scorecards.models import Card, Kpi, Override, Run, Template
from tandem.scorecards.next_grade import NextGrade, Step, next_grade
from tandem.scorecards.queries import overrides
from tandem.scorecards.queries.judgements import as_kpis, judged_criteria
from tandem.scorecards.rollup import Plant
from tandem.scorecards.rubrics import Level
from tandem.scorecards.scoring import CardResult, Line, score
from tandem.scorecards.scoring import Template as Scored


@dataclass(frozen=True)
class Explained:
    """A criterion: what was measured, which points that earned, and what it gives to the score."""

    name: str
    group: str
    kpi: Kpi | None
    line: Line
    chart: dict[str, Any] | None
    low_end: float
    high_end: float
    gives: Decimal | None
    set_aside: str
    # (value, points) pairs of its curve; empty where the template no longer has the criterion.
    breakpoints: list[tuple[Decimal, Decimal]]
    # What people judged: the words of its level, or of the two it lies between.
    level: list[str] | None = None

    @property
    def target(self) -> Decimal | None:
        """What the supplier is held to."""
        return self.line.target.value if self.line.target else None

    @property
    def unit(self) -> str:
        return self.kpi.unit if self.kpi else ""


@dataclass(frozen=True)
class Adjusted:
    """Points that a person put in the place of computed ones."""

    name: str
    override: Override
    line: Line


@dataclass(frozen=True)
class Moved:
    """A contribution to the change, with a name for people."""

    name: str
    part: Contribution
    unit: str


@dataclass(frozen=True)
class Advice:
    """What would make the next grade; steps come with the criterion's name and unit."""

    next: NextGrade
    alone: list[tuple[str, str, Step]]
    together: list[tuple[str, str, Step]]
    not_alone: list[str]
    red_lines: list[str]


@dataclass(frozen=True)
class CardPage:
    criteria: list[Explained]
    rounding: Decimal
    # Each with its name and the unit of its KPI.
    deductions: list[tuple[str, Any, str]]
    red_lines: list[tuple[str, Any, str]]
    plants: list[Plant]
    before: Card | None
    change: Change | None
    moved: list[Moved]
    red_lines_new: list[str]
    red_lines_gone: list[str]
    waterfall: dict[str, Any] | None
    advice: Advice | None
    only: list[str]
    problem: str
    # What people adjusted.
    overrides: list[Adjusted]


@dataclass(frozen=True)
class Basis:
    """What all cards of one run share: its template and KPIs, looked up once."""

    template: Template
    scored: Scored
    kpis: dict[str, Kpi]
    names: dict[str, str]
    units: dict[str, str]
    categories: dict[str, str]
    sites: dict[str, str]
    # The rubrics of what people judge, by criterion.
    levels: dict[str, list[Level]]


def basis_of(run: Run) -> Basis:
    return _basis(run.template, queries.pinned_kpis(run), *queries.code_names(run.template))


def _basis(
    template: Template, kpis: dict[str, Kpi], categories: dict[str, str], sites: dict[str, str]
) -> Basis:
    scored = queries.scoring_template(template)
    kpis = kpis | as_kpis(template)
    parts = [(part.code, part.kpi) for part in scored.deductions]
    parts += [(part.code, part.kpi) for part in scored.criteria]
    units = {code: kpis[kpi].unit for code, kpi in parts if kpi in kpis}
    levels = {part.code: part.levels for part in judged_criteria(template)}
    names = queries.part_names(template, kpis)
    return Basis(template, scored, kpis, names, units, categories, sites, levels)


def _bases_of(runs: Iterable[Run]) -> dict[int, Basis]:
    """The same for many runs, by run, in a fixed number of statements; without the names of categories and sites."""
    given = list(runs)
    templates = list({run.template_id: run.template for run in given}.values())
    prefetch_related_objects(templates, "criteria", "bands", "deductions", "red_lines")
    by_template = {template.pk: template for template in templates}
    wanted = {pk for run in given for pk in run.kpi_versions.values()}
    known = Kpi.objects.in_bulk(wanted)
    found = {}
    for run in given:
        run.template = by_template[run.template_id]
        kpis = [known[pk] for pk in run.kpi_versions.values() if pk in known]
        found[run.pk] = _basis(run.template, {kpi.code: kpi for kpi in kpis}, {}, {})
    return found


def largest_contributions(pairs: Sequence[tuple[Card, Card]]) -> dict[int, tuple[str, Decimal]]:
    """Of each later card, what moved its score most since the earlier one: a name and its points. Cards whose
    score did not move are left out. A fixed number of statements."""
    stored = {
        pk: (lines, notes)
        for pk, lines, notes in Card.objects.filter(
            pk__in=[card.pk for pair in pairs for card in pair]
        ).values_list("pk", "lines", "notes")
    }
    bases = _bases_of(now.run for now, _before in pairs)
    found = {}
    for now, before in pairs:
        for card in (now, before):
            card.lines, card.notes = stored[card.pk]
        change = _change(before, now, bases[now.run_id])
        parts = [part for part in change.contributions if part.points] if change else []
        if parts:
            largest = max(parts, key=lambda part: abs(part.points))
            said = _moved(largest, bases[now.run_id].names, bases[now.run_id].units)
            found[now.pk] = (said.name, largest.points)
    return found


def explained(card: Card, *, to_supplier: bool = False) -> CardPage:
    """Everything the page says, from what the card stores; nothing is measured again.

    A supplier's card is compared with a published one alone.
    """
    earlier = queries.cards_before(card.run, [card.relationship_id], explained=True, published=to_supplier)
    return told(card, basis_of(card.run), earlier.get((card.relationship_id, card.site)))


def told(card: Card, basis: Basis, before: Card | None) -> CardPage:
    """The same where many cards of one run are told at once: no statement of its own unless templates
    differ."""
    names = basis.names
    result = explanation.result_from(card)
    basis = replace(basis, scored=basis.scored.held_to(explanation.targets_from(card.lines)))
    plants = explanation.plants_from(card.notes)
    change = _change(before, card, basis) if before else None
    moved = [_moved(part, names, basis.units) for part in change.contributions] if change else []
    criteria = list(criteria_of(basis, result))
    return CardPage(
        criteria=criteria,
        rounding=_rounding(result, criteria),
        deductions=_named(result.deductions, basis),
        red_lines=_named(result.red_lines, basis),
        plants=plants,
        before=before,
        change=change,
        moved=moved,
        red_lines_new=[names.get(code, code) for code in change.red_lines_new] if change else [],
        red_lines_gone=[names.get(code, code) for code in change.red_lines_gone] if change else [],
        waterfall=_waterfall(before, card, moved) if before and change else None,
        advice=None if plants else _advice(basis, result),
        only=[_share(share, basis) for share in explanation.shares_from(card.notes)],
        problem=str(card.notes.get("problem", "")),
        overrides=_adjusted(card, result, basis),
    )


def _named(parts: Iterable[Any], basis: Basis) -> list[tuple[str, Any, str]]:
    return [
        (
            basis.names.get(part.code, part.code),
            part,
            basis.kpis[part.kpi].unit if part.kpi in basis.kpis else "",
        )
        for part in parts
    ]


def _adjusted(card: Card, result: CardResult, basis: Basis) -> list[Adjusted]:
    """Asked for only where a line of the card says so."""
    adjusted = {line.code: line for line in result.lines if line.computed_points is not None}
    if not adjusted:
        return []
    newest = {each.criterion: each for each in overrides.of_card(card)}
    return [
        Adjusted(basis.names.get(code, code), newest[code], line)
        for code, line in adjusted.items()
        if code in newest
    ]


def _share(share: Share, basis: Basis) -> str:
    category, site = share
    parts = (basis.categories.get(category, category), basis.sites.get(site, site))
    return " · ".join(part for part in parts if part)


def criteria_of(basis: Basis, result: CardResult) -> Iterable[Explained]:
    known = {criterion.code: criterion for criterion in basis.scored.criteria}
    for line in result.lines:
        criterion = known.get(line.code)
        levels = basis.levels.get(line.code)
        drawn = charts.curve(criterion.curve, line.value, line.points) if criterion and not levels else None
        low, high = (criterion.curve.values[0], criterion.curve.values[-1]) if criterion else (ZERO, HUNDRED)
        ends = (low, high, line.low, line.high, line.target.value if line.target else None)
        reach = [number for number in ends if number is not None]
        yield Explained(
            basis.names.get(line.code, line.code),
            criterion.group if criterion else "",
            basis.kpis.get(line.kpi),
            line,
            drawn,
            float(min(reach)),
            float(max(reach)),
            None if line.points is None else to_score(line.points * line.weight / result.coverage),
            wording.set_aside(line.set_aside) if line.set_aside else "",
            criterion.curve.breakpoints if criterion else [],
            rubrics.words(levels, line.value, get_language() or "en") if levels else None,
        )


def _rounding(result: CardResult, criteria: list[Explained]) -> Decimal:
    """What the rounded parts leave of the score they make up; each is rounded by itself."""
    given = sum((each.gives for each in criteria if each.gives is not None), ZERO)
    return result.computed - given if result.computed is not None and criteria else ZERO


def _change(before: Card, card: Card, basis: Basis) -> Change | None:
    """A roll-up changes by its plants, any other card by its criteria."""
    earlier, now = explanation.result_from(before), explanation.result_from(card)
    if "plants" in before.notes and "plants" in card.notes:
        return changes.between(
            changes.of_plants(earlier, explanation.plants_from(before.notes)),
            changes.of_plants(now, explanation.plants_from(card.notes)),
        )
    targets = explanation.targets_from(card.lines)
    same_targets = explanation.targets_from(before.lines) == targets
    if before.run.template_id == basis.template.pk and same_targets:
        return changes.between(earlier, now)
    restated = score(basis.scored.held_to(targets), queries.values_on(before), queries.overridden_on(before))
    return changes.between(earlier, now, restated=restated)


def _moved(part: Contribution, names: dict[str, str], units: dict[str, str]) -> Moved:
    if part.cause in (Cause.CRITERION, Cause.DEDUCTION):
        return Moved(names.get(part.code, part.code), part, units.get(part.code, "count"))
    if part.cause is Cause.OVERRIDE:
        name = names.get(part.code, part.code)
        return Moved(_("%(criterion)s: adjusted by hand") % {"criterion": name}, part, "")
    return Moved(str(wording.CAUSES[part.cause]), part, "")


def _waterfall(before: Card, card: Card, moved: list[Moved]) -> dict[str, Any] | None:
    if before.score is None or card.score is None:
        return None
    steps = [(each.name, each.part) for each in moved if each.part.points]
    language = get_language() or "en"
    first, last = (formats.period(each.run.period, language) for each in (before, card))
    return charts.waterfall(before.score, steps, card.score, first, last)


def _advice(basis: Basis, result: CardResult) -> Advice | None:
    found = next_grade(basis.scored, result)
    if found is None:
        return None
    names, units = basis.names, basis.units
    return Advice(
        found,
        [(names.get(step.code, step.code), units.get(step.code, ""), step) for step in found.alone],
        [(names.get(step.code, step.code), units.get(step.code, ""), step) for step in found.together],
        [names.get(code, code) for code in found.not_alone],
        [names.get(code, code) for code in found.red_lines],
    )


def spoken(card: Card) -> str:
    """One sentence on what the card found."""
    if card.outcome == Card.Outcome.SCORED:
        return ""
    if card.outcome == Card.Outcome.NO_DATA:
        return _(
            "No criterion has data in this period, so there is no score: not a bad one, and not a good one."
        )
    return _("Too little is known in this period for a fair score, so none is given.")
