"""Every page answers, shows what it should, costs the same at any size, and is 404 to the rival."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tandem.accounts import actions as accounts
from tandem.accounts.models import Organization
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.models import Card, Run, Template
from tests.cast import NOW, Person
from tests.scorecards.conftest import run_of

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture
def run(template: Template, buyer: Person) -> Run:
    run_of(template, "2026-Q2", buyer)
    return run_of(template, "2026-Q3", buyer)


@pytest.fixture
def card(run: Run, huarui: Relationship) -> Card:
    return Card.objects.get(run=run, relationship=huarui)


def more_suppliers(buyer: Person, count: int) -> None:
    foundries = Organization.objects.bulk_create(
        Organization(slug=f"foundry-{n}", name=f"Foundry {n:03}", country="CN", currency="CNY")
        for n in range(count)
    )
    Relationship.objects.bulk_create(
        Relationship(customer=buyer.organization, supplier=foundry, slug=foundry.slug)
        for foundry in foundries
    )


def addresses(run: Run, card: Card) -> dict[str, str]:
    """Every address of this room that shows something of Nordlicht's."""
    return {
        "run": run.get_absolute_url(),
        "progress": reverse("scorecards:run_progress", args=[run.pk]),
        "export": reverse("scorecards:export_run", args=[run.pk]),
        "card": card.get_absolute_url(),
        "lines": reverse("scorecards:card_lines", args=[card.pk, "on_time_lines"]),
        "lines export": reverse("scorecards:export_card_lines", args=[card.pk, "on_time_lines"]),
        "template": run.template.get_absolute_url(),
        "tab": reverse("scorecards:performance_tab", args=[card.relationship.slug]),
    }


def test_the_manager_sees_every_page_and_the_rival_none(
    run: Run, card: Card, manager: Person, rival: Person
) -> None:
    for name, address in addresses(run, card).items():
        assert manager.client.get(address).status_code == 200, name
        assert rival.client.get(address).status_code == 404, name
    for name in ("publish_run", "discard_run", "compute_again"):
        assert rival.client.post(reverse(f"scorecards:{name}", args=[run.pk])).status_code == 404, name
    for name in ("runs", "templates", "kpis", "history"):
        seen = rival.client.get(reverse(f"scorecards:{name}")).content.decode()
        assert "Castings" not in seen, name
        assert manager.client.get(reverse(f"scorecards:{name}")).status_code == 200, name


def test_the_supplier_sees_its_published_card_and_nothing_before(
    run: Run, card: Card, manager: Person, huarui_sales: Person
) -> None:
    assert huarui_sales.client.get(card.get_absolute_url()).status_code == 404
    actions.publish_run(run, by=manager.actor, now=NOW)
    answer = huarui_sales.client.get(card.get_absolute_url())
    page = answer.content.decode()
    # The quarter before is still under review: no word of it, nor of how others stand.
    assert "53.33" in page
    assert "What changed" not in page
    assert "by the lower bound" not in page
    for name, address in addresses(run, card).items():
        if name != "card":
            assert huarui_sales.client.get(address).status_code == 404, name


def test_the_card_explains_score_change_red_line_and_next_grade(card: Card, buyer: Person) -> None:
    page = buyer.client.get(card.get_absolute_url()).content.decode()
    for said in (
        "80.0%",
        "of 100",
        "Red line crossed: A line stop",
        "What changed",
        "What would make grade B",
        "53.33",
        "68.00",
        "What this run rests on",
    ):
        assert said in page, said


def test_the_lines_behind_a_value_are_the_lines_that_count(card: Card, buyer: Person) -> None:
    address = reverse("scorecards:card_lines", args=[card.pk, "on_time_lines"])
    page = buyer.client.get(address).content.decode()
    assert page.count(">PO-100-2607") == 20
    assert page.count("/facts/relationships/") == 20  # each line leads to its own history
    book = load_workbook(
        BytesIO(
            b"".join(
                buyer.client.get(reverse("scorecards:export_card_lines", args=[card.pk, "on_time_lines"]))
            )
        )
    )
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    headings, values = rows[0], rows[1:]
    on_time = headings.index("On time")
    assert len(values) == 20
    # What pulled the value down comes first.
    assert [bool(row[on_time]) for row in values] == [False] * 4 + [True] * 16
    assert buyer.client.get(reverse("scorecards:card_lines", args=[card.pk, "spend"])).status_code == 404


