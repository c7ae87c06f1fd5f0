"""What a selection draws from the rooms below: here the dimensions of an evaluation, bounded by what they rest on."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tandem.assessments.actions.statements import Given, save_statement
from tandem.relationships.models import Relationship
from tandem.sourcing import actions
from tandem.sourcing.models import Criterion
from tandem.sourcing.queries import evidence
from tests.assessments.test_evaluation import SOUND
from tests.cast import NOW, Person
from tests.sourcing.selections import begun, criterion

Source = Criterion.Source
TODAY = NOW.date()


def test_an_evaluation_is_drawn_between_the_limits_of_what_it_rests_on(
    settings: Any, tmp_path: Path, buyer: Person, huarui: Relationship, bergquell: Relationship
) -> None:
    """Of Huarui seven tenths of the finances' weight are known, all at their best; of Bergquell nothing."""
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    given = Given(date(2025, 12, 31), "CNY", SOUND)
    save_statement(huarui.supplier, given, by=buyer.actor, now=NOW, relationship=huarui)
    selection = begun(buyer.actor, NOW)
    candidates = actions.add_candidates(selection, [huarui, bergquell], by=buyer.actor, now=NOW)
    finances = criterion(selection, "Finances", Source.FINANCES, by=buyer.actor)
    found = evidence.drawn(selection, finances, candidates, actor=buyer.actor, today=TODAY)
    huaruis, bergquells = (found[candidate.pk] for candidate in candidates)
    assert (huaruis.low, huaruis.high) == (Decimal(70), Decimal(100))
    assert (huaruis.as_of, huaruis.reference) == (date(2025, 12, 31), "5/8")
    assert huaruis.url.endswith("/finances/")
    assert (bergquells.low, bergquells.missing) == (None, "no_data")
    capacity = criterion(selection, "Capacity", Source.CAPACITY, by=buyer.actor)
    nothing = evidence.drawn(selection, capacity, candidates, actor=buyer.actor, today=TODAY)
    assert {each.missing for each in nothing.values()} == {"no_data"}


def test_every_source_is_offered() -> None:
    typed = {Source.REFERENCES, Source.AWARDS, Source.TYPED}
    assert set(evidence.DRAWING) == set(Source) - typed
