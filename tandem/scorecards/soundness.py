"""What keeps a template from being used: the whole list, so that a person mends it in one go."""

from collections import Counter
from collections.abc import Collection, Mapping

from tandem.scorecards import curves, grades
from tandem.scorecards.figures import HUNDRED, ZERO
from tandem.scorecards.problems import Problem
from tandem.scorecards.scoring import Criterion, Template


def problems(template: Template, higher_is_better: Mapping[str, bool | None]) -> list[Problem]:
    """`higher_is_better` holds every KPI that may be used, with its direction (None: neither is better)."""
    found = [] if template.criteria else [Problem("criteria_missing")]
    total = sum((criterion.weight for criterion in template.criteria), ZERO)
    if template.criteria and total != HUNDRED:
        found.append(Problem("weights_do_not_sum", {"total": total}))
    for code, times in Counter(part.code for part in template.criteria).items():
        if times > 1:
            found.append(Problem("criterion_twice", {"code": code}))
    for criterion in template.criteria:
        found += _criterion_problems(criterion, higher_is_better)
    found += _unknown_kpis(template, higher_is_better)
    found += grades.problems(template.bands)
    found += [
        Problem("cap_unknown", {"code": red_line.code, "grade": red_line.cap})
        for red_line in template.red_lines
        if red_line.cap not in template.bands.grades
    ]
    found += [
        Problem("deduction_not_positive", {"code": deduction.code})
        for deduction in template.deductions
        if deduction.points_each <= 0 or deduction.at_most <= 0
    ]
    if not ZERO <= template.minimum_coverage <= HUNDRED:
        found.append(Problem("coverage_out_of_range", {"coverage": template.minimum_coverage}))
    return found


def _criterion_problems(criterion: Criterion, directions: Mapping[str, bool | None]) -> list[Problem]:
    found = curves.problems(criterion.curve)
    direction = directions.get(criterion.kpi)
    if direction is not None:
        found += curves.faces(criterion.curve, higher_is_better=direction)
    if criterion.weight <= 0:
        found.append(Problem("weight_not_positive"))
    if criterion.minimum_sample < 1:
        found.append(Problem("minimum_sample_too_small"))
    return [Problem(each.code, {"criterion": criterion.code, **each.values}) for each in found]


def _unknown_kpis(template: Template, known: Collection[str]) -> list[Problem]:
    return [Problem("kpi_unknown", {"kpi": kpi}) for kpi in template.kpis if kpi not in known]
