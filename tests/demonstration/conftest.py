from datetime import date

import pytest

from tandem.demonstration.world import World, build
from tests.demonstration.books import Books

END = date(2026, 11, 20)


@pytest.fixture(scope="session")
def world() -> World:
    return build(END)


@pytest.fixture(scope="session")
def books(world: World) -> Books:
    return Books(world)
