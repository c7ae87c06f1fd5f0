"""An honour that both sides show, and that anybody can verify by the code on its certificate."""

import re

import pytest
from django.test import Client

from tandem.accounts.models import Organization
from tandem.accounts.roles import Role
from tandem.incentives import actions
from tandem.incentives.actions.honours import new_code
from tandem.incentives.models import Honour
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person


@pytest.fixture
def finance(nordlicht: Organization) -> Person:
    return person(nordlicht, "Frida Holm", Role.FINANCE)


@pytest.fixture
def honour(huarui: Relationship, manager: Person, finance: Person) -> Honour:
    words = actions.Words(
        "reward",
        "award",
        "Three years without a line stop.",
        title="Supplier of the year",
        title_local="年度优秀供应商",
    )
    case = actions.propose(huarui, words, by=manager.actor, now=NOW)
    actions.approve(case, by=finance.actor, now=NOW)
    actions.announce(case, by=finance.actor, now=NOW)
    return Honour.objects.get(consequence=case)


def test_both_sides_show_it_by_year(honour: Honour, finance: Person, huarui_sales: Person) -> None:
    ours = finance.client.get("/incentives/honours/").content.decode()
    theirs = huarui_sales.client.get("/incentives/own/honours/").content.decode()
    assert "Supplier of the year" in ours
    assert "年度优秀供应商" in theirs
    for page in (ours, theirs):
        assert "2026" in page
        assert honour.code in page


def test_the_certificate_is_handed_out_at_both_ends_alone(
    honour: Honour, finance: Person, huarui_sales: Person, rival: Person
) -> None:
    ours = finance.client.get(f"/incentives/honours/{honour.pk}/certificate.pdf")
    theirs = huarui_sales.client.get(f"/incentives/own/honours/{honour.pk}/certificate.pdf")
    assert ours.content[:5] == theirs.content[:5] == b"%PDF-"
    assert rival.client.get(f"/incentives/honours/{honour.pk}/certificate.pdf").status_code == 404


def test_anybody_verifies_it_however_the_code_is_typed(honour: Honour) -> None:
    visitor = Client(headers={"accept-language": "en"})
    typed = honour.code.lower().replace("-", " ")
    answer = visitor.get("/incentives/verify/", {"code": typed})
    assert answer["Location"] == f"/incentives/verify/{honour.code}/"
    page = visitor.get(answer["Location"]).content.decode()
    assert "The certificate is genuine and holds." in page
    assert "Huarui Castings Co., Ltd." in page
    assert "Nordlicht Pumpen GmbH" in page


@pytest.mark.parametrize("code", ["7KQM-2XWP-9RTB", "x", "９" * 12, "'; --"])
def test_another_code_is_nobodys(honour: Honour, code: str) -> None:
    answer = Client(headers={"accept-language": "en"}).get("/incentives/verify/", {"code": code})
    assert answer.status_code == 404
    assert "There is no certificate with this code" in answer.content.decode()


def test_taken_back_it_says_so_and_is_shown_no_more(honour: Honour, finance: Person) -> None:
    actions.reverse(honour.consequence, reason="The data was wrong.", by=finance.actor, now=NOW)
    page = (
        Client(headers={"accept-language": "en"}).get(f"/incentives/verify/{honour.code}/").content.decode()
    )
    assert "This honour was taken back on 23 Nov 2026." in page
    assert "Three years" not in page
    assert "Supplier of the year" not in finance.client.get("/incentives/honours/").content.decode()


def test_codes_have_no_letters_that_are_taken_for_others() -> None:
    assert all(
        re.fullmatch(r"([2-9A-HJ-KM-NP-Z]{4}-){2}[2-9A-HJ-KM-NP-Z]{4}", new_code()) for _ in range(200)
    )
