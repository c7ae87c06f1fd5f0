"""What comes by mail, in whose language, at which hour, and what becomes of it when the mail server fails."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from tandem.accounts.models import Membership, Organization
from tandem.accounts.roles import Role
from tandem.messaging import actions
from tandem.messaging.actions import members, notify, people
from tandem.messaging.models import Letter, Mail, Notification
from tests.cast import NOW, Person, person

FAILED_FILE = {"file": "orders.csv", "problem": "the disk is full"}


class Broken(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, _messages: Any) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def failed_import(organization: Organization, *, now: datetime = NOW) -> None:
    notify("import.failed", to=members(organization.pk), url="/facts/", context=FAILED_FILE, now=now)


def send(now: datetime = NOW) -> int:
    return actions.send_due_letters(clock=lambda: now)


def test_a_letter_is_written_in_its_readers_language(
    nordlicht: Organization, buyer: Person, chinese_buyer: Person, rival: Person
) -> None:
    failed_import(nordlicht)
    assert send() == 2
    english, chinese = mail.outbox
    number = Notification.objects.get(recipient=buyer.user).pk
    assert (english.to, english.subject) == (
        ["ada@nordlicht.example"],
        "orders.csv was not loaded: the disk is full",
    )
    assert english.body == (
        "Hello Ada Lindqvist,\n"
        "\n"
        "Nordlicht Pumpen GmbH\n"
        "\n"
        "* orders.csv was not loaded: the disk is full\n"
        "  23 Nov 2026, 09:00\n"
        f"  http://127.0.0.1:8000/messaging/{number}/\n"
        "\n"
        "-- \n"
        "Tandem sends this because your settings say so. Change what comes by mail, and when:\n"
        "http://127.0.0.1:8000/messaging/settings/\n"
    )
    letter = Letter.objects.get(recipient=buyer.user)
    assert english.extra_headers == {
        "Message-ID": f"<{letter.pk}@localhost>",
        "Auto-Submitted": "auto-generated",
    }
    assert (chinese.to, chinese.subject) == (
        ["chen@nordlicht.example"],
        "orders.csv 未导入：the disk is full",
    )
    assert "Chen Jing，您好：" in chinese.body
    assert (letter.state, letter.attempts, letter.sent_at) == ("sent", 1, NOW)
    assert send() == 0


def test_a_mail_server_that_fails_is_tried_again_later_under_the_same_id(
    nordlicht: Organization, buyer: Person, settings: Any
) -> None:
    working = settings.EMAIL_BACKEND
    failed_import(nordlicht)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.problem, letter.next_at) == (
        "waiting", 1, "Connection unexpectedly closed", NOW + timedelta(minutes=1),
    )  # fmt: skip
    settings.EMAIL_BACKEND = working
    assert send() == 0  # not yet
    assert send(NOW + timedelta(minutes=1)) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{letter.pk}@localhost>"


def test_a_letter_that_can_never_be_sent_is_given_up(
    nordlicht: Organization, buyer: Person, settings: Any
) -> None:
    failed_import(nordlicht)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    now = NOW
    for _attempt in range(8):
        send(now)
        now += timedelta(days=2)
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == ("failed", 8)


def test_what_a_reader_may_no_longer_know_is_not_sent(nordlicht: Organization, buyer: Person) -> None:
    failed_import(nordlicht)
    Membership.objects.filter(user=buyer.user).update(roles=[Role.EVALUATOR])
    assert send() == 0
    assert (Letter.objects.get().state, mail.outbox) == ("dropped", [])


@pytest.fixture
def summaries(buyer: Person, rival: Person) -> Iterator[Person]:
    """Ada, who also buys for Kestrel, reads one summary at eight in Berlin: at seven by UTC in winter."""
    Membership.objects.create(user=buyer.user, organization=rival.organization, roles=[Role.BUYER])
    actions.choose_channels(buyer.user, {"import.failed": (True, Mail.DIGEST)})
    actions.choose_mail_hour(buyer.user, hour=8, time_zone="Europe/Berlin")
    return buyer


def compose(now: datetime) -> int:
    return actions.compose_digests(now=now) and send(now)


def test_a_summary_comes_at_its_readers_hour_with_what_is_unread(
    nordlicht: Organization, kestrel: Organization, summaries: Person
) -> None:
    failed_import(nordlicht)
    failed_import(kestrel)
    failed_import(nordlicht, now=NOW + timedelta(hours=1))
    read = Notification.objects.filter(recipient=summaries.user, organization=nordlicht).last()
    assert read is not None
    actions.mark_read(read, now=NOW)
    mail.outbox.clear()
    before_seven = NOW.replace(day=24, hour=6, minute=59)
    assert compose(before_seven) == 0
    Letter.objects.exclude(recipient=summaries.user).delete()
    assert compose(NOW.replace(day=24, hour=7)) == 1
    (summary,) = mail.outbox
    assert summary.subject == "2 things you should know"
    assert summary.body.index("Kestrel Motors Inc.") < summary.body.index("Nordlicht Pumpen GmbH")
    assert summary.body.count("orders.csv was not loaded") == 2
    assert compose(NOW.replace(day=24, hour=8)) == 0


def test_what_happens_after_the_hour_waits_for_the_next_day(
    nordlicht: Organization, summaries: Person
) -> None:
    failed_import(nordlicht)
    assert compose(NOW + timedelta(hours=8)) == 0
    assert compose(NOW.replace(day=24, hour=7)) == 1


def test_a_kind_muted_altogether_is_neither_told_nor_sent(nordlicht: Organization, buyer: Person) -> None:
    actions.choose_channels(buyer.user, {"import.failed": (False, Mail.NEVER)})
    failed_import(nordlicht)
    assert (Notification.objects.count(), Letter.objects.count()) == (0, 0)
    actions.choose_channels(buyer.user, {"import.failed": (True, Mail.AT_ONCE)})
    failed_import(nordlicht)
    assert (Notification.objects.count(), Letter.objects.count()) == (1, 1)


def test_by_mail_alone_it_does_not_stand_in_the_inbox(nordlicht: Organization, buyer: Person) -> None:
    actions.choose_channels(buyer.user, {"import.failed": (False, Mail.AT_ONCE)})
    failed_import(nordlicht)
    assert list(Notification.objects.visible_to(buyer.actor)) == []
    assert send() == 1


def test_a_subject_is_one_line(nordlicht: Organization) -> None:
    reader = person(nordlicht, "Bo Long", Role.FINANCE)
    context = {"file": "a\nb.csv", "problem": "x" * 300}
    notify("import.failed", to=people(nordlicht.pk, reader.user.pk), context=context, now=NOW)
    assert send() == 1
    assert mail.outbox[0].subject == f"a b.csv was not loaded: {'x' * 125}…"
