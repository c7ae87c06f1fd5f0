"""Where else the cause may sit: proposed to Nordlicht alone, and opened in Nordlicht's own words."""

import pytest
from django.urls import reverse

from tandem.core.errors import Refused
from tandem.improvement.actions import elsewhere as actions
from tandem.improvement.models import Case, Proposal
from tandem.relationships.models import Category, Relationship
from tests.cast import NOW, Person, supplier_of


@pytest.fixture
def bergquell(quality_engineer: Person, manager: Person, huarui: Relationship) -> Relationship:
    """Another supplier of castings."""
    castings = Category.objects.create(customer=manager.organization, code="castings", name="Castings")
    other = supplier_of(manager, "Bergquell Guss GmbH", country="DE", currency="EUR")
    for each in (huarui, other):
        each.categories.add(castings)
    return other


def test_the_same_category_is_proposed_once(
    leak: Case, bergquell: Relationship, quality_engineer: Person, huarui_sales: Person
) -> None:
    new = actions.look_elsewhere(leak, by=quality_engineer.actor, now=NOW)
    assert [(each.where, each.relationship) for each in new] == [("supplier", bergquell)]
    assert actions.look_elsewhere(leak, by=quality_engineer.actor, now=NOW) == []
    page = huarui_sales.client.get(reverse("improvement_supplier:case", args=[leak.pk])).text
    assert "Bergquell" not in page


def test_a_case_is_opened_there_without_naming_the_other(
    leak: Case, bergquell: Relationship, quality_engineer: Person
) -> None:
    (proposal,) = actions.look_elsewhere(leak, by=quality_engineer.actor, now=NOW)
    opened = actions.take_up(
        proposal, title="Check degassing", description="Show us your degassing times.",
        by=quality_engineer.actor, now=NOW,
    )  # fmt: skip
    assert (opened.relationship, opened.origin, opened.reference) == (bergquell, "elsewhere", "")
    assert Proposal.objects.get().status == "taken"
    with pytest.raises(Refused, match="decided already"):
        actions.dismiss(proposal, reason="No.", by=quality_engineer.actor, now=NOW)


def test_it_is_dismissed_with_a_reason(leak: Case, bergquell: Relationship, quality_engineer: Person) -> None:
    (proposal,) = actions.look_elsewhere(leak, by=quality_engineer.actor, now=NOW)
    with pytest.raises(Refused, match="why the cause cannot"):
        actions.dismiss(proposal, reason="", by=quality_engineer.actor, now=NOW)
    actions.dismiss(proposal, reason="They cast in sand.", by=quality_engineer.actor, now=NOW)
    assert Proposal.objects.get().reason == "They cast in sand."
