"""Huarui's sales team keeps its customers: Nordlicht, on Tandem, and Baltic Pumps, which is not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tandem.accounts.models import AuditEntry, Membership
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.portal import actions, matrix
from tandem.portal.models import (
    AccountContact,
    AccountNote,
    CustomerAccount,
    NextStep,
    PrivateGrade,
    PrivatePayment,
)
from tandem.portal.portfolio import Quarter
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person, supplier_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def meiling(huarui: Relationship) -> Person:
    return person(huarui.supplier, "Hua Meiling", Role.SALES)


@pytest.fixture
def jun(huarui: Relationship) -> Person:
    """Huarui's quality engineer: reads and notes, keeps no customers."""
    return person(huarui.supplier, "Jun Li", Role.SUPPLIER_QUALITY)


@pytest.fixture
def stranger(buyer: Person) -> Person:
    """Sells to Nordlicht too, for another company."""
    return person(supplier_of(buyer, "Bergquell Hydraulik GmbH").supplier, "Anselm Bergner", Role.SALES)


@pytest.fixture
def baltic(meiling: Person) -> CustomerAccount:
    values = {"name": "Baltic Pumps Oy", "country": "FI", "currency": "CNY", "revenue": Decimal(250000)}
    return actions.keep_private_customer(values, by=meiling.actor)


def page(who: Person, name: str, *arguments: Any) -> str:
    return who.client.get(reverse(f"portal:{name}", args=arguments)).content.decode()


def test_customers_on_tandem_and_private_ones_stand_in_one_list(
    huarui: Relationship, meiling: Person, baltic: CustomerAccount
) -> None:
    shown = page(meiling, "accounts")
    assert "Nordlicht Pumpen GmbH" in shown
    assert "Baltic Pumps Oy" in shown
    assert "not on Tandem, seen by you alone" in shown
    assert CustomerAccount.objects.visible_to(meiling.actor).count() == 2
    page(meiling, "accounts")
    assert CustomerAccount.objects.visible_to(meiling.actor).count() == 2


def test_nobody_else_sees_any_of_it(
    meiling: Person, baltic: CustomerAccount, stranger: Person, buyer: Person, rival: Person
) -> None:
    for who in (stranger, rival):
        assert "Baltic" not in page(who, "accounts")
        assert who.client.get(baltic.get_absolute_url()).status_code == 404
    assert buyer.client.get(baltic.get_absolute_url()).status_code == 404
    page(meiling, "accounts")
    served = CustomerAccount.objects.visible_to(meiling.actor).exclude(relationship=None).get()
    for who in (stranger, rival, buyer):
        assert who.client.get(served.get_absolute_url()).status_code == 404


def test_a_contact_a_note_and_a_next_step(meiling: Person, jun: Person, baltic: CustomerAccount) -> None:
    where = {
        "name": "Aino Laine",
        "position": "Head of purchasing",
        "role": "decider",
        "email": "aino@baltic.example",
    }
    meiling.client.post(reverse("portal:add_account_contact", args=[baltic.pk]), where)
    wrong = meiling.client.post(
        reverse("portal:add_account_contact", args=[baltic.pk]), where | {"email": "aino"}
    )
    assert wrong.status_code == 422
    jun.client.post(reverse("portal:write_account_note", args=[baltic.pk]), {"text": "Wants PPAP level 3."})
    tomorrow = timezone.localdate() + timedelta(days=1)
    step = {"text": "Send the offer", "due": tomorrow.isoformat(), "assignee": jun.user.pk}
    meiling.client.post(reverse("portal:plan_step", args=[baltic.pk]), step)
    shown = page(meiling, "account", baltic.pk)
    for told in ("Aino Laine", "Decides", "Wants PPAP level 3.", "Send the offer", "Contact written down"):
        assert told in shown

    planned = NextStep.objects.get()
    assert "Send the offer" in jun.client.get(f"{reverse('portal:steps')}?whose=mine").content.decode()
    assert (
        "Send the offer" not in meiling.client.get(f"{reverse('portal:steps')}?whose=mine").content.decode()
    )
    done = reverse("portal:finish_step", args=[baltic.pk, planned.pk])
    jun.client.post(done, {"outcome": "Sent, answer in May"})
    planned.refresh_from_db()
    assert (planned.done_by_name, planned.outcome) == ("Jun Li", "Sent, answer in May")
    assert jun.client.post(done).status_code == 409


