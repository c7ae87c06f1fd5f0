"""A smaller world, brought in through the real actions: the stories hold in what Tandem itself measures."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.core.errors import Refused
from tandem.demonstration import building, marker
from tandem.demonstration.stage import build
from tandem.demonstration.stories import OLD_NAME
from tandem.demonstration.world import World
from tandem.demonstration.world import build as imagine
from tandem.facts import opening
from tandem.facts.models import Batch, SupplierKey
from tandem.lake import kpis, measures
from tandem.lake.queries import Scope
from tandem.portal.models import Ask, Survey
from tandem.relationships.models import Relationship
from tandem.scorecards.actions import mirror_shipped_kpis
from tandem.scorecards.models import Card, Run
from tests.cast import NOW
from tests.demonstration.conftest import END

pytestmark = pytest.mark.django_db
LAST_YEAR = (date(2025, 10, 1), date(2026, 10, 1))


@pytest.fixture
def small_world(settings: Any, tmp_path: Path) -> World:
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = tmp_path / "files"
    mirror_shipped_kpis(now=NOW)
    return imagine(END, share=0.3)


class Figures:
    """What Tandem measures for one customer over a time, by supplier."""

    def __init__(self, customer: str, start: date, end: date, *codes: str) -> None:
        self.customer = Organization.objects.get(slug=customer)
        names = dict(Relationship.objects.filter(customer=self.customer).values_list("pk", "slug"))
        specs = [kpis.shipped()[code] for code in codes]
        pins = opening.pins_now(self.customer.pk)
        reading = opening.open_reading(Actor.system(self.customer, "test"), self.customer, pins, as_of=END)
        self.rows = {
            (row["kpi"], names[row["relationship_id"]]): row
            for row in measures.measure(reading, specs, Scope(start=start, end=end)).to_pylist()
        }

    def __call__(self, kpi: str, supplier: str) -> float:
        return float(self.rows[kpi, supplier]["value"])

    def why_not(self, kpi: str, supplier: str) -> str:
        assert self.rows[kpi, supplier]["value"] is None
        return str(self.rows[kpi, supplier]["reason"])


def test_a_small_world_comes_on_stage_whole_and_its_stories_hold(small_world: World) -> None:
    told: list[tuple[str, int, int]] = []
    build(small_world, lambda *step: told.append(step), quarters=2)
    assert {step: (done, total) for step, done, total in told} == {
        "Companies and relationships": (3, 3),
        "Three years of facts": (52, 52),
        "2 quarters of scorecards": (8, 8),
    }
    assert set(Batch.objects.values_list("status", "rejected")) == {("loaded", 0)}
    delivery_is_told_as_it_was()
    quality_is_told_as_it_was()
    money_is_told_as_it_was()
    the_old_name_waits_in_the_matching_queue()
    cards_tell_the_same()
    suppliers_were_asked()

    counts = [model.objects.count() for model in (Batch, Run, Ask)]
    build(small_world, lambda *_: None, quarters=2)
    assert [model.objects.count() for model in (Batch, Run, Ask)] == counts


def suppliers_were_asked() -> None:
    """Some have answered, one survey is closed with what may be shown of it, and one takes answers."""
    surveys = {survey.status: survey for survey in Survey.objects.all()}
    assert surveys["closed"].results is not None
    assert surveys["closed"].results["groups"][0]["whole"]
    assert surveys["open"].results is None
    told = set(Ask.objects.exclude(kind="survey").values_list("relationship__slug", "kind", "status"))
    assert {
        ("ruiheng", "check_data", "answered"),
        ("ruiheng", "certificate", "accepted"),
        ("bergquell", "confirm_date", "answered"),
        ("palmetto", "check_data", "asked"),
        ("lirui", "scorecard", "asked"),
    } <= told


def delivery_is_told_as_it_was() -> None:
    first = Figures("brueckwald", date(2023, 10, 1), date(2024, 10, 1), "on_time_lines")
    last = Figures("brueckwald", *LAST_YEAR, "on_time_lines", "date_changes")
    lanting = Figures("lanting", *LAST_YEAR, "on_time_lines")
    assert first("on_time_lines", "lirui") - last("on_time_lines", "lirui") > 0.15
    assert last("on_time_lines", "doubrava") > 0.88
    assert last("on_time_lines", "zehntbauer") > 0.96
    assert last("on_time_lines", "bergquell") < 0.65
    assert last("date_changes", "bergquell") > 3 * last("date_changes", "monviso")
    assert last("on_time_lines", "ruiheng") - lanting("on_time_lines", "ruiheng") > 0.15


def quality_is_told_as_it_was() -> None:
    brueckwald = Figures("brueckwald", *LAST_YEAR, "line_stops", "lot_acceptance")
    cedar_ridge = Figures("cedar-ridge", *LAST_YEAR, "lot_acceptance", "price_variance")
    assert brueckwald("line_stops", "chengyue") >= 2
    assert brueckwald("lot_acceptance", "chengyue") == 1
    assert cedar_ridge("lot_acceptance", "xuchi") < 0.87
    assert cedar_ridge("price_variance", "xuchi") < -0.1


def money_is_told_as_it_was() -> None:
    brueckwald = Figures("brueckwald", *LAST_YEAR, "spend", "price_variance", "paid_on_time")
    cedar_ridge = Figures("cedar-ridge", *LAST_YEAR, "spend", "invoice_accuracy", "paid_on_time")
    assert brueckwald("price_variance", "monviso") > 0.1
    assert brueckwald("spend", "takamine") > 0
    assert cedar_ridge.why_not("spend", "sierra") == "no data, rate missing"
    assert cedar_ridge("invoice_accuracy", "palmetto") < 0.8
    assert cedar_ridge("paid_on_time", "blueheron") < 0.4
    assert brueckwald("paid_on_time", "monviso") > 0.9


def the_old_name_waits_in_the_matching_queue() -> None:
    assert [key.name for key in SupplierKey.objects.unmatched()] == [OLD_NAME]


def cards_tell_the_same() -> None:
    assert set(Run.objects.values_list("period", "status")) == {
        ("2026-Q1", "published"),  # in which Doubrava improved
        ("2026-Q2", "published"),
        ("2026-Q2", "signing"),  # the plants', of which nothing is published
        ("2026-Q3", "checking"),
        ("2026-Q3", "review"),
        ("2026-10", "review"),  # the plants’ month, which their calendar opened for input
    }
    newest = Card.objects.filter(run__period="2026-Q3", site="", run__template__by_site=False)
    grades = {
        (card.run.customer.slug, card.relationship.slug): card.grade or card.outcome
        for card in newest.select_related("run__customer", "relationship")
    }
    assert grades["brueckwald", "zehntbauer"] == "A"
    assert grades["brueckwald", "lirui"] in "DE"
    assert grades["brueckwald", "thanhvy"] == "not_enough_data"
    assert grades["lanting", "ruiheng"] in "DE"
    assert set(grades.values()) >= set("ABCD")
    assert Relationship.objects.get(slug="zehntbauer", customer__slug="brueckwald").graded_period == "2026-Q2"


def test_the_demonstration_does_not_move_in_with_real_companies(
    nordlicht: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_DATA", str(tmp_path))
    with pytest.raises(Refused, match="holds companies of yours"):
        building.build_in_data_folder(lambda *_: None, today=END)
    assert marker.read(tmp_path) is None
    assert Organization.objects.count() == 1


def test_the_marker_survives_and_says_how_far_the_building_has_come(tmp_path: Path) -> None:
    begun = marker.Marker(END, 7)
    marker.write(tmp_path, begun)
    assert marker.read(tmp_path) == begun
    marker.write(tmp_path, begun.finished())
    assert marker.read(tmp_path) == replace(begun, ready=True)
    marker.remove(tmp_path)
    assert marker.read(tmp_path) is None
