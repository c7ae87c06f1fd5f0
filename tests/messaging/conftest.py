import pytest

from tandem.accounts.models import Organization
from tandem.accounts.roles import Role
from tests.cast import Person, person


@pytest.fixture
def chinese_buyer(nordlicht: Organization) -> Person:
    return person(nordlicht, "Chen Jing", Role.BUYER, language="zh-hans")
