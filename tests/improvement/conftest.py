"""Nordlicht's volutes leak: an 8D case with Huarui."""

from datetime import date, timedelta

import pytest

from tandem.improvement import actions
from tandem.improvement.models import Case
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person
from tests.config.conftest import places
from tests.improvement.reports import REPORT

__all__ = ["places"]


@pytest.fixture
def leak(quality_engineer: Person, huarui: Relationship) -> Case:
    """Opened by Quentin on a Monday at nine."""
    values = {"title": "Volutes leak", "description": "Three of ten leak at the flange.", "item": "VOL-7"}
    return actions.open_case(huarui, values, by=quality_engineer.actor, now=NOW)


def solve(case: Case, supplier: Person, customer: Person, *codes: str) -> None:
    """Hand these steps in and accept them, with their actions done on 10 December."""
    for code in codes or tuple(REPORT):
        if code == "D6":
            for action in case.actions.all():
                late = NOW + timedelta(days=20)
                actions.finish_action(action, done_on=date(2026, 12, 10), by=supplier.actor, now=late)
        step = case.steps.get(code=code)
        actions.hand_in(step, REPORT[code], by=supplier.actor, now=NOW + timedelta(days=20))
        actions.accept_step(step, by=customer.actor, now=NOW + timedelta(days=20))
    case.refresh_from_db()
