"""Mails to an address: they leave with the transaction that wrote them, and what they said is forgotten then."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.db import connection, transaction

from tandem.core.fence import Acting, acting_as
from tandem.messaging import actions
from tandem.messaging.models import Letter
from tests.cast import NOW, Person
from tests.messaging.test_letters import Broken, send

pytestmark = pytest.mark.django_db
SECRET = "http://testserver/portal/link/a-way-in/"


def post(*, to: str = "meiling@huarui.example") -> Letter:
    actions.mail([EmailMessage("Your\nlink", f"Open it: {SECRET}", None, [to])], now=NOW)
    return Letter.objects.get()


def kept() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, convert_from(coalesce(content, ''), 'UTF8') FROM messaging_letter t")
        return str(cursor.fetchall())


def test_it_is_sent_under_its_own_id_and_what_it_said_is_forgotten() -> None:
    letter = post()
    assert "a-way-in" not in kept()
    assert send() == 1
    (message,) = django_mail.outbox
    assert (message.to, message.subject, message.body) == (
        ["meiling@huarui.example"], "Your link", f"Open it: {SECRET}",
    )  # fmt: skip
    assert message.extra_headers["Message-ID"] == f"<{letter.pk}@localhost>"
    letter.refresh_from_db()
    assert (letter.state, letter.content) == ("sent", None)


def test_what_is_rolled_back_is_not_sent() -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert send() == 0


def test_a_mail_server_that_fails_gets_it_again_and_in_the_end_it_is_given_up_and_forgotten(
    settings: Any,
) -> None:
    letter = post()
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{Broken.__module__}.Broken"
    assert send() == 0
    settings.EMAIL_BACKEND = working
    assert send(NOW + timedelta(minutes=1)) == 1
    assert django_mail.outbox[0].extra_headers["Message-ID"] == f"<{letter.pk}@localhost>"
    Letter.objects.all().delete()
    post()
    settings.EMAIL_BACKEND = f"{Broken.__module__}.Broken"
    for day in range(8):
        send(NOW + timedelta(days=2 * day))
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.content) == ("failed", 8, None)


def test_under_another_secret_key_nobody_reads_it(settings: Any) -> None:
    post()
    settings.SECRET_KEY = "another key altogether"
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.state, "TANDEM_SECRET_KEY" in letter.problem) == ("failed", True)


def test_nobody_but_the_background_work_finds_it(buyer: Person) -> None:
    post(to=buyer.user.email)
    with acting_as(Acting(person=buyer.user.pk, organization=buyer.organization.pk)):
        assert not Letter.objects.exists()


def test_who_was_mailed_is_forgotten_after_three_months() -> None:
    post()
    send()
    actions.forget_what_is_over(now=NOW + timedelta(days=90))
    assert Letter.objects.count() == 1
    actions.forget_what_is_over(now=NOW + timedelta(days=91))
    assert Letter.objects.count() == 0
