"""The portal tells of the same books that the scorecards' stories are measured from."""

import pytest

from tandem.accounts.roles import Role
from tandem.relationships.models import Relationship
from tests.cast import Person, person
from tests.scorecards.conftest import (
    books,
    checked_template,
    checking,
    lake,
    late,
    qingfeng,
    stillwater,
    template,
)

__all__ = ["books", "checked_template", "checking", "lake", "late", "qingfeng", "stillwater", "template"]


@pytest.fixture
def sales(huarui: Relationship) -> Person:
    """Hua Meiling sells for Huarui; she looks at customers and manages nothing."""
    return person(huarui.supplier, "Song Lan", Role.SALES)
