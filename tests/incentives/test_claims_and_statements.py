"""A claim is argued to an agreement; what is due is settled on a statement that both sides sign, to the cent."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tandem.accounts.models import Organization
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.incentives import actions, offers
from tandem.incentives.models import Claim, Consequence, Statement, StatementLine
from tandem.incentives.views.statements import waiting, who_owes
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person
from tests.config.conftest import places

__all__ = ["places"]

PDF = b"%PDF-1.7\n%%EOF"
SORTING = actions.Told("Sorting of 400 castings", "sorting", "Sand in the bores.", NOW.date(), "EUR")
ITEMS = [
    actions.Damage("Two people, one shift", Decimal("640.00"), "16 h"),
    actions.Damage("Special freight", Decimal("1250.50")),
]


@pytest.fixture
def finance(nordlicht: Organization) -> Person:
    return person(nordlicht, "Frida Holm", Role.FINANCE)


@pytest.fixture
def claim(places: Path, huarui: Relationship, quality_engineer: Person, manager: Person) -> Claim:
    """Sent to Huarui."""
    made = actions.write_claim(huarui, SORTING, ITEMS, by=quality_engineer.actor, now=NOW)
    actions.attach(made, PDF, name="hours.pdf", by=quality_engineer.actor, now=NOW)
    actions.hand_in(made, by=quality_engineer.actor, now=NOW)
    actions.send(made, by=manager.actor, now=NOW)
    return made


def deduction(huarui: Relationship, amount: str, *people: Person) -> Consequence:
    buyer, manager, supplier = people
    words = actions.Words(
        "penalty", "deduction", "Late.", Decimal(amount), "EUR", agreement="Frame agreement", clause="12.3"
    )
    made = actions.propose(huarui, words, by=buyer.actor, now=NOW)
    actions.approve(made, by=manager.actor, now=NOW)
    actions.announce(made, by=manager.actor, now=NOW)
    actions.accept(made, by=supplier.actor, now=NOW)
    return made


def test_damage_is_shown_before_it_is_claimed(
    places: Path, huarui: Relationship, quality_engineer: Person
) -> None:
    made = actions.write_claim(huarui, SORTING, ITEMS, by=quality_engineer.actor, now=NOW)
    with pytest.raises(Refused, match="Attach the evidence first"):
        actions.hand_in(made, by=quality_engineer.actor, now=NOW)


def test_nobody_approves_their_own_claim(places: Path, huarui: Relationship, manager: Person) -> None:
    made = actions.write_claim(huarui, SORTING, ITEMS, by=manager.actor, now=NOW)
    actions.attach(made, PDF, name="hours.pdf", by=manager.actor, now=NOW)
    actions.hand_in(made, by=manager.actor, now=NOW)
    with pytest.raises(Refused, match="somebody else has to approve it"):
        actions.send(made, by=manager.actor, now=NOW)


def test_a_claim_is_argued_to_an_agreement(claim: Claim, manager: Person, huarui_sales: Person) -> None:
    hours = claim.items.all()[0]
    with pytest.raises(Refused, match="the other side's turn"):
        actions.agree(claim, by=manager.actor, now=NOW)
    actions.offer(
        claim, {hours.pk: (Decimal("320.00"), "One person was enough.")}, by=huarui_sales.actor, now=NOW
    )
    assert (claim.turn, claim.claimed, claim.standing) == (
        "customer",
        Decimal("1890.50"),
        Decimal("1570.50"),
    )
    actions.offer(claim, {hours.pk: (Decimal("480.00"), "Let us meet.")}, by=manager.actor, now=NOW)
    actions.agree(claim, by=huarui_sales.actor, now=NOW)
    assert (claim.status, claim.turn, claim.standing, claim.agreed_by_name) == (
        "agreed",
        "",
        Decimal("1730.50"),
        "Hua Meiling",
    )


@pytest.mark.parametrize(
    ("amount", "why", "sentence"),
    [
        ("640.01", "More.", "between 0 and the damage"),
        ("100.00", " ", "Say why for"),
        ("640.00", "The same.", "You changed no amount"),
    ],
)
def test_an_offer_has_bounds_and_a_reason(
    claim: Claim, huarui_sales: Person, amount: str, why: str, sentence: str
) -> None:
    hours = claim.items.all()[0]
    with pytest.raises(Refused, match=sentence):
        actions.offer(claim, {hours.pk: (Decimal(amount), why)}, by=huarui_sales.actor, now=NOW)
    claim.refresh_from_db()
    assert claim.turn == "supplier"


@pytest.mark.parametrize("typed", ["1,250", "1.234.5", "NaN", "1e400", "0.001"])
def test_an_amount_that_can_be_read_two_ways_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is no amount"):
        offers.read({"offer-7": typed, "why-7": "One person."})


def test_both_sides_sign_the_same_lines_to_the_cent(
    claim: Claim, huarui: Relationship, buyer: Person, manager: Person, finance: Person, huarui_sales: Person
) -> None:
    actions.agree(claim, by=huarui_sales.actor, now=NOW)
    late = deduction(huarui, "199.99", buyer, manager, huarui_sales)
    words = actions.Words("reward", "rebate", "Better.", Decimal("2500.00"), "EUR")
    rebate = actions.propose(huarui, words, by=buyer.actor, now=NOW)
    actions.approve(rebate, by=manager.actor, now=NOW)
    actions.announce(rebate, by=manager.actor, now=NOW)
    statement = actions.make_statement(huarui, "EUR", by=finance.actor, now=NOW)
    lines = sorted(line.amount for line in statement.lines.all())
    assert lines == [Decimal("-1890.50"), Decimal("-199.99"), Decimal("2500.00")]
    assert who_owes(statement) == "Nordlicht Pumpen GmbH owes Huarui Castings Co., Ltd. €409.51."
    actions.sign_and_send(statement, by=finance.actor, now=NOW)
    with pytest.raises(Refused, match="not the one you read"):
        actions.agree_to_statement(statement, "0" * 64, by=huarui_sales.actor, now=NOW)
    actions.agree_to_statement(statement, statement.customer_digest, by=huarui_sales.actor, now=NOW)
    assert statement.supplier_digest == statement.customer_digest
    actions.settle_statement(statement, document="1900004711", by=finance.actor, now=NOW)
    for record in (claim, late, rebate):
        record.refresh_from_db()
        assert record.status == "settled"
    assert late.erp_document == "1900004711"
    ours = finance.client.get(f"/incentives/statements/{statement.pk}/").content.decode()
    theirs = huarui_sales.client.get(f"/incentives/own/statements/{statement.pk}/").content.decode()
    for text in ("409.51", "1900004711"):
        assert text in ours
        assert text in theirs


def test_nothing_is_settled_twice_and_a_reversal_comes_back(
    huarui: Relationship, buyer: Person, manager: Person, finance: Person, huarui_sales: Person
) -> None:
    late = deduction(huarui, "50.00", buyer, manager, huarui_sales)
    statement = settled(huarui, finance, huarui_sales)
    with pytest.raises(Refused, match="Nothing is due in EUR"):
        actions.make_statement(huarui, "EUR", by=finance.actor, now=NOW)
    line = statement.lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementLine.objects.create(statement=statement, consequence=line.consequence, text="x", amount=1)
    late.refresh_from_db()
    actions.reverse(late, reason="The gate's log says otherwise.", by=manager.actor, now=NOW)
    assert waiting(finance.actor) == [(huarui, ["EUR"])]
    with CaptureQueriesContext(connection) as asked:
        again = settled(huarui, finance, huarui_sales)
    # Nobody takes a case or claim back while it is taken in.
    for table in ("consequence", "claim"):
        held = f'FOR UPDATE OF "incentives_{table}"'
        assert any(held in query["sql"] for query in asked.captured_queries), table
    assert [(each.reversal, each.amount) for each in again.lines.all()] == [(True, Decimal("50.00"))]
    assert statement.total + again.total == 0
    with pytest.raises(Refused, match="Nothing is due"):
        actions.make_statement(huarui, "EUR", by=finance.actor, now=NOW)


def test_what_stands_on_a_statement_that_was_sent_is_not_taken_back(
    huarui: Relationship, buyer: Person, manager: Person, finance: Person, huarui_sales: Person
) -> None:
    late = deduction(huarui, "50.00", buyer, manager, huarui_sales)
    statement = actions.make_statement(huarui, "EUR", by=finance.actor, now=NOW)
    actions.sign_and_send(statement, by=finance.actor, now=NOW)
    with pytest.raises(Refused, match="which has been sent"):
        actions.reverse(late, reason="Wrong.", by=manager.actor, now=NOW)
    actions.return_statement(statement, reason="Look again.", by=huarui_sales.actor, now=NOW)
    late.refresh_from_db()
    actions.reverse(late, reason="Wrong.", by=manager.actor, now=NOW)
    assert not Statement.objects.get(pk=statement.pk).lines.exists()


def test_the_supplier_sees_neither_draft(
    places: Path, huarui: Relationship, quality_engineer: Person, huarui_sales: Person, rival: Person
) -> None:
    made = actions.write_claim(huarui, SORTING, ITEMS, by=quality_engineer.actor, now=NOW)
    assert huarui_sales.client.get(f"/incentives/own/claims/{made.pk}/").status_code == 404
    assert rival.client.get(f"/incentives/claims/{made.pk}/").status_code == 404


def test_the_statement_prints_in_both_languages(
    huarui: Relationship, buyer: Person, manager: Person, finance: Person, huarui_sales: Person
) -> None:
    deduction(huarui, "50.00", buyer, manager, huarui_sales)
    statement = settled(huarui, finance, huarui_sales)
    english = finance.client.get(f"/incentives/statements/{statement.pk}/print.pdf")
    chinese = huarui_sales.client.get(f"/incentives/own/statements/{statement.pk}/print.pdf")
    assert english.content[:5] == chinese.content[:5] == b"%PDF-"


def settled(huarui: Relationship, finance: Person, supplier: Person) -> Statement:
    statement = actions.make_statement(huarui, "EUR", by=finance.actor, now=NOW)
    actions.sign_and_send(statement, by=finance.actor, now=NOW)
    actions.agree_to_statement(statement, statement.customer_digest, by=supplier.actor, now=NOW)
    actions.settle_statement(statement, document="1900004711", by=finance.actor, now=NOW)
    return statement
