"""Whether something changed between two stretches of time, by a stated test; and when it is too early to say.

- A rate, so many of n: Fisher's exact test (R. A. Fisher, "Statistical methods for research workers", 5th ed., 1934).
- Defects over a quantity: the conditional binomial test of two Poisson rates (J. Przyborowski and H. Wilenski,
  Biometrika 31, 1940).
- A mean with its spread: Welch's t-test (B. L. Welch, Biometrika 34, 1947).
- Anything else: Mann–Whitney U of the months' values (H. B. Mann and D. R. Whitney, Ann. Math. Stat. 18, 1947).

Exact tests are chosen where there are any: cases are few after an action, and an approximation is worst just there.

Who looks every night stops at the first night that chance makes look good: at 5 % each night, a change would be found
where there is none in every fourth case. So each look has one stricter bound, such that all looks together find one in
5 % of cases (S. J. Pocock, Biometrika 64, 1977: a constant boundary).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import scipy  # a part of it is loaded at its first use: all of them take seconds

# Months are looked at when they are whole, three times from the fourth to the sixth: Pocock's table 1. There are more
# nights than in his table: simulated for 156 looks, from the 28th day to the 183rd, whatever share of cases is before.
MONTHLY_BOUND, NIGHTLY_BOUND = 0.0221, 0.0065
# Below these it is too early: cases on either side, defects expected after, months on either side, days passed.
LEAST_CASES, LEAST_EXPECTED, LEAST_MONTHS, LEAST_DAYS = 20, 5.0, 4, 28


class Verdict(StrEnum):
    IMPROVED = "improved"
    NO_CHANGE = "no_change"
    TOO_EARLY = "too_early"


class Method(StrEnum):
    FISHER = "fisher"
    POISSON = "poisson"
    WELCH = "welch"
    RANKS = "ranks"


@dataclass(frozen=True)
class Stretch:
    """One stretch of time: its value, how many cases it rests on, and what the test needs besides (the exposed
    quantity, or the standard deviation); `months` are the values month by month."""

    value: float | None
    n: int
    spread: float | None = None
    months: tuple[float, ...] = ()


@dataclass(frozen=True)
class Result:
    """`p` is two-sided; None where there was too little to test. `worse`: it changed, to the worse."""

    verdict: Verdict
    test: Method
    p: float | None = None
    worse: bool = False


def compare(
    interval: str, higher_is_better: bool, before: Stretch, after: Stretch, *, days: int, scale: float = 1.0
) -> Result:
    """`interval` is the KPI's own kind of figure (rate, exposure, mean, none); `days` have passed since the actions;
    `scale` is 1,000,000 for parts per million."""
    test = {"rate": Method.FISHER, "exposure": Method.POISSON, "mean": Method.WELCH}.get(
        interval, Method.RANKS
    )
    if days < LEAST_DAYS or before.value is None or after.value is None:
        return Result(Verdict.TOO_EARLY, test)
    p = _tested(test, before, after, scale)
    if p is None:
        return Result(Verdict.TOO_EARLY, test)
    better = after.value > before.value if higher_is_better else after.value < before.value
    if p < bound(test):
        return Result(Verdict.IMPROVED if better else Verdict.NO_CHANGE, test, p, worse=not better)
    return Result(Verdict.NO_CHANGE, test, p)


def bound(test: Method) -> float:
    """Below which p shows a change at one of many looks."""
    return MONTHLY_BOUND if test == Method.RANKS else NIGHTLY_BOUND


def of_rates(hits_before: int, n_before: int, hits_after: int, n_after: int) -> float:
    """Fisher's exact test: two-sided p."""
    table = [[hits_before, n_before - hits_before], [hits_after, n_after - hits_after]]
    return float(scipy.stats.fisher_exact(table).pvalue)


def of_defects(count_before: int, exposed_before: float, count_after: int, exposed_after: float) -> float:
    """Given how many defects there were altogether, those after are binomial with the share of the quantity that came
    after, if nothing changed: two-sided p."""
    total = count_before + count_after
    if total == 0:
        return 1.0
    return float(
        scipy.stats.binomtest(count_after, total, exposed_after / (exposed_before + exposed_after)).pvalue
    )


def of_means(before: Stretch, after: Stretch) -> float:
    """Welch's t-test from means, standard deviations and numbers: two-sided p. Without any spread on either side the
    test has nothing to divide by: two values that always differ are told apart, equal ones are not."""
    if not before.spread and not after.spread:
        return 1.0 if before.value == after.value else 0.0
    found = scipy.stats.ttest_ind_from_stats(
        before.value, before.spread, before.n, after.value, after.spread, after.n, equal_var=False
    )
    return float(found.pvalue)


def of_ranks(before: Sequence[float], after: Sequence[float]) -> float:
    """Mann–Whitney U: two-sided p, exact where there are no ties."""
    return float(scipy.stats.mannwhitneyu(before, after, alternative="two-sided").pvalue)


def _tested(test: Method, before: Stretch, after: Stretch, scale: float) -> float | None:
    """The p-value; None where there is too little to test."""
    value_before, value_after = before.value or 0.0, after.value or 0.0
    if test == Method.RANKS:
        if min(len(before.months), len(after.months)) < LEAST_MONTHS:
            return None
        return of_ranks(before.months, after.months)
    if test == Method.POISSON:
        exposed_before, exposed_after = before.spread or 0.0, after.spread or 0.0
        count_before = round(value_before * exposed_before / scale)
        count_after = round(value_after * exposed_after / scale)
        if not exposed_before or not exposed_after:
            return None
        expected = (count_before + count_after) * exposed_after / (exposed_before + exposed_after)
        if expected < LEAST_EXPECTED:
            return None
        return of_defects(count_before, exposed_before, count_after, exposed_after)
    if min(before.n, after.n) < LEAST_CASES:
        return None
    if test == Method.FISHER:
        hits = round(value_before * before.n), round(value_after * after.n)
        return of_rates(hits[0], before.n, hits[1], after.n)
    if before.spread is None or after.spread is None:
        return None
    return of_means(before, after)
