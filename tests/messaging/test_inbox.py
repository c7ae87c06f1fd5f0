"""The inbox on its pages: one's own, of the organisation acted for, and where each line leads."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tandem.accounts.models import Membership, User
from tandem.accounts.roles import Role
from tandem.messaging.actions import members, notify, settle
from tandem.messaging.models import Mail, MailHour, Notification, Preference
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person

FAILED_FILE = {"file": "orders.csv", "problem": "the disk is full"}
SENTENCE = "orders.csv was not loaded: the disk is full"


@pytest.fixture
def told(buyer: Person, rival: Person) -> Notification:
    """Ada was told of a file at Nordlicht."""
    notify("import.failed", to=members(buyer.organization.pk), url="/facts/", context=FAILED_FILE, now=NOW)
    return Notification.objects.get(recipient=buyer.user)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bell_counts_and_opening_a_line_leads_to_its_record(told: Notification, buyer: Person) -> None:
    page = text(buyer.client, "/messaging/")
    assert SENTENCE in page
    assert "Inbox: 1 unread message" in page
    answer = buyer.client.get(f"/messaging/{told.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/facts/")
    page = text(buyer.client, "/messaging/")
    assert SENTENCE not in page
    assert "unread message" not in page
    assert SENTENCE in text(buyer.client, "/messaging/?show=all")


def test_home_opens_on_what_is_new(told: Notification, buyer: Person, huarui: Relationship) -> None:
    page = text(buyer.client, "/")
    assert "New in your inbox" in page
    assert f'href="/messaging/{told.pk}/"' in page


def test_lines_are_marked_one_by_one_or_all_together(
    told: Notification, buyer: Person, rival: Person
) -> None:
    notify("import.failed", to=members(buyer.organization.pk), context=FAILED_FILE, now=NOW)
    notify("import.failed", to=members(rival.organization.pk), context=FAILED_FILE, now=NOW)
    buyer.client.post(f"/messaging/{told.pk}/read/")
    assert Notification.objects.unread().filter(recipient=buyer.user).count() == 1
    buyer.client.post("/messaging/read/")
    assert [Notification.objects.unread().filter(recipient=who.user).count() for who in (buyer, rival)] == [
        0,
        1,
    ]


def test_a_colleague_and_a_rival_find_nothing_of_it(
    told: Notification, buyer: Person, manager: Person, rival: Person
) -> None:
    for other in (manager, rival):
        assert SENTENCE not in text(other.client, "/messaging/?show=all")
        assert other.client.get(f"/messaging/{told.pk}/").status_code == 404
        assert other.client.post(f"/messaging/{told.pk}/read/").status_code == 404


def test_another_organisations_message_asks_first_to_act_for_it(
    told: Notification, buyer: Person, rival: Person
) -> None:
    Membership.objects.create(user=buyer.user, organization=rival.organization, roles=[Role.BUYER])
    User.objects.filter(pk=buyer.user.pk).update(acting_for=rival.organization)
    page = text(buyer.client, "/messaging/")
    assert SENTENCE not in page
    assert "1 unread message at Nordlicht Pumpen GmbH." in page
    asked = text(buyer.client, f"/messaging/{told.pk}/")
    assert "This concerns Nordlicht Pumpen GmbH" in asked
    assert Notification.objects.unread().filter(pk=told.pk).exists()
    there = {"organization": "nordlicht", "next": f"/messaging/{told.pk}/"}
    assert buyer.client.post("/accounts/organisation/switch/", there)["Location"] == f"/messaging/{told.pk}/"
    assert buyer.client.get(f"/messaging/{told.pk}/")["Location"] == "/facts/"


def test_a_lost_role_takes_its_messages_along(told: Notification, buyer: Person) -> None:
    Membership.objects.filter(user=buyer.user).update(roles=[Role.EVALUATOR])
    assert SENTENCE not in text(buyer.client, "/messaging/?show=all")
    assert buyer.client.get(f"/messaging/{told.pk}/").status_code == 404


def test_a_person_chooses_what_to_be_told_and_when(buyer: Person) -> None:
    page = text(buyer.client, "/messaging/settings/")
    assert "The loading of a file was interrupted" in page
    assert "A customer published our scorecard" not in page  # no role of hers is told of it
    form = buyer.client.get("/messaging/settings/").context["form"]
    chosen = {name: field.initial or form.initial[name] for name, field in form.fields.items()}
    chosen = {name: value for name, value in chosen.items() if value is not False}
    del chosen["inbox.import.failed"]
    chosen |= {"mail.import.failed": "digest", "hour": "18", "time_zone": "Asia/Shanghai"}
    answer = buyer.client.post("/messaging/settings/", chosen)
    assert answer.status_code == 302
    kept = Preference.objects.values_list("user", "kind", "in_inbox", "mail")
    assert list(kept) == [(buyer.user.pk, "import.failed", False, Mail.DIGEST)]
    hour = MailHour.objects.get()
    assert (hour.user, hour.hour, hour.time_zone) == (buyer.user, 18, "Asia/Shanghai")
    wrong = buyer.client.post("/messaging/settings/", chosen | {"time_zone": "Mars/Olympus"})
    assert wrong.status_code == 422


def test_the_bell_costs_one_statement(
    told: Notification, buyer: Person, django_assert_num_queries: object
) -> None:

    with CaptureQueriesContext(connection) as queries:
        buyer.client.get("/accounts/me/")
    asked = [each["sql"] for each in queries.captured_queries if "messaging_" in each["sql"]]
    assert len(asked) == 1
    assert "GROUP BY" in asked[0]


def test_what_has_been_done_since_is_read_for_everybody(
    buyer: Person, manager: Person, huarui: Relationship
) -> None:
    def ask(about: Relationship | None) -> None:
        notify("import.failed", to=members(buyer.organization.pk), about=about, context=FAILED_FILE, now=NOW)

    ask(huarui)
    ask(None)
    settle(["import.failed"], huarui, now=NOW)
    assert Notification.objects.count() == 4
    assert set(Notification.objects.unread().values_list("event__record_id", flat=True)) == {None}
