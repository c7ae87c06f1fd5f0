"""Nordlicht qualifies Huarui for castings: Ada leads it, Matthias decides, Quentin answers for quality."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tandem.accounts import actions as accounts
from tandem.accounts.models import Site
from tandem.onboarding.actions import qualification, qualification_items, requirements
from tandem.onboarding.actions.documents import About
from tandem.onboarding.actions.qualification_items import Upload
from tandem.onboarding.models import Qualification, QualificationItem
from tandem.relationships import actions as relationships
from tandem.relationships.models import Category, Relationship, Stage
from tests.cast import Person, supplier_of

NOW = timezone.now().replace(microsecond=0)
TODAY = NOW.date()
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    options = {"location": str(tmp_path / "files")}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


@pytest.fixture
def castings(administrator: Person) -> Category:
    return relationships.save_category("castings", name="Castings", name_local="铸件", by=administrator.actor)


@pytest.fixture
def kiel(administrator: Person) -> Site:
    site = Site(organization=administrator.organization, code="1100", name="Kiel", country="DE")
    return accounts.save_site(site, by=administrator.actor)


@pytest.fixture
def newcomer(buyer: Person, castings: Category) -> Relationship:
    """Bergquell, which has supplied nothing yet."""
    found = supplier_of(buyer, "Bergquell GmbH", country="DE", currency="EUR", stage=Stage.REGISTERED)
    relationships.change_relationship(found, by=buyer.actor, categories=[castings])
    return found


@pytest.fixture
def shipped(manager: Person) -> None:
    requirements.take_over_shipped(by=manager.actor, now=NOW)


@pytest.fixture
def running(
    shipped: None, buyer: Person, huarui: Relationship, huarui_sales: Person, castings: Category
) -> Qualification:
    """Of Huarui, at medium risk: document review, survey, sample approval."""
    return begun(huarui, castings, buyer)


def begun(
    relationship: Relationship, category: Category, by: Person, *, risk: str = "medium", sites: Any = ()
) -> Qualification:
    return qualification.start(
        relationship,
        category=category,
        sites=sites,
        risk=risk,
        risk_reason="Their castings go into one pump only.",
        by=by.actor,
        now=NOW,
    )


def item(found: Qualification, title: str) -> QualificationItem:
    rows = QualificationItem.objects.select_related(
        "stage__qualification__relationship__customer", "stage__qualification__relationship__supplier"
    )
    return rows.get(stage__qualification=found, title=title)


def about(kind: str, *, until: date | None = None) -> About:
    return About(
        kind=kind,
        number=f"{kind}-1",
        issuer="TÜV Nord",
        valid_from=TODAY - timedelta(days=100),
        valid_until=until or TODAY + timedelta(days=700),
        language="en",
    )


def handed_in(found: Qualification, title: str, by: Person) -> QualificationItem:
    """The supplier hands the document in that an item asks for."""
    asked = item(found, title)
    qualification_items.hand_in_document(
        asked,
        about(asked.spec.get("document_kind", "other")),
        Upload("scan.pdf", PDF),
        by=by.actor,
        now=NOW,
    )
    return asked


def waived(found: Qualification, title: str, by: Person) -> None:
    qualification_items.waive(item(found, title), reason="Known for years.", by=by.actor, now=NOW)


def whole(found: Qualification, ours: Person, theirs: Person, approver: Person) -> None:
    """Pass every stage of a qualification at medium risk."""
    for title in ("Business licence", "ISO 9001 certificate", "Signed code of conduct"):
        qualification_items.accept_item(handed_in(found, title, theirs), by=ours.actor, now=NOW)
    waived(found, "Debarment and sanctions lists", approver)
    survey = item(found, "Supplier self-assessment")
    qualification_items.hand_in(
        survey, text="See the file.", upload=Upload("a.pdf", PDF), by=theirs.actor, now=NOW
    )
    qualification_items.record_result(
        item(found, "Supplier self-assessment"),
        passed=True,
        figures={"score": "82"},
        by=ours.actor,
        now=NOW,
    )
    report = item(found, "First sample report")
    qualification_items.hand_in(report, text="All in tolerance.", by=theirs.actor, now=NOW)
    qualification_items.accept_item(item(found, "First sample report"), by=ours.actor, now=NOW)
    qualification_items.record_result(
        item(found, "Samples measured by us"),
        passed=True,
        figures={"values": ["1", "1", "1", "1", "1"]},
        by=ours.actor,
        now=NOW,
    )
    found.refresh_from_db()


@pytest.fixture
def complete(running: Qualification, buyer: Person, huarui_sales: Person, manager: Person) -> Qualification:
    whole(running, buyer, huarui_sales, manager)
    return running
