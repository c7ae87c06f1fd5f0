"""Nordlicht chooses who casts its impellers: Huarui, Bergquell, or Lirui, whom nobody has bought from yet."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tandem.accounts.models import Membership, Organization
from tandem.accounts.roles import Role
from tandem.relationships.models import Relationship
from tandem.sourcing import actions
from tandem.sourcing.models import Candidate, Criterion, Selection
from tests.cast import NOW, Person, person, supplier_of
from tests.config.conftest import places
from tests.sourcing.selections import OFFER, begun, criterion

__all__ = ["places"]


@pytest.fixture
def bergquell(buyer: Person) -> Relationship:
    return supplier_of(buyer, "Bergquell Guss GmbH", country="DE", currency="EUR")


@pytest.fixture
def lirui(buyer: Person) -> Relationship:
    return supplier_of(buyer, "Lirui Foundry", stage="potential")


@pytest.fixture
def logistics(nordlicht: Organization) -> Person:
    return person(nordlicht, "Lars Voss", Role.LOGISTICS)


@pytest.fixture
def finance(nordlicht: Organization) -> Person:
    return person(nordlicht, "Frida Holm", Role.FINANCE)


@dataclass(frozen=True)
class Story:
    """Three candidates, three criteria with values, evidence closed; Ada prepared it, Ada and Quentin judge."""

    selection: Selection
    huarui: Candidate
    bergquell: Candidate
    lirui: Candidate
    cost: Criterion
    quality: Criterion
    references: Criterion


@pytest.fixture
def judging(
    buyer: Person,
    quality_engineer: Person,
    huarui: Relationship,
    bergquell: Relationship,
    lirui: Relationship,
    places: Path,
) -> Story:
    by = buyer.actor
    selection = begun(by, NOW)
    for each in actions.add_candidates(selection, [huarui, bergquell, lirui], by=by, now=NOW):
        late = {"expected_ppm": Decimal(400), "expected_late": Decimal(5), "expected_because": "Samples."}
        actions.expect(each, late, by=by)
    candidates = {each.relationship: each for each in selection.candidates.all()}
    actions.collect_evidence(selection, by=by)
    cost = criterion(selection, "Total cost", "total_cost", by=by, unit="money", direction="lower")
    quality = criterion(selection, "Quality audit", "typed", by=by, limit=Decimal(60))
    references = criterion(selection, "References", "references", by=by)
    story = Story(
        selection,
        candidates[huarui],
        candidates[bergquell],
        candidates[lirui],
        cost,
        quality,
        references,
    )
    for candidate, price in ((story.huarui, "11.90"), (story.bergquell, "13.20"), (story.lirui, "10.80")):
        actions.enter_offer(candidate, {**OFFER, "price": Decimal(price)}, by=by, now=NOW)
    know(story.huarui, quality, 88, by=buyer)
    know(story.bergquell, quality, 93, by=buyer)
    know(story.lirui, quality, 72, by=buyer)
    know(story.huarui, references, 80, by=buyer)
    know(story.bergquell, references, 75, by=buyer)
    actions.enter_value(story.lirui, references, actions.Known(missing="Nobody answered."), by=by, now=NOW)
    for who in (buyer, quality_engineer):
        membership = Membership.objects.get(user=who.user, organization=who.organization)
        actions.invite_judge(selection, membership, by=by, now=NOW)
    actions.begin_judging(selection, by=by, now=NOW)
    return story


def know(candidate: Candidate, asked: Criterion, value: Any, *, by: Person) -> None:
    exactly = Decimal(value)
    known = actions.Known(exactly, exactly, note="Visited in October.")
    actions.enter_value(candidate, asked, known, by=by.actor, now=NOW)


def judge(
    story: Story, who: Person, cost_quality: int, cost_references: int, quality_references: int
) -> None:
    """All three pairs, handed in."""
    one = story.selection.judges.get(user=who.user)
    for first, second, scale in (
        (story.cost, story.quality, cost_quality),
        (story.cost, story.references, cost_references),
        (story.quality, story.references, quality_references),
    ):
        actions.judge_pair(one, first, second, scale, by=who.actor)
    actions.hand_in(one, by=who.actor, now=NOW)


@pytest.fixture
def proposed(judging: Story, buyer: Person, quality_engineer: Person) -> Story:
    judge(judging, buyer, 2, 5, 3)
    judge(judging, quality_engineer, -2, 3, 5)
    actions.propose(
        judging.selection,
        {judging.huarui: Decimal(60), judging.bergquell: Decimal(40)},
        reasons="Huarui leads; Bergquell keeps us supplied when the port is closed.",
        why_not_others="Nobody vouches for Lirui yet.",
        by=buyer.actor,
        now=NOW,
    )
    return judging
