"""Webhooks as their receiver takes them, and what an administrator sees of it."""

import json
import re
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tandem.accounts.models import AuditEntry, Organization
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.messaging import actions, posting, signing, values
from tandem.messaging.actions import members, notify
from tandem.messaging.models import Attempt, Delivery, Endpoint, Event, Notification
from tests.cast import NOW, Person, person
from tests.messaging.receiver import Receiver, receiving

CONTEXT = {
    "customer": {"is": "organization", "slug": "n", "name": "Nordlicht", "name_local": "北光"},
    "period": values.period("2026-Q3"),
    "grade": values.grade("C"),
}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


@pytest.fixture
def endpoint(administrator: Person, receiver: Receiver) -> Endpoint:
    """Nordlicht's own system hears of scorecards that its customers publish."""
    made, _secret = actions.add_endpoint(
        "Data hub", url=receiver.url, chosen=["scorecard.published"], by=administrator.actor, now=NOW
    )
    return made


def publish(organization: Organization) -> Delivery:
    notify(
        "scorecard.published", to=members(organization.pk), url="/portal/cards/7/", context=CONTEXT, now=NOW
    )
    return Delivery.objects.latest("pk")


def deliver(now: datetime = NOW) -> int:
    return actions.deliver_due_webhooks(clock=lambda: now)


def signed_by(endpoint: Endpoint, generation: int, headers: dict[str, str], body: bytes) -> bool:
    secret = signing.secret(endpoint.key, generation)
    expected = signing.signature(secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    return expected in headers["webhook-signature"].split(" ")


def test_an_event_arrives_signed(endpoint: Endpoint, receiver: Receiver, nordlicht: Organization) -> None:
    publish(nordlicht)
    assert deliver() == 1
    ((headers, body),) = receiver.taken
    event = Event.objects.get()
    assert headers["webhook-id"] == str(event.pk)
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["content-type"] == "application/json"
    assert signed_by(endpoint, 1, headers, body)
    assert json.loads(body) == {
        "type": "scorecard.published",
        "timestamp": "2026-11-23T09:00:00+00:00",
        "data": {
            "organization": "nordlicht",
            "text": "Nordlicht published your scorecard for Q3 2026: grade C",
            "by": None,
            "url": "http://127.0.0.1:8000/portal/cards/7/",
            "customer": {"slug": "n", "name": "Nordlicht", "name_local": "北光"},
            "period": "2026-Q3",
            "grade": "C",
        },
    }
    assert deliver() == 0


def test_only_the_chosen_events_of_ones_own_organisation_are_sent(
    endpoint: Endpoint, receiver: Receiver, nordlicht: Organization, kestrel: Organization
) -> None:
    publish(nordlicht)
    notify("scorecard.published", to=members(kestrel.pk), context=CONTEXT, now=NOW)
    notify("import.failed", to=members(nordlicht.pk), context={"file": "f", "problem": "p"}, now=NOW)
    assert (Delivery.objects.count(), deliver(), len(receiver.taken)) == (1, 1, 1)


def test_a_failure_is_tried_again_by_the_schedule_under_the_same_id_and_logged(
    endpoint: Endpoint, receiver: Receiver, nordlicht: Organization
) -> None:
    receiver.answers = [(500, "Out of order"), (302, "")]
    delivery = publish(nordlicht)
    assert deliver() == 0
    delivery.refresh_from_db()
    endpoint.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.next_at) == ("waiting", 1, NOW + timedelta(seconds=5))
    assert endpoint.failing_since == NOW
    assert deliver() == 0  # not before its time
    second = NOW + timedelta(seconds=5)
    assert deliver(second) == 0  # a redirect is no arrival, and is not followed
    assert deliver(second + timedelta(minutes=5)) == 1
    delivery.refresh_from_db()
    endpoint.refresh_from_db()
    assert (delivery.state, delivery.tries, endpoint.failing_since) == ("delivered", 3, None)
    assert list(Attempt.objects.order_by("pk").values_list("status", "excerpt")) == [
        (500, "Out of order"), (302, ""), (204, ""),
    ]  # fmt: skip
    assert len({headers["webhook-id"] for headers, _body in receiver.taken}) == 1
    assert len({body for _headers, body in receiver.taken}) == 1


