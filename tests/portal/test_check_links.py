"""A supplier without an account opens its data check from a link on its phone, marks lines, and sends them."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tandem.portal import actions
from tandem.portal.actions.checks import ask_to_check
from tandem.portal.models import Ask, Link
from tandem.portal.objection_lines import written
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Objection, Run
from tests.cast import NOW, Person
from tests.scorecards.test_data_check import check_of

Keys = list[tuple[str, str, str, str]]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_from_the_link_to_the_sent_lines_without_a_password(
    checking: Run,
    late: Keys,
    huarui: Relationship,
    manager: Person,
) -> None:
    check = check_of(checking, huarui)
    ask = ask_to_check(check, by=manager.actor, now=NOW)
    _link, token = actions.make_link(ask, via="copy", language="en", by=manager.actor, now=NOW)
    phone = Client(enforce_csrf_checks=True)
    home = reverse("links:check", args=[token])
    assert phone.get(reverse("links:open", args=[token]))["location"] == home
    page = phone.get(home).content.decode()
    assert "63.3%" in page, "what was measured"
    assert "46.89" not in page, "no score before publication"
    assert "Everything is right" in page
    lines = reverse("links:check_lines", args=[token, "on_time_lines"])
    assert phone.get(lines).content.decode().count('type="checkbox"') == 20
    marked = {"line": [written(key) for key in late[:4]], "reason": "date_moved", "remark": ""}
    assert phone.post(lines, marked)["location"] == home
    gone = check.lines.get(number=late[3][1])
    phone.post(reverse("links:check_take_back", args=[token, gone.pk]))
    assert Link.objects.get().used_at is None, "marking uses nothing up"
    sent = phone.post(reverse("links:check_send", args=[token]), {"remark": "Please look."})
    assert sent["location"] == reverse("links:thanks", args=[token])
    check.refresh_from_db()
    ask.refresh_from_db()
    assert (check.status, ask.status, ask.answered_via) == (
        Objection.Status.DECIDED,
        Ask.Status.ACCEPTED,
        "link",
    )
    assert phone.get(home).status_code == 410
    assert phone.post(lines, marked).status_code == 410


def test_a_link_to_another_request_opens_no_data_check(
    checking: Run,
    huarui: Relationship,
    manager: Person,
) -> None:
    ask = Ask.objects.create(
        relationship=huarui, kind=Ask.Kind.CERTIFICATE, due_on=NOW.date(), asked_at=NOW, asked_by_name="Ada"
    )
    _link, token = actions.make_link(ask, via="copy", language="en", by=manager.actor, now=NOW)
    phone = Client()
    for name, args in (("check", []), ("check_lines", ["on_time_lines"])):
        assert phone.get(reverse(f"links:{name}", args=[token, *args])).status_code == 404
