"""Nordlicht buys castings for two sites; Huarui holds certificates; Otto's firm and Kestrel see nothing of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tandem.accounts.models import Organization, Site
from tandem.accounts.roles import Role
from tandem.onboarding import actions
from tandem.onboarding.actions import About
from tandem.onboarding.models import Approval, Document, DocumentReview
from tandem.relationships.models import Category, Relationship
from tests.cast import NOW, Person, person, supplier_of

TODAY = NOW.date()
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def at(day: date) -> datetime:
    return NOW + (day - TODAY)


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


@pytest.fixture
def castings(nordlicht: Organization) -> Category:
    return Category.objects.create(customer=nordlicht, code="castings", name="Castings", name_local="铸件")


@pytest.fixture
def hamburg(nordlicht: Organization) -> Site:
    return Site.objects.create(organization=nordlicht, code="HAM", name="Hamburg", country="DE")


@pytest.fixture
def kassel(nordlicht: Organization) -> Site:
    return Site.objects.create(organization=nordlicht, code="KAS", name="Kassel", country="DE")


@pytest.fixture
def sales(huarui: Relationship) -> Person:
    """Lan looks after customers for Huarui, and keeps its documents."""
    return person(huarui.supplier, "Lan Fang", Role.SALES, language="zh-hans")


@pytest.fixture
def otto(buyer: Person) -> Person:
    """He sells for another supplier of Nordlicht: nothing of Huarui's is his to see."""
    bergquell = supplier_of(buyer, "Bergquell Hydraulik GmbH", country="DE", currency="EUR")
    return person(bergquell.supplier, "Otto Brandl", Role.ADMINISTRATOR)


def about(**values: Any) -> About:
    plain = {
        "kind": "iso_9001",
        "number": "Q-1001",
        "issuer": "TÜV Rheinland",
        "valid_from": TODAY - timedelta(days=300),
        "valid_until": TODAY + timedelta(days=65),
        "language": "en",
    }
    return About(**{**plain, **values})


def handed(
    who: Person, *to: Relationship, replaces: Document | None = None, now: datetime = NOW, **values: Any
) -> Document:
    return actions.hand_in(
        about(**values),
        content=PDF,
        file_name="ISO 9001.pdf",
        to=to,
        replaces=replaces,
        by=who.actor,
        now=now,
    )


def accepted(
    document: Document, relationship: Relationship, by: Person, now: datetime = NOW
) -> DocumentReview:
    review = DocumentReview.objects.get(document=document, relationship=relationship)
    actions.accept_document(review, by=by.actor, now=now)
    return review


def approved(
    relationship: Relationship, category: Category, by: Person, site: Site | None = None, **values: Any
) -> Approval:
    plain = {
        "starts_on": TODAY - timedelta(days=30),
        "ends_on": None,
        "reason": "Audit passed with 91 of 100.",
        "now": NOW - timedelta(days=30),
    }
    return actions.approve(relationship, category=category, site=site, by=by.actor, **{**plain, **values})
