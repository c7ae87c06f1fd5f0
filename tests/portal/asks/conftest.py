"""Nordlicht has scored Huarui's third quarter and published it; the supplier's people and a rival stand by."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from tandem.accounts import actions as accounts
from tandem.accounts.models import Contact
from tandem.accounts.roles import Role
from tandem.portal import actions
from tandem.portal.actions.asks import Wanted
from tandem.portal.models import Ask
from tandem.relationships.models import Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards.models import Card, Template
from tests.cast import NOW, Person, person, supplier_of
from tests.scorecards.conftest import books, lake, qingfeng, run_of, stillwater, template

__all__ = ["books", "lake", "qingfeng", "stillwater", "template"]

DUE = NOW.date() + timedelta(days=7)
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def now() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """The file storage of this test alone."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    options = {"location": str(tmp_path / "files")}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def nobody_has_opened_a_link_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def sales(huarui: Relationship) -> Person:
    """Lan answers customers for Huarui."""
    return person(huarui.supplier, "Lan Fang", Role.SALES, language="zh-hans")


@pytest.fixture
def other_supplier(buyer: Person) -> Person:
    """Otto sells for another supplier of Nordlicht: nothing of Huarui's is his to see."""
    bergquell = supplier_of(buyer, "Bergquell Hydraulik GmbH", country="DE", currency="EUR")
    return person(bergquell.supplier, "Otto Bergner", Role.SALES, Role.ADMINISTRATOR)


@pytest.fixture
def contact(huarui: Relationship, buyer: Person) -> Contact:
    return accounts.save_contact(
        Contact(
            organization=huarui.supplier,
            kept_by=buyer.organization,
            name="Hua Meiling",
            email="meiling@huarui.example",
        ),
        by=buyer.actor,
    )


@pytest.fixture
def card(books: None, template: Template, huarui: Relationship, manager: Person) -> Card:
    """Huarui's published third quarter: sixteen of twenty on time, and a line stop that caps the grade."""
    run = run_of(template, "2026-Q3", manager)
    scorecards.publish_run(run, by=manager.actor, now=NOW)
    return Card.objects.get(run=run, relationship=huarui)


def asked(kind: str, relationship: Relationship, by: Person, **more: Any) -> Ask:
    """A request due in a week."""
    return actions.ask_supplier(relationship, Wanted(kind, due_on=DUE, **more), by=by.actor, now=NOW)
