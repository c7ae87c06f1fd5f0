"""Everybody walks everywhere: every role on both sides, a rival, another supplier; what the roles' table says holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tandem.accounts.roles import CAPABILITIES, Capability, Role
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Run
from tests.cast import Person, person, supplier_of
from tests.config.addresses import BODIES, LINKS, PUBLIC, RECORDS, SUPPLIERS, asked_by, every_address
from tests.config.records import Arguments
from tests.config.test_addresses import written
from tests.config.walking import ABSENT, NO_SUCH_METHOD, OPEN, step
from tests.config.whose import MORE_THAN_A_ROLE, NOT_SO, Ask

Path = tuple[str, str]
# What the supplier gave and its customer keeps.
BOTHS = {"certificate"}


@pytest.fixture(autouse=True)
def listening(settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.config.walking.Listening"]


@pytest.fixture
def paths(nordlichts: dict[str, Arguments]) -> list[Path]:
    """Every address that a member of Nordlicht's may meet, with one of Nordlicht's records where it names one."""
    return list(_paths(nordlichts))


def _paths(nordlichts: dict[str, Arguments]) -> Iterator[Path]:
    for address in every_address():
        if address.name in RECORDS:
            yield address.name, reverse(address.name, args=nordlichts[RECORDS[address.name]])
        elif address.name not in PUBLIC | LINKS and address.name not in SUPPLIERS:
            yield address.name, written(address.name, address.arguments)


def least_able(name: str, ask: Ask) -> Role:
    """Who may, by what the address and its room ask for, and can do little else."""
    asked = {ask} if isinstance(ask, Capability) else set()
    room = settings.ROOM_CAPABILITIES.get(name.partition(":")[0])
    needed = asked | ({room} if room else set())
    return min(
        (role for role in Role if needed <= CAPABILITIES[role]), key=lambda role: len(CAPABILITIES[role])
    )


def most_able_without(ask: Capability) -> Role:
    return max(
        (role for role in Role if ask not in CAPABILITIES[role]), key=lambda role: len(CAPABILITIES[role])
    )


def test_a_page_opens_for_those_with_its_capability(paths: list[Path], administrator: Person) -> None:
    """The least of those who may, and the greatest of those who may not: whoever else may or may not lies between."""
    cast = {role: person(administrator.organization, f"{role.value} Holm", role) for role in Role}
    for name, path in paths:
        ask = asked_by(name, "GET")
        if ask in (MORE_THAN_A_ROLE, NOT_SO):
            continue
        able = least_able(name, ask)
        assert step(cast[able].client, "GET", path) == OPEN, f"{able} at {name}"
        if isinstance(ask, Capability):
            unable = most_able_without(ask)
            assert step(cast[unable].client, "GET", path) != OPEN, f"{unable} at {name}"


def test_a_post_is_for_those_with_its_capability(paths: list[Path], administrator: Person) -> None:
    """The least of those who may, and the greatest of those who may not."""
    cast = {role: person(administrator.organization, f"{role.value} Holm", role) for role in Role}
    for name, path in paths:
        ask = asked_by(name, "POST")
        if not isinstance(ask, Capability):
            continue
        able, unable = least_able(name, ask), most_able_without(ask)
        body = BODIES.get(name, {})
        assert step(cast[able].client, "POST", path, body) in (OPEN, NO_SUCH_METHOD), f"{able} at {name}"
        assert step(cast[unable].client, "POST", path, body) != OPEN, f"{unable} at {name}"


@pytest.mark.usefixtures("first_fence_alone")
def test_what_a_customer_shares_is_for_those_who_read_customers_at_that_supplier_alone(
    nordlichts: dict[str, Arguments],
    huarui: Relationship,
    administrator: Person,
    buyer: Person,
    rival: Person,
) -> None:
    run = Run.objects.get(pk=nordlichts["run"][0])
    scorecards.publish_run(run, by=administrator.actor, now=timezone.now())
    other = person(supplier_of(buyer, "Bergquell GmbH").supplier, "Anselm Berg", *Role)
    theirs = [
        (name, reverse(name, args=nordlichts[record]))
        for name, record in SUPPLIERS.items()
        if asked_by(name, "GET") != NOT_SO
    ]
    cast = {role: person(huarui.supplier, f"{role.value} Hua", role) for role in Role}
    for name, path in theirs:
        ask = asked_by(name, "GET")
        able = least_able(name, ask)
        assert step(cast[able].client, "GET", path) == OPEN, f"{able} at {name}"
        for needed in {Capability.READ_CUSTOMERS, ask}:
            unable = most_able_without(needed)
            assert step(cast[unable].client, "GET", path) != OPEN, f"{unable} at {name}"
    for name, path in theirs:
        assert step(rival.client, "GET", path) == ABSENT, name
        if not SUPPLIERS[name].startswith("customer"):
            assert step(other.client, "GET", path) == ABSENT, f"another supplier at {name}"
        # The customer has pages of its own for what it shares; what the supplier gave is both's.
        if SUPPLIERS[name] not in BOTHS:
            assert step(administrator.client, "GET", path) == ABSENT, name


@pytest.mark.usefixtures("first_fence_alone")
def test_nobody_of_another_organisation_finds_nordlichts_records(
    paths: list[Path], huarui: Relationship, buyer: Person
) -> None:
    """The supplier itself, and another one (`test_addresses.py` walks as a rival customer and as a visitor)."""
    other = supplier_of(buyer, "Bergquell GmbH").supplier
    strangers = [person(huarui.supplier, "Hua Meiling", *Role), person(other, "Anselm Berg", *Role)]
    for name, path in paths:
        if name not in RECORDS:
            continue
        for who in strangers:
            if RECORDS[name] in BOTHS and who.organization == huarui.supplier:
                continue
            for method in ("GET", "POST"):
                answer = step(who.client, method, path, BODIES.get(name, {}))
                assert answer in (ABSENT, NO_SUCH_METHOD), f"{who.user} at {method} {name}"
