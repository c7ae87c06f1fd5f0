"""Huarui shares its statements with Nordlicht; Nordlicht cannot say so in its stead, nor can its database session."""

import pytest
from django.db import ProgrammingError, transaction

from tandem.core.errors import Forbidden
from tandem.core.fence import Acting, acting_as
from tandem.relationships import actions
from tandem.relationships.models import Consent, Relationship
from tests.cast import NOW, Person

STATEMENTS = Consent.Subject.STATEMENTS


def test_a_consent_is_the_suppliers_to_give_and_the_database_holds_that_too(
    huarui: Relationship, huarui_sales: Person, administrator: Person
) -> None:
    with pytest.raises(Forbidden):
        actions.give_consent(huarui, STATEMENTS, by=administrator.actor, now=NOW)
    ours = Acting(person=administrator.user.pk, organization=administrator.organization.pk)
    theirs = Acting(person=huarui_sales.user.pk, organization=huarui_sales.organization.pk)
    with acting_as(ours), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Consent.objects.create(relationship=huarui, subject=STATEMENTS, given_at=NOW, given_by_name="Ines")
    with acting_as(theirs):
        given = actions.give_consent(huarui, STATEMENTS, by=huarui_sales.actor, now=NOW)
        actions.end_consent(huarui, STATEMENTS, by=huarui_sales.actor, now=NOW)
    with acting_as(ours):
        assert [each.pk for each in Consent.objects.all()] == [given.pk]
        assert Consent.objects.update(ended_at=None) == 0
