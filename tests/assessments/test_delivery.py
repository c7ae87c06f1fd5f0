"""Huarui's deliveries measured from Nordlicht's books; a newcomer judged by references, marked as such."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from tandem.accounts.models import AuditEntry
from tandem.assessments.actions.kept import save_entry
from tandem.assessments.desk import Desk
from tandem.assessments.models import Reference
from tandem.assessments.queries import delivery
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person
from tests.scorecards import business

TODAY = date(2026, 11, 23)
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> None:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")
    options = {"location": str(tmp_path / "files")}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def delivered(places: None, huarui: Relationship, buyer: Person) -> None:
    """Nine of ten lines on time in September, all ten in October; one of those a piece too many. Ordered twenty days
    before they are due; what is late is five days late."""
    relationships.number_supplier(huarui, source="erp", key="100", by=buyer.actor)
    pairs = business.deliveries("100", date(2026, 9, 1), on_time=9, late=1)
    pairs += business.deliveries("100", date(2026, 10, 1), on_time=10, late=0)
    line, receipt = pairs[-1]
    pairs[-1] = (line, receipt | {"quantity": 101})
    business.load(huarui.customer, pairs)


@pytest.mark.usefixtures("delivered")
def test_delivery_is_measured_with_its_intervals(huarui: Relationship, buyer: Person) -> None:
    seen = delivery.delivered(buyer.actor, huarui, TODAY)
    assert (seen.months[0], seen.ends, seen.lines, seen.newcomer) == (
        date(2025, 11, 1),
        date(2026, 11, 1),
        20,
        False,
    )
    assert seen.figures["lead_time_median"].value == 20
    assert seen.figures["lead_time_mean"].value == pytest.approx(20.25)
    assert seen.figures["otif"].value == pytest.approx(0.95)
    # Wilson's interval of 19 of 20.
    assert seen.figures["otif"].rate_interval == pytest.approx((0.7639, 0.9911), abs=5e-4)
    assert seen.figures["exact_quantity"].value == pytest.approx(0.95)
    assert seen.by_month[-2:] == (0.9, 1.0)
    assert set(seen.by_month[:-2]) == {None}
    assert (seen.in_target, seen.reliability.value, seen.reliability.n) == (1, 0.5, 2)
    assert seen.variation == pytest.approx(1.11803 / 20.25, rel=1e-4)
    told = {figure.key: figure for figure in delivery.figures(buyer.actor, huarui, TODAY)}
    assert {figure.source for figure in told.values()} == {"measured"}
    assert told["lead_time_mean"].interval == pytest.approx((20.25 - 0.52325, 20.25 + 0.52325), abs=1e-3)


@pytest.mark.usefixtures("delivered")
def test_what_is_measured_is_never_mixed_with_what_others_say(huarui: Relationship, buyer: Person) -> None:
    desk = Desk(huarui.supplier, buyer.organization.pk, huarui)
    poor = Reference(customer="Others", begins=TODAY, lead_time=90, accuracy=Decimal("0.5"), said_on=TODAY)
    save_entry(poor, desk, by=buyer.actor, now=NOW)
    told = {figure.key: figure for figure in delivery.figures(buyer.actor, huarui, TODAY)}
    assert (told["lead_time"].value, told["lead_time"].source) == (20, "measured")


@pytest.mark.usefixtures("delivered")
def test_a_rival_measures_nothing_of_it(huarui: Relationship, rival: Person) -> None:
    with pytest.raises(Http404):
        delivery.delivered(rival.actor, huarui, TODAY)


@pytest.mark.usefixtures("places")
def test_a_newcomer_is_known_by_references_alone(
    huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    nothing = delivery.figures(buyer.actor, huarui, TODAY)
    assert {figure.value for figure in nothing} == {None}
    assert "fewer than 5 order lines" in nothing[0].reason
    ours = Desk(huarui.supplier, buyer.organization.pk, huarui)
    theirs = Desk(huarui.supplier, huarui.supplier_id)

    def say(desk: Desk, by: Person, customer: str, days: int, share: str | None, judged: str) -> None:
        accuracy = Decimal(share) if share else None
        reference = Reference(
            customer=customer, begins=date(2025, 1, 1), lead_time=days, accuracy=accuracy, reliability=judged,
            said_on=TODAY,
        )  # fmt: skip
        save_entry(reference, desk, by=by.actor, now=NOW)

    say(ours, buyer, "Hongta Pumps", 28, "0.94", "good")
    say(theirs, huarui_sales, "Kaisheng Valves", 36, None, "mixed")
    # What the supplier gives counts once it shares it.
    assert delivery.referred(buyer.actor, huarui).lead_time == 28
    relationships.give_consent(huarui, "capacity", by=huarui_sales.actor, now=NOW)
    told = {figure.key: figure for figure in delivery.figures(buyer.actor, huarui, TODAY)}
    assert {key: figure.value for key, figure in told.items()} == {
        "lead_time": 32, "accuracy": pytest.approx(0.94), "reliability": 0.5,
    }  # fmt: skip
    assert {(figure.source, figure.on, figure.n) for figure in told.values()} == {("references", TODAY, 2)}
    page = buyer.client.get(reverse("assessments:delivery", args=[huarui.slug])).content.decode()
    assert "A newcomer" in page
    assert "given by the supplier" in page
    own = huarui_sales.client.get(reverse("assessments_supplier:delivery")).content.decode()
    assert "Kaisheng Valves" in own
    assert "Hongta Pumps" not in own


@pytest.mark.usefixtures("places")
def test_the_letter_behind_a_reference_is_handed_out_on_record(
    huarui: Relationship, buyer: Person, rival: Person, huarui_sales: Person
) -> None:
    body = {
        "customer": "Hongta Pumps", "begins": "2025-01-01", "said_on": "2026-11-20", "accuracy": "94",
        "file": SimpleUploadedFile("letter.pdf", PDF),
    }  # fmt: skip
    add = reverse("assessments:add_entry", args=[huarui.slug, "references"])
    assert buyer.client.post(add, body).status_code == 302
    found = Reference.objects.get()
    assert (found.accuracy, found.file_name) == (Decimal("0.9400"), "letter.pdf")
    path = reverse("assessments:reference_letter", args=[huarui.slug, found.pk])
    answer = buyer.client.get(path)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PDF
    assert AuditEntry.objects.filter(verb="reference_letter_downloaded", user=buyer.user).count() == 1
    assert rival.client.get(path).status_code == 404
    own = reverse("assessments_supplier:reference_letter", args=[found.pk])
    assert huarui_sales.client.get(own).status_code == 404
    wrong = {**body, "file": SimpleUploadedFile("letter.pdf", b"MZ not a letter")}
    again = buyer.client.post(add, wrong)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["file"]
    assert 'value="Hongta Pumps"' in again.content.decode()
    assert "remove/" not in again.content.decode()
    assert Reference.objects.count() == 1