def test_an_endpoint_that_fails_for_days_is_disabled_and_its_keepers_are_told(
    administrator: Person, buyer: Person, nordlicht: Organization
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
    endpoint, _ = actions.add_endpoint(
        "Gone", url=url, chosen=["scorecard.published"], by=administrator.actor, now=NOW
    )
    delivery = publish(nordlicht)
    Notification.objects.all().delete()
    now = NOW
    for _attempt in range(10):
        deliver(now)
        delivery.refresh_from_db()
        now = delivery.next_at
    endpoint.refresh_from_db()
    assert (delivery.state, delivery.tries, endpoint.status) == ("failed", 10, "disabled")
    assert [(n.recipient, n.kind) for n in Notification.objects.all()] == [
        (administrator.user, "webhook.disabled")
    ]
    assert Attempt.objects.filter(problem__contains="refused").count() == 10
    publish(nordlicht)
    assert Delivery.objects.count() == 1  # nothing is kept for a disabled one


def test_gone_is_taken_at_its_word(endpoint: Endpoint, receiver: Receiver, nordlicht: Organization) -> None:
    receiver.answers = [(410, "")]
    publish(nordlicht)
    deliver()
    endpoint.refresh_from_db()
    assert endpoint.status == "disabled"


def test_one_endpoint_that_fails_holds_up_no_other(
    endpoint: Endpoint, receiver: Receiver, administrator: Person, nordlicht: Organization
) -> None:
    receiver.answers = [(500, "")]
    publish(nordlicht)
    publish(nordlicht)
    assert (deliver(), len(receiver.taken)) == (0, 1)  # its second waits for the next round
    assert (deliver(), len(receiver.taken)) == (1, 2)


def test_both_secrets_sign_for_a_day_after_a_change(
    endpoint: Endpoint, receiver: Receiver, administrator: Person, nordlicht: Organization
) -> None:
    secret = actions.rotate_secret(endpoint, by=administrator.actor, now=NOW)
    assert secret == signing.secret(endpoint.key, 2)
    with pytest.raises(Refused, match="less than a day ago"):
        actions.rotate_secret(endpoint, by=administrator.actor, now=NOW + timedelta(hours=1))
    publish(nordlicht)
    deliver()
    publish(nordlicht)
    deliver(NOW + timedelta(hours=24))
    during, after = receiver.taken
    assert [signed_by(endpoint, generation, *during) for generation in (1, 2)] == [True, True]
    assert [signed_by(endpoint, generation, *after) for generation in (1, 2)] == [False, True]


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://10.0.0.8/", "https://169.254.169.254/latest/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://0.0.0.0/", "https://2130706433/",
        "https://[::127.0.0.1]/", "https://[::ffff:0:10.0.0.8]/", "https://[64:ff9b:1::a00:8]/", "https://[fec0::8]/",
    ],
)  # fmt: skip
def test_in_production_nothing_is_sent_to_this_machine_or_its_network(url: str) -> None:
    answer = posting.post(url, b"{}", {}, guarded=True)
    assert answer.status is None
    assert "is not a public address" in answer.problem


def test_in_production_an_address_must_be_https_and_bare(administrator: Person, settings: Any) -> None:
    settings.TANDEM_PRODUCTION = True
    for url, words in [
        ("http://hooks.example.com/", "must begin with https://"),
        ("https://ada:secret@hooks.example.com/", "must not contain a name or a password"),
        ("ftp://hooks.example.com/", "not an address that can be called"),
    ]:
        with pytest.raises(Refused, match=words):
            actions.add_endpoint("X", url=url, chosen=["run.ready"], by=administrator.actor, now=NOW)


def test_an_answer_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "LONGEST_WAIT", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        answer = posting.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {}, guarded=False)
    assert (answer.status, answer.problem) == (None, "No answer within 0 seconds.")


def test_an_administrator_keeps_webhooks_on_their_pages(
    administrator: Person, receiver: Receiver, nordlicht: Organization
) -> None:
    client = administrator.client
    assert "No webhook yet" in client.get("/messaging/webhooks/").content.decode()
    form = {"name": "Data hub", "url": receiver.url, "kinds": ["scorecard.published", "run.ready"]}
    made = client.post("/messaging/webhooks/add/", form).content.decode()
    endpoint = Endpoint.objects.get()
    secret = signing.secret(endpoint.key, 1)
    assert secret in made
    page = f"/messaging/webhooks/{endpoint.pk}/"
    assert secret not in client.get(page).content.decode()
    assert "There is a webhook" in client.post("/messaging/webhooks/add/", form).content.decode()
    pinged = client.post(f"{page}ping/")
    deliver(datetime.now(NOW.tzinfo) + timedelta(seconds=1))
    assert json.loads(receiver.taken[0][1])["type"] == "webhook.ping"
    shown = client.get(pinged["Location"]).content.decode()
    assert "204" in shown
    client.post(f"{pinged['Location']}again/")
    deliver(datetime.now(NOW.tzinfo) + timedelta(seconds=1))
    first, second = receiver.taken
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    rotated = client.post(f"{page}secret/").content.decode()
    assert re.findall(r"whsec_[\w+/=]+", rotated) == [signing.secret(endpoint.key, 2)]
    client.post(f"{page}switch/")
    assert Endpoint.objects.get().status == "disabled"
    assert client.post(f"{page}ping/").status_code == 409
    client.post(f"{page}switch/")
    client.post(f"{page}edit/", form | {"name": "Hub", "kinds": ["run.ready"]})
    assert Endpoint.objects.values_list("name", "kinds", "status").get() == ("Hub", ["run.ready"], "active")
    client.post(f"{page}remove/")
    assert not Endpoint.objects.exists()
    verbs = (
        AuditEntry.objects.filter(record_type="messaging.endpoint")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "added", "delivered_again", "secret_rotated", "moved_status", "moved_status", "changed", "removed",
    ]  # fmt: skip


def test_who_does_not_manage_integrations_finds_no_webhooks(
    endpoint: Endpoint, buyer: Person, rival: Person, nordlicht: Organization
) -> None:
    delivery = publish(nordlicht)
    auditor = person(nordlicht, "Olga Brandt", Role.AUDITOR)
    for path in ("/messaging/webhooks/", "/messaging/webhooks/add/"):
        assert [who.client.get(path).status_code for who in (buyer, auditor, rival)] == [404, 404, 200]
    for path in (f"/messaging/webhooks/{endpoint.pk}/", f"/messaging/webhooks/deliveries/{delivery.pk}/"):
        assert [who.client.get(path).status_code for who in (buyer, auditor, rival)] == [404, 404, 404]
    assert endpoint.name not in rival.client.get("/messaging/webhooks/").content.decode()
