"""Where a walk through all addresses begins: one of every record that Nordlicht keeps (`records/`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tandem.config import postgres
from tandem.relationships.models import Relationship
from tests.cast import Person
from tests.config.records import Arguments
from tests.config.records.accounts import of_the_organisation
from tests.config.records.assessments import of_the_means, of_the_questionnaires, of_the_statements
from tests.config.records.facts import of_the_facts
from tests.config.records.improvement import of_the_improvement
from tests.config.records.incentives import of_the_incentives
from tests.config.records.messaging import of_the_inbox
from tests.config.records.onboarding import (
    of_the_approved_list,
    of_the_passport,
    of_the_qualifications,
    of_the_screening,
)
from tests.config.records.portal import of_the_customers, of_the_requests
from tests.config.records.relationships import of_the_relationship
from tests.config.records.scorecards import of_the_scorecards
from tests.config.records.sourcing import of_the_selections


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> Path:
    """Lake and files of this test alone."""
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")
    options = {"location": str(tmp_path / "files")}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


@pytest.fixture
def first_fence_alone(db: None) -> Iterator[None]:
    """As the superuser, whom the policies do not concern: what is hidden now, the application's own gate hides."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {postgres.APP_ROLE}")


@pytest.fixture
def nordlichts(places: Path, administrator: Person, huarui: Relationship) -> dict[str, Arguments]:
    """Every kind of record by its name in `tests.config.rooms`, as the arguments of an address."""
    return {
        **of_the_organisation(administrator),
        **of_the_relationship(administrator, huarui),
        **of_the_facts(administrator, places),
        **of_the_inbox(administrator),
        **of_the_scorecards(administrator, huarui),
        **of_the_customers(administrator),
        **of_the_requests(administrator, huarui),
        **of_the_screening(administrator, huarui),
        # Before the bank account that a supplier proposes, for which statements are held.
        **of_the_incentives(administrator, huarui),
        **of_the_means(administrator, huarui),
        **of_the_passport(administrator, huarui),
        **of_the_questionnaires(administrator, huarui),
        **of_the_statements(administrator, huarui),
        **of_the_approved_list(administrator, huarui),
        **of_the_selections(administrator, huarui),
        **of_the_qualifications(administrator, huarui),
        **of_the_improvement(administrator, huarui),
    }
