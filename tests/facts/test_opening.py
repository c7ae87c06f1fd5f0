"""The lake's one door: Ada reads all of Nordlicht's suppliers, Huarui itself alone, and Rita of Kestrel nothing."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.http import Http404
from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Role
from tandem.facts import actions
from tandem.facts.actions import Choices
from tandem.facts.deliveries import OrderLines, Which, line_history
from tandem.facts.opening import open_reading, pins_now
from tandem.relationships import actions as relationships
from tests.cast import person, supplier_of
from tests.facts.files import HEADER, ORDERS

TODAY = date(2024, 4, 1)
TANDEM = Path(__file__).resolve().parents[2] / "tandem"
HUARUIS = {"source": "sap", "document": "1", "line": "10", "schedule_line": "1"}
BERGQUELLS = {**HUARUIS, "line": "20"}


@pytest.fixture
def bergquell(buyer):
    return supplier_of(buyer, "Bergquell GmbH", country="DE", currency="EUR")


@pytest.fixture
def loaded(settings, tmp_path, buyer, huarui, bergquell):
    settings.TANDEM_LAKE = str(tmp_path / "lake")
    settings.MEDIA_ROOT = str(tmp_path / "files")
    relationships.number_supplier(huarui, source="sap", key="V1", by=buyer.actor)
    relationships.number_supplier(bergquell, source="sap", key="V2", by=buyer.actor)
    path = tmp_path / "orders.csv"
    lines = ("1,10,V1,5,2024-03-01,2.5,EUR,", "1,20,V2,7,2024-03-20,2,EUR,")
    path.write_text("\n".join([HEADER, *lines, ""]))
    batch = actions.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=buyer.actor)
    actions.load_batch(batch, by=buyer.actor, clock=timezone.now, choices=Choices())


def opened(actor, customer, asked=None):
    reading = open_reading(actor, customer, pins_now(customer.pk), as_of=TODAY, relationships=asked)
    return reading.relationships


def test_a_customer_reads_all_its_suppliers_and_asks_for_some(loaded, buyer, huarui, bergquell):
    assert opened(buyer.actor, buyer.organization) == [huarui.pk, bergquell.pk]
    assert opened(buyer.actor, buyer.organization, [bergquell.pk]) == [bergquell.pk]
    system = Actor.system(buyer.organization, "test")
    assert opened(system, buyer.organization) == [huarui.pk, bergquell.pk]


def test_a_supplier_reads_itself_at_that_customer_and_no_other_supplier(
    loaded, buyer, huarui, bergquell, huarui_sales
):
    assert opened(huarui_sales.actor, buyer.organization) == [huarui.pk]
    with pytest.raises(Http404):
        opened(huarui_sales.actor, buyer.organization, [huarui.pk, bergquell.pk])
    lines = OrderLines(huarui_sales.actor, huarui, Which.ALL, today=TODAY)
    assert [row["line"] for row in lines[0:9]] == ["10"]
    own = line_history(huarui_sales.actor, huarui, HUARUIS, today=TODAY)
    assert own is not None
    assert [entry["row"]["quantity"] for entry in own.told] == [5]
    assert line_history(huarui_sales.actor, huarui, BERGQUELLS, today=TODAY) is None
    with pytest.raises(Http404):
        OrderLines(huarui_sales.actor, bergquell, Which.ALL, today=TODAY)


def test_a_rival_and_those_whose_roles_do_not_read_facts_are_shown_nothing(
    loaded, buyer, huarui, rival, huarui_sales
):
    lender = person(buyer.organization, "Lena Ohm", Role.LENDER)
    clerk = person(huarui_sales.organization, "Lin Bo", Role.BUYER)
    salesman = person(buyer.organization, "Sven Holm", Role.SALES)
    for who in (rival, lender, clerk, salesman):
        for asked in (None, [], [huarui.pk]):
            with pytest.raises(Http404):
                opened(who.actor, buyer.organization, asked)
    assert opened(rival.actor, rival.organization) == []
    with pytest.raises(Http404):
        opened(rival.actor, rival.organization, [huarui.pk])


def test_nothing_else_in_tandem_opens_the_lake():
    """Whoever opens it must know who is asking: only `facts/opening.py` may make a `Reading`."""
    makers = {
        str(path.relative_to(TANDEM))
        for path in TANDEM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _name(node.func) in {"open_for_reading", "Reading"}
    }
    assert makers == {"lake/reading.py", "facts/opening.py"}
    folders = {
        str(path.relative_to(TANDEM))
        for path in TANDEM.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _name(node.func) == "lake_root"
    }
    # Those who write into it, count what writing would change, or check its files show no row to anybody.
    assert folders == {
        "facts/opening.py",
        "facts/actions/foretelling.py",
        "facts/actions/loading.py",
        "facts/actions/withdrawing.py",
        "facts/management/commands/check_lake.py",
    }


def _name(function):
    return getattr(function, "attr", getattr(function, "id", ""))
