"""`tandem demo` before and after its long middle: who can sign in, and what a reset throws away."""

from datetime import date
from pathlib import Path

import psycopg
import pytest

from tandem.cli.demo import sign_in_table
from tandem.cli.demo_reset import throw_away
from tandem.config.environment import Environment
from tandem.demonstration import marker
from tandem.demonstration.customers import PASSWORD, people
from tandem.demonstration.marker import Marker
from tests.cli.installation import Installation

BEGUN = Marker(ends_on=date(2026, 11, 20), seed=1, ready=True)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "data")


def test_everybody_who_can_sign_in_is_printed() -> None:
    printed = sign_in_table()
    assert PASSWORD in printed
    for person in people():
        assert printed.count(person.email) == len(person.memberships)


def test_it_is_not_served_in_production(installation: Installation) -> None:
    installation.settings["TANDEM_MODE"] = "production"
    done = installation.tandem("demo")
    assert done.returncode == 1
    assert "known passwords" in done.stderr
    assert not installation.data.exists()


def test_a_reset_throws_away_nothing_that_is_not_marked(installation: Installation) -> None:
    (installation.data / "postgres").mkdir(parents=True)
    done = installation.tandem("demo", "--reset", "--build-only")
    assert done.returncode == 1
    assert "nothing was thrown away" in done.stderr


def test_a_reset_empties_a_marked_folder_once_what_was_added_may_go(installation: Installation) -> None:
    addresses = installation.start()
    assert installation.tandem("migrate").returncode == 0
    installation.json(
        "organisation", "add", "Nordlicht", "--slug", "nordlicht", "--country", "DE", "--currency", "EUR"
    )
    marker.write(installation.data, BEGUN)
    ours, theirs = installation.data / "lake" / "nordlicht", installation.data / "lake" / "elsewhere"
    for folder in (ours, theirs):
        folder.mkdir(parents=True)

    asked = installation.tandem("demo", "--reset", "--build-only")
    assert asked.returncode == 1
    assert "This also throws away nordlicht" in asked.stderr
    assert marker.read(installation.data) == BEGUN

    environment = Environment(
        data=installation.data, lake=str(ours.parent), database_url="", owner_url="", production=False
    )
    throw_away(environment, yes=True)
    assert marker.read(installation.data) is None
    assert not ours.exists()
    assert theirs.exists()
    with psycopg.connect(addresses.superuser) as connection:
        assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'tandem'").fetchone() is None
