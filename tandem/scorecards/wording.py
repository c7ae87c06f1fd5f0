"""What the pure modules name, said as whole sentences in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tandem.scorecards.changes import Cause
from tandem.scorecards.problems import Problem

PROBLEMS: dict[str, str | Promise] = {
    "curve_too_short": _("A scoring curve needs at least two breakpoints."),
    "curve_not_finite": _("Every breakpoint of a scoring curve must be a number."),
    "curve_points_out_of_range": _("Points must lie between 0 and 100; %(points)s does not."),
    "curve_value_twice": _(
        "The value %(value)s stands twice in the curve; give each breakpoint its own value."
    ),
    "curve_flat": _("Every value earns the same points on this curve; let it rise or fall."),
    "curve_turns": _("A scoring curve may only rise or only fall; this one does both."),
    "curve_rewards_worse": _("This curve gives more points for worse values; turn it round."),
    "weight_not_positive": _("A weight must be more than zero."),
    "minimum_sample_too_small": _("A minimum sample is at least 1."),
    "bands_missing": _("Add the grades this template gives."),
    "band_out_of_range": _("Grade %(grade)s starts at %(floor)s; a grade starts between 0 and 100."),
    "band_gap_at_zero": _(
        "Scores below %(floor)s have no grade: let the lowest grade, %(grade)s, start at 0."
    ),
    "bands_overlap": _("Grades %(grade)s and %(other)s both start at %(floor)s; give each its own start."),
    "band_named_twice": _("Grade %(grade)s stands twice; give each grade its own name."),
    "band_unnamed": _("The grade that starts at %(floor)s has no name."),
    "criteria_missing": _("Add at least one criterion."),
    "weights_do_not_sum": _("The weights add up to %(total)s; change them until they make 100."),
    "criterion_twice": _("The code %(code)s stands twice; give each criterion its own."),
    "kpi_unknown": _("There is no KPI “%(kpi)s”."),
    "cap_unknown": _("The red line “%(code)s” caps at grade %(grade)s, which this template does not give."),
    "deduction_not_positive": _("The deduction “%(code)s” takes nothing off; give it points."),
    "rubric_too_short": _("A rubric needs at least two levels."),
    "rubric_points_twice": _("Two levels of the rubric have the same points; give each its own."),
    "rubric_points_out_of_range": _("A level has 0 to 100 points; %(points)s does not lie there."),
    "rubric_without_words": _("Say in both languages what the level of %(points)s points means."),
    "nobody_asked": _("Say who is asked to judge it: a role, or colleagues by name."),
    "coverage_out_of_range": _(
        "The least share of weight with data lies between 0 and 100%%; %(coverage)s does not."
    ),
}

SET_ASIDE: dict[str, str | Promise] = {
    "no data": _("No data in this period; its weight is set aside."),
    "no data, rate missing": _("No exchange rate for some of its facts; its weight is set aside."),
    "few answers": _("Too few colleagues judged it; its weight is set aside."),
    "small sample": _("Fewer cases than its minimum sample; its weight is set aside."),
    "set aside": _("Set aside after an objection of the supplier; its weight is shared among the others."),
    "unusable value": _("Its value is not a number; its weight is set aside."),
}

CAUSES: dict[str, str | Promise] = {
    Cause.TEMPLATE: _("The template or an agreed target changed"),
    Cause.WEIGHTS: _("Changed effective weights"),
    Cause.FLOOR: _("A score does not fall below zero"),
    Cause.ROUNDING: _("Rounding"),
}

UNREADABLE_CURVE = _("Write the curve as value: points, … for example 80%: 0, 95%: 80, 100%: 100.")
UNREADABLE_RUBRIC = _("Write the rubric with a level a line: 75: What it means. | 其含义。")
AS_SCORED = _("as scored")
WITH_DRAFT = _("with this draft")


def sentence(problem: Problem, names: dict[str, str] | None = None) -> str:
    """The problem as a sentence; what it says of a criterion begins with the criterion's name."""
    said = str(PROBLEMS[problem.code]) % problem.values
    code = str(problem.values.get("criterion", ""))
    return f"{(names or {}).get(code, code)}: {said}" if code else said


def set_aside(reason: str) -> str:
    return str(SET_ASIDE.get(reason, reason))
