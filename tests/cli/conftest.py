import pytest

from tandem.config import postgres
from tests.cli.installation import Installation, folder_for_all


@pytest.fixture(scope="session")
def installation() -> Installation:
    """One installation for every story that leaves it as it was: migrated, with one organisation."""
    made = Installation(folder_for_all("installation-"))
    made.start()
    done = made.tandem("migrate")
    assert done.returncode == 0, done.stderr
    made.json(
        "organisation", "add", "Nordlicht Pumpen GmbH", "--slug", "nordlicht",
        "--country", "DE", "--currency", "EUR", "--name-local", "北光泵业",
    )  # fmt: skip
    return made


@pytest.fixture(scope="session")
def addresses(installation: Installation) -> postgres.Addresses:
    return installation.start()