def test_who_comes_to_audit_changes_nothing_of_what_was_theirs(
    meiling: Person, jun: Person, baltic: CustomerAccount
) -> None:
    note = actions.write_account_note(baltic, "Wants PPAP level 3.", by=jun.actor, now=NOW)
    step = actions.plan_step(baltic, "Send it", due=TODAY, assignee=jun.user, by=meiling.actor)
    Membership.objects.filter(user=jun.user).update(roles=[Role.AUDITOR])
    shown = page(jun, "account", baltic.pk)
    assert "Wants PPAP level 3." in shown
    assert "Remove this note" not in shown
    for name, key in (("remove_account_note", note.pk), ("finish_step", step.pk)):
        address = reverse(f"portal:{name}", args=[baltic.pk, key])
        assert jun.client.post(address, {"outcome": "Sent"}).status_code == 409, name
    step.refresh_from_db()
    assert step.done_at is None
    assert AccountNote.objects.filter(pk=note.pk).exists()


def test_quality_keeps_no_customers(jun: Person, baltic: CustomerAccount, meiling: Person) -> None:
    for name, values in {
        "edit_account": {"name": "Mine"},
        "plan_step": {"text": "x", "due": "2026-12-01"},
        "judge": {"factor": "fit", "points": "10"},
        "archive_account": {},
    }.items():
        assert jun.client.post(reverse(f"portal:{name}", args=[baltic.pk]), values).status_code == 409, name
    assert jun.client.post(reverse("portal:add_account"), {"name": "Mine"}).status_code == 409
    with pytest.raises(Refused):
        actions.keep_private_customer({"name": "Mine"}, by=jun.actor)
    assert "Judge<" not in page(jun, "account", baltic.pk)


def test_a_step_goes_to_ones_own_people_alone(
    meiling: Person, baltic: CustomerAccount, buyer: Person
) -> None:
    with pytest.raises(Refused, match="somebody of your own organisation"):
        actions.plan_step(baltic, "Spy", due=TODAY, assignee=buyer.user, by=meiling.actor)
    step = {"text": "Spy", "due": "2026-12-01", "assignee": buyer.user.pk}
    assert meiling.client.post(reverse("portal:plan_step", args=[baltic.pk]), step).status_code == 422


def test_the_place_in_the_portfolio_stands_on_numbers(
    huarui: Relationship, meiling: Person, baltic: CustomerAccount
) -> None:
    for period, score in (("2026-Q2", 80), ("2026-Q3", 91)):
        actions.save_private_record(
            PrivateGrade(account=baltic, period=period, grade="A", score=Decimal(score)), by=meiling.actor
        )
    for invoice, paid in (("1", date(2026, 10, 1)), ("2", date(2026, 10, 20)), ("3", None)):
        actions.save_private_record(
            PrivatePayment(
                account=baltic,
                invoice=invoice,
                amount=Decimal(10),
                currency="CNY",
                due=date(2026, 10, 10),
                paid=paid,
            ),
            by=meiling.actor,
        )
    for factor, points in (("margin", 9), ("fit", 8), ("share_of_purchases", 6)):
        actions.judge(baltic, factor, points, reason="Their own words.", by=meiling.actor, now=NOW)
    (standing,) = matrix.standings(meiling.actor, TODAY, only=baltic.pk)
    assert standing.values == {
        "score": 91.0,
        "score_change": 11.0,
        "paid_on_time": 1 / 3,
        "revenue_share": 1.0,
        "margin": 9.0,
        "fit": 8.0,
        "share_of_purchases": 6.0,
    }
    assert (standing.overdue_payments, standing.quarter) == (1, Quarter.CORE)
    shown = page(meiling, "account_matrix")
    assert "Baltic Pumps Oy" in shown
    assert page(meiling, "account", baltic.pk).count("Their own words.") >= 3


