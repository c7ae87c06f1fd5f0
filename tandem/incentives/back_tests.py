"""A policy tried on past published runs before it is used: who, how much, in total."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tandem.accounts.actor import Actor
from tandem.core.errors import Refused
from tandem.incentives import reckoning, standings, triggers
from tandem.incentives.actions.proposing import cards_of, speaking
from tandem.incentives.models import Policy
from tandem.incentives.models.policies import MONEY
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Run
from tandem.scorecards.queries import pinned_kpis

# Amounts are reckoned from the order lines of each, so a policy that speaks of everybody is shown by its size alone.
RECKONED = 200


@dataclass(frozen=True)
class Would:
    """One case it would have proposed."""

    relationship: Relationship
    period: str
    finding: triggers.Finding
    amounts: list[tuple[str, Decimal]]
    capped: bool


@dataclass(frozen=True)
class Tried:
    """`totals` by currency; `runs` how many published runs were read; `left_out` cases whose amounts were not reckoned
    because they are too many."""

    runs: list[Run]
    cases: list[Would] = field(default_factory=list)
    totals: dict[str, Decimal] = field(default_factory=dict)
    count: int = 0
    left_out: int = 0
    problem: str = ""


def tried(actor: Actor, policy: Policy, periods: int) -> Tried:
    """On the last `periods` published runs of its scorecard. What other policies would have taken before it does not
    enter; what is in force already does."""
    runs = standings.published_runs(policy.customer_id, policy.scorecard, periods)
    if policy.when == Policy.When.INCIDENT:
        return Tried(runs)
    found = Tried(runs)
    cases, totals, count = found.cases, found.totals, 0
    problem = ""
    for run in runs:
        kpi = {each.code: each for each in pinned_kpis(run).values()}.get(policy.lines_of)
        called = list(speaking(run, [policy]))
        count += len(called)
        called = called[: RECKONED - len(cases)]
        cards = cards_of(run, {relationship for _policy, relationship, _finding in called})
        for _policy, relationship_id, finding in called:
            card = cards[relationship_id]
            amounts, capped = [], False
            try:
                for each in reckoning.reckon(actor, policy, card, kpi) if policy.effect in MONEY else ():
                    amounts.append((each.currency, each.amount))
                    capped = capped or each.amount < each.uncapped
                    totals[each.currency] = totals.get(each.currency, Decimal(0)) + each.amount
            except Refused as refusal:
                problem = str(refusal)
            cases.append(Would(card.relationship, run.period, finding, amounts, capped))
    return Tried(runs, cases, totals, count, count - len(cases), problem)
