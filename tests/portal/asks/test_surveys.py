"""Suppliers say how it is to work with Nordlicht; it learns what groups of five and more say, once, at the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tandem.accounts.models import AuditEntry
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.portal import actions
from tandem.portal.models import Ask, Survey, SurveyAnswer
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person, supplier_of

CLOSES = NOW.date() + timedelta(days=14)


def scores(all_of_them: int) -> dict[str, int]:
    return dict.fromkeys(("clarity", "fairness", "forecast", "payment"), all_of_them)


@pytest.fixture
def suppliers(buyer: Person) -> list[tuple[Relationship, Person]]:
    """Eleven: six strategic, three routine, two without a segment; each with somebody in sales."""
    made = []
    for place in range(11):
        relationship = supplier_of(buyer, f"Supplier {place} Ltd.")
        segment = "strategic" if place < 6 else "routine" if place < 9 else ""
        relationships.change_relationship(relationship, by=buyer.actor, values={"segment": segment})
        made.append((relationship, person(relationship.supplier, f"Sam{place} Seller", Role.SALES)))
    return made


@pytest.fixture
def survey(suppliers: list[tuple[Relationship, Person]], buyer: Person) -> Survey:
    return actions.open_survey("2026-Q3", closes_on=CLOSES, by=buyer.actor, now=NOW)


def answer(survey: Survey, who: Person, score: int, comment: str = "") -> None:
    ask = Ask.objects.get(survey=survey, relationship__supplier=who.organization)
    given = {field: str(score) for field in scores(score)} | {"comment": comment}
    assert who.client.post(reverse("portal:ask", args=[ask.pk]), given).status_code == 302


def test_groups_of_five_are_shown_once_and_comments_without_a_trace(
    survey: Survey, suppliers: list[tuple[Relationship, Person]], buyer: Person
) -> None:
    page = reverse("portal_customer:survey", args=[survey.pk])
    for place, (_, who) in enumerate(suppliers[:9]):
        answer(survey, who, 5 if place < 6 else 2, f"Comment number {place}" if place < 5 else "")
        shown = buyer.client.get(page).content.decode()
        assert "Comment number" not in shown
        assert ">5.0<" not in shown
    buyer.client.post(reverse("portal_customer:close_survey", args=[survey.pk]))
    survey.refresh_from_db()
    assert survey.results is not None
    # The three routine ones could be worked out from all and the strategic ones: so only all are shown.
    assert survey.results["groups"] == [
        {"segment": "", "whole": True, "answers": 9, "means": dict.fromkeys(scores(1), 4.0)}
    ]
    assert sorted(survey.results["comments"]) == [f"Comment number {place}" for place in range(5)]
    shown = buyer.client.get(page).content.decode()
    assert "Comment number 4" in shown
    assert "nor is one more where the rest could be worked out" in shown
    # Those who had not answered are asked no more; what was worked out stays.
    assert Ask.objects.filter(survey=survey, status="withdrawn").count() == 2
    with pytest.raises(Refused):
        actions.close_survey(survey, by=buyer.actor, now=NOW)


def test_a_segment_is_shown_beside_all_when_the_rest_is_large_enough(
    survey: Survey, suppliers: list[tuple[Relationship, Person]], buyer: Person
) -> None:
    for place, (_, who) in enumerate(suppliers):
        answer(survey, who, 5 if place < 6 else 1)
    actions.close_survey(survey, by=buyer.actor, now=NOW)
    assert survey.results is not None
    shown = [
        (group["segment"], group["answers"], group["means"]["payment"]) for group in survey.results["groups"]
    ]
    assert shown == [("", 11, 3.2), ("strategic", 6, 5.0)]
    assert survey.results["comments"] == []


def test_the_answer_is_the_suppliers_own(
    survey: Survey, suppliers: list[tuple[Relationship, Person]], buyer: Person, rival: Person
) -> None:
    (_, first), (_, second) = suppliers[:2]
    answer(survey, first, 3, "Forecasts come late.")
    ask = Ask.objects.get(survey=survey, relationship__supplier=first.organization)
    assert "Forecasts come late." in first.client.get(reverse("portal:ask", args=[ask.pk])).content.decode()
    customers = buyer.client.get(reverse("portal_customer:ask", args=[ask.pk])).content.decode()
    assert "Forecasts come late." not in customers
    assert "3 / 5" not in customers
    for who in (buyer, rival, second):
        assert not SurveyAnswer.objects.visible_to(who.actor).exists()
    assert second.client.get(reverse("portal:ask", args=[ask.pk])).status_code == 404
    told = "".join(f"{entry.changes}{entry.reason}" for entry in AuditEntry.objects.about(ask))
    assert "Forecasts" not in told
    # One answer a supplier.
    again = dict.fromkeys(scores(1), "1")
    first.client.post(reverse("portal:ask", args=[ask.pk]), again)
    assert SurveyAnswer.objects.get().clarity == 3


def test_fewer_than_five_answers_show_nothing(
    survey: Survey, suppliers: list[tuple[Relationship, Person]], buyer: Person
) -> None:
    for _, who in suppliers[:4]:
        answer(survey, who, 1, "I am one of four.")
    actions.close_survey(survey, by=buyer.actor, now=NOW)
    assert survey.results == {"asked": 11, "answered": 4, "groups": [], "comments": []}
    shown = buyer.client.get(survey.get_absolute_url()).content.decode()
    assert "Too few answers to be shown" in shown


def test_a_quarter_has_one_survey_and_it_ends(
    survey: Survey, suppliers: list[tuple[Relationship, Person]], buyer: Person, auditor: Person, now: Any
) -> None:
    with pytest.raises(Refused, match="each period has one"):
        actions.open_survey("2026-Q3", closes_on=CLOSES, by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="a quarter"):
        actions.open_survey("2026-09", closes_on=CLOSES, by=buyer.actor, now=NOW)
    with pytest.raises(Refused, match="Only 3 suppliers"):
        actions.open_survey("2026-Q2", segment="routine", closes_on=CLOSES, by=buyer.actor, now=NOW)
    with pytest.raises(Refused):
        actions.open_survey("2026-Q2", closes_on=CLOSES, by=auditor.actor, now=NOW)
    now.shift(timedelta(days=15))
    _, first = suppliers[0]
    ask = Ask.objects.get(survey=survey, relationship__supplier=first.organization)
    with pytest.raises(Refused, match="closed"):
        actions.answer_survey(ask, scores(4), by=first.actor, now=NOW + timedelta(days=15), via="portal")


def test_a_rival_finds_no_survey(survey: Survey, rival: Person, suppliers: Any) -> None:
    for name in ("survey", "close_survey"):
        path = reverse(f"portal_customer:{name}", args=[survey.pk])
        assert {rival.client.get(path).status_code, rival.client.post(path).status_code} <= {404, 405}
    _, supplier = suppliers[0]
    assert supplier.client.get(reverse("portal_customer:survey", args=[survey.pk])).status_code == 404
    survey.refresh_from_db()
    assert survey.status == "open"