def test_a_measured_factor_is_not_judged_and_points_have_bounds(
    meiling: Person, baltic: CustomerAccount
) -> None:
    with pytest.raises(Refused, match="measured, not judged"):
        actions.judge(baltic, "paid_on_time", 10, reason="", by=meiling.actor, now=NOW)
    meiling.client.post(reverse("portal:judge", args=[baltic.pk]), {"factor": "fit", "points": "11"})
    assert not baltic.judgements.exists()
    actions.judge(baltic, "fit", 4, reason="", by=meiling.actor, now=NOW)
    actions.judge(baltic, "fit", None, reason="", by=meiling.actor, now=NOW)
    assert not baltic.judgements.exists()
    verbs = (
        AuditEntry.objects.visible_to(meiling.actor)
        .about(baltic)
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["customer_kept", "judged", "judgement_taken_back"]


def test_a_file_is_shown_before_it_is_kept_and_replaces_what_it_names(
    meiling: Person, baltic: CustomerAccount
) -> None:
    text = b"invoice,amount,due,paid\nA-1,100,2026-10-10,\nA-2,ten,2026-10-10,\n"
    sent = {"kind": "payments", "file": SimpleUploadedFile("open.csv", text)}
    preview = meiling.client.post(reverse("portal:preview_records", args=[baltic.pk]), sent)
    assert (preview.context["good"], preview.context["bad"]) == (1, 1)
    assert "amount: “ten” is not a number." in preview.content.decode()
    assert not PrivatePayment.objects.exists()
    kept = {"kept": preview.context["kept"], "file_name": "open.csv"}
    meiling.client.post(reverse("portal:import_records", args=[baltic.pk]), kept)
    meiling.client.post(reverse("portal:import_records", args=[baltic.pk]), kept)
    payment = PrivatePayment.objects.get()
    assert (payment.invoice, payment.amount, payment.currency, payment.due) == (
        "A-1", Decimal("100.00"), "CNY", date(2026, 10, 10),
    )  # fmt: skip
    meiling.client.post(reverse("portal:import_records", args=[baltic.pk]), {"kept": "forged"})
    assert PrivatePayment.objects.count() == 1


def test_an_invoice_of_nothing_is_refused_in_a_sentence_of_the_readers_language(
    meiling: Person, baltic: CustomerAccount
) -> None:
    address = reverse("portal:add_record", args=[baltic.pk, "payments"])
    given = {"invoice": "A-1", "amount": "0", "currency": "CNY", "due": "2026-10-10"}
    for language, sentence in (("en", "Give an amount above zero."), ("zh-hans", "请填写大于零的金额。")):
        meiling.user.language = language
        meiling.user.save()
        answer = meiling.client.post(address, given, headers={"Accept-Language": language})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "an_invoice_has_an_amount" not in answer.text
    assert not PrivatePayment.objects.exists()


def test_records_of_one_account_are_not_reached_through_another(
    meiling: Person, baltic: CustomerAccount, stranger: Person
) -> None:
    own = actions.keep_private_customer({"name": "Own Ltd."}, by=stranger.actor)
    contact = actions.save_account_contact(AccountContact(account=baltic, name="Aino"), by=meiling.actor)
    grade = actions.save_private_record(
        PrivateGrade(account=baltic, period="2026-Q3", grade="A"), by=meiling.actor
    )
    for name, arguments in {
        "edit_account_contact": [own.pk, contact.pk],
        "edit_record": [own.pk, "grades", grade.pk],
    }.items():
        assert stranger.client.get(reverse(f"portal:{name}", args=arguments)).status_code == 404, name
    assert meiling.client.get(reverse("portal:add_record", args=[baltic.pk, "secrets"])).status_code == 404


def test_a_customer_on_tandem_takes_no_private_records(huarui: Relationship, meiling: Person) -> None:
    actions.open_accounts(meiling.actor)
    nordlicht = CustomerAccount.objects.visible_to(meiling.actor).get()
    with pytest.raises(Refused, match="on Tandem"):
        actions.save_private_record(
            PrivateGrade(account=nordlicht, period="2026-Q3", grade="A"), by=meiling.actor
        )
    assert meiling.client.get(reverse("portal:add_record", args=[nordlicht.pk, "grades"])).status_code == 404
    with pytest.raises(Refused, match="stays in the list"):
        actions.archive_account(nordlicht, by=meiling.actor, now=NOW)


def test_an_archived_customer_leaves_the_lists_and_comes_back(
    meiling: Person, baltic: CustomerAccount
) -> None:
    meiling.client.post(reverse("portal:archive_account", args=[baltic.pk]))
    assert "1 archived customer" in page(meiling, "accounts")
    assert matrix.standings(meiling.actor, TODAY) == [] or all(
        one.account != baltic for one in matrix.standings(meiling.actor, TODAY)
    )
    meiling.client.post(reverse("portal:archive_account", args=[baltic.pk]))
    assert "archived" not in page(meiling, "accounts")


def test_the_list_takes_the_same_queries_at_1_3_and_10_customers(
    huarui: Relationship, meiling: Person, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for wanted in (1, 3, 10):
        while CustomerAccount.objects.visible_to(meiling.actor).private().count() < wanted:
            number = CustomerAccount.objects.visible_to(meiling.actor).private().count()
            account = actions.keep_private_customer({"name": f"Customer {number}"}, by=meiling.actor)
            actions.judge(account, "fit", 5, reason="", by=meiling.actor, now=NOW)
        page(meiling, "accounts")
        with django_assert_max_num_queries(60) as captured:
            page(meiling, "accounts")
        counts.append(len(captured))
    assert len(set(counts)) == 1, counts


def test_orders_and_payment_of_a_customer_on_tandem_are_measured(
    huarui: Relationship, meiling: Person, buyer: Person
) -> None:
    """What is measured rests on the customer's own ledger; without one, nothing is claimed."""
    relationships.number_supplier(huarui, source="erp", key="100", by=buyer.actor)
    actions.open_accounts(meiling.actor)
    (standing,) = matrix.standings(meiling.actor, TODAY)
    assert standing.values == {}
    assert standing.quarter is None
