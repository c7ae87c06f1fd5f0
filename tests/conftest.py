"""The cast, known to every test by name."""

import gc
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from tandem.core.fence import Acting, acting_as
from tests.cast import (
    administrator,
    auditor,
    buyer,
    huarui,
    huarui_sales,
    kestrel,
    manager,
    nordlicht,
    quality_engineer,
    rival,
)

# Named here, not in the plugin: what a conftest says goes before pytest-django's own fixtures.
from tests.database import (
    django_db_modify_db_settings,
    django_db_modify_db_settings_parallel_suffix,
    django_db_setup,
)

__all__ = [
    "administrator",
    "auditor",
    "buyer",
    "django_db_modify_db_settings",
    "django_db_modify_db_settings_parallel_suffix",
    "django_db_setup",
    "huarui",
    "huarui_sales",
    "kestrel",
    "manager",
    "nordlicht",
    "quality_engineer",
    "rival",
]


# How long an example takes says something of the machine, nothing of what is asserted.
settings.register_profile("tandem", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tandem")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking for garbage in it again and again takes an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def pytest_sessionfinish() -> None:
    gc.unfreeze()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page served in Chinese leaves its language in the thread; each story begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def unfenced() -> Iterator[None]:
    """A story's scenery is set up for everybody at once; requests act for whoever sends them, as they always do."""
    with acting_as(Acting(everything=True)):
        yield
