"""Nordlicht rewards and punishes by its published quarters: Huarui was late four times in twenty in the third."""

from decimal import Decimal
from typing import Any

import pytest

from tandem.accounts.models import Organization
from tandem.accounts.roles import Role
from tandem.incentives import actions
from tandem.incentives.models import Consequence, Policy
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Run, Template
from tests.cast import NOW, Person, person
from tests.scorecards.conftest import books, lake, qingfeng, run_of, stillwater, template

__all__ = ["books", "lake", "qingfeng", "stillwater", "template"]

LATE: dict[str, Any] = {
    "name": "Late lines",
    "name_local": "逾期订单行",
    "kind": "penalty",
    "scorecard": "Castings",
    "when": "grade",
    "grades": ["C", "D"],
    "effect": "deduction",
    "base": "lines",
    "lines_of": "on_time_lines",
    "rate": Decimal(1),
    "per": "day",
    "line_most": Decimal(10),
    "cap_rate": Decimal("0.5"),
    "agreement": "Frame agreement 2026",
    "clause": "12.3",
    "clause_text": "For each day of delay 1 % of the value of the delayed goods, at most 10 %.",
}


@pytest.fixture
def finance(nordlicht: Organization) -> Person:
    return person(nordlicht, "Frida Holm", Role.FINANCE)


@pytest.fixture
def third_quarter(books: None, template: Template, buyer: Person, manager: Person) -> Run:
    """Published, with Huarui at C."""
    run = run_of(template, "2026-Q3", buyer)
    scorecards.publish_run(run, by=manager.actor, now=NOW)
    return run


def policy(by: Person, approver: Person, **changes: Any) -> Policy:
    """In use: written by one, put to use by another."""
    made = actions.save_policy({**LATE, **changes}, by=by.actor, now=NOW)
    actions.activate(made, by=approver.actor, now=NOW)
    return made


@pytest.fixture
def proposed(third_quarter: Run, quality_engineer: Person, manager: Person) -> Consequence:
    policy(quality_engineer, manager)
    [found] = actions.apply_policies(third_quarter, by=manager.actor, now=NOW)
    return found