def test_the_runs_workbook_holds_every_card(run: Run, buyer: Person) -> None:
    answer = buyer.client.get(reverse("scorecards:export_run", args=[run.pk]))
    book = load_workbook(BytesIO(b"".join(answer)))
    assert book.active is not None
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [
        "Huarui Castings Co., Ltd.",
        "Qingfeng Valves Ltd.",
        "Stillwater Forge",
    ]
    assert rows[1][4:8] == ("C", "C", 68, pytest.approx(float(Card.objects.get(run=run, rank=1).lower or 0)))


def test_the_buyer_starts_a_run_and_watches_it(
    template: Template, buyer: Person, auditor: Person, huarui: Relationship, qingfeng: Relationship
) -> None:
    address = reverse("scorecards:start_run")
    assert buyer.client.get(address).status_code == 200
    assert auditor.client.get(address).status_code == 409
    wrong = buyer.client.post(address, {"template": template.pk, "period": "the summer"})
    assert wrong.status_code == 422
    answer = buyer.client.post(address, {"template": template.pk, "period": "2026-q3"})
    started = Run.objects.get()
    assert (answer.url, started.period) == (started.get_absolute_url(), "2026-Q3")  # type: ignore[attr-defined]  # a redirect
    assert started.chosen is None
    chosen = {"template": template.pk, "period": "2026-Q2", "only": "100\n清风阀门有限公司\n"}
    buyer.client.post(address, chosen)
    assert Run.objects.get(period="2026-Q2").chosen == sorted([huarui.pk, qingfeng.pk])
    unknown = buyer.client.post(address, {**chosen, "only": "Nobody Ltd."})
    assert "Nobody Ltd." in unknown.content.decode()
    progress = buyer.client.get(reverse("scorecards:run_progress", args=[started.pk]))
    assert "waits for the background worker" in progress.content.decode()
    actions.compute_run(started, by=buyer.actor, now=NOW)
    done = buyer.client.get(reverse("scorecards:run_progress", args=[started.pk]))
    assert done.headers["HX-Refresh"] == "true"


def test_publishing_on_the_page_is_the_managers(run: Run, buyer: Person, manager: Person) -> None:
    address = reverse("scorecards:publish_run", args=[run.pk])
    assert buyer.client.post(address).status_code == 409
    assert manager.client.post(address).status_code == 302
    run.refresh_from_db()
    assert run.status == Run.Status.PUBLISHED


def test_cards_are_filtered_sorted_and_found_in_either_script(run: Run, buyer: Person) -> None:
    def shown(**query: str) -> list[str]:
        answer = buyer.client.get(run.get_absolute_url(), query, headers={"HX-Request": "true"})
        return [str(row.card.relationship.supplier.name) for row in answer.context["cards"]]

    assert shown() == ["Huarui Castings Co., Ltd.", "Qingfeng Valves Ltd.", "Stillwater Forge"]
    assert shown(sort="-supplier") == [
        "Stillwater Forge",
        "Qingfeng Valves Ltd.",
        "Huarui Castings Co., Ltd.",
    ]
    assert shown(q="清风") == ["Qingfeng Valves Ltd."]
    assert shown(grade="C") == ["Huarui Castings Co., Ltd."]
    assert shown(outcome="no_data") == ["Stillwater Forge"]


def test_pages_take_the_same_statements_at_any_number_of_cards(
    template: Template, buyer: Person, huarui: Relationship
) -> None:
    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            assert buyer.client.get(address).status_code == 200
        return len(statements)

    run = actions.start_run(
        template, "2026-Q3", by=buyer.actor, now=NOW, chosen=[huarui], in_background=False
    )
    actions.compute_run(run, by=buyer.actor, now=NOW)
    run_pages = {1: counted(run.get_absolute_url())}
    lists = {1: counted(reverse("scorecards:runs"))}
    for size in (3, 300):
        more_suppliers(buyer, size - Relationship.objects.count())
        run = run_of(template, "2026-Q3", buyer)
        assert run.done == size
        run_pages[size] = counted(run.get_absolute_url())
        lists[size] = counted(reverse("scorecards:runs"))
    assert len(set(run_pages.values())) == 1, run_pages
    assert len(set(lists.values())) == 1, lists


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_speaks_both_languages(language: str, run: Run, card: Card, manager: Person) -> None:
    accounts.choose_language(manager.user, language)
    for name, address in addresses(run, card).items():
        answer = manager.client.get(address)
        assert answer.status_code == 200, name
