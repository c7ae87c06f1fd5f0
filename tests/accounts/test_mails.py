"""What allauth and Django say to people: by mail and on its pages, in our words and in the reader's language."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.extract import extract
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

import tandem.core
from tests.accounts.test_second_factor import PASSWORD, set_up, signed_in
from tests.cast import Person
from tests.mails import mailed
from tests.messaging.conftest import chinese_buyer

__all__ = ["chinese_buyer"]
pytestmark = pytest.mark.django_db
ALLAUTH, DJANGO = Path(allauth.__file__).parent, Path(django.__file__).parent
OURS = Path(tandem.core.__file__).parent / "templates"
ROOMS = ("account", "mfa", "socialaccount", "usersessions")
CHINESE = re.compile("[\u4e00-\u9fff]")
# Templates that nobody sees, and why.
NEVER = [
    r".*/base(_\w+)?\.(html|txt)",  # frames of allauth's own pages
    r"allauth/.*",  # its elements, of which ours are used
    r"account/snippets/.*|socialaccount/snippets/.*",
    r"account/(email|email_change|email_confirm|verified_email_required|verification_sent)\.html",  # not offered
    r"account/confirm_email_verification_code\.html",
    r"account/email/email_.*|account/messages/.*(email|phone).*",
    r"account/.*phone.*\.html",  # nobody signs in by telephone
    r".*signup_(by_passkey|form)\.html|socialaccount/signup\.html",  # people are invited
    r"account/email/account_already_exists_.*",
    r".*(login_code|password_reset_code).*",  # codes are not sent
    r"account/base_confirm_code\.html",
    r"mfa/trust\.html",  # no browser is trusted for ever
    r"socialaccount/(connections|login_redirect)\.html",  # a directory is matched by address alone
    r"socialaccount/(email/account_disconnected|messages/account_).*",
]
# Names, not sentences.
NAMES = {"WebAuthn", "IPv4", "IPv6"}


def of_allauth() -> Iterator[str]:
    for room in ROOMS:
        for path in (ALLAUTH / "templates" / room).rglob("*"):
            if path.is_file():
                yield path.relative_to(ALLAUTH / "templates").as_posix()


def test_every_page_and_mail_of_allauth_is_our_own_or_never_shown() -> None:
    names = set(of_allauth())
    assert len(names) > 100
    never = {name for name in names if any(re.fullmatch(pattern, name) for pattern in NEVER)}
    own = {path.relative_to(OURS).as_posix() for path in OURS.rglob("*") if path.is_file()}
    assert names - never - own == set()


def test_each_of_its_texts_has_a_chinese_one() -> None:
    texts = sorted(
        path.relative_to(OURS).as_posix()
        for room in ROOMS
        for path in (OURS / room).rglob("*.txt")
        if path.read_text().strip() and path.name != "download.txt"
    )
    assert len(texts) > 25
    context = {"provider": "Nordlicht", "timestamp": datetime.now(UTC)}
    for name in texts:
        with override("en"):
            english = render_to_string(name, context)
        with override("zh-hans"):
            chinese = render_to_string(name, context)
        assert not CHINESE.search(english), name
        # No line is left in English but names and addresses.
        left = set(english.splitlines()) & set(chinese.splitlines())
        assert [line for line in left if re.search("[A-Za-z]{3}", line)] == [], name


def test_what_django_and_allauth_say_of_themselves_addresses_people_as_everything_else_does() -> None:
    files = [
        path
        for room in (*ROOMS, "core")
        for path in (ALLAUTH / room).rglob("*.py")
        if "providers" not in path.parts or "openid_connect" in path.parts
    ]
    files += [DJANGO / "contrib/auth/password_validation.py", DJANGO / "contrib/auth/forms.py"]
    files += [*(DJANGO / "forms").rglob("*.py"), DJANGO / "core/validators.py"]
    keywords = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
    wrong = []
    for file in files:
        for _line, message, _comments, _context in extract("python", file.open("rb"), keywords=keywords):
            with override("zh-hans"):
                said = ngettext(message[0], message[1], 2) if isinstance(message, tuple) else gettext(message)
            words = re.search("[a-z]", str(message)) and message not in NAMES
            if words and ("你" in said or not CHINESE.search(said)):
                wrong.append((file.name, message, said))
    assert wrong == []


def test_of_each_change_a_person_is_told_in_their_language(chinese_buyer: Person) -> None:
    client, _answer = signed_in(chinese_buyer.user)
    set_up(client)
    assert "验证器应用已设置。" in client.get(reverse("mfa_index")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    values = {"oldpassword": PASSWORD, "password1": "harbour lamp 10", "password2": "harbour lamp 10"}
    client.post(reverse("account_change_password"), values)
    told = mailed()
    assert [message.subject for message in told] == [
        "已设置验证器应用", "验证器应用已移除", "您的密码已修改",
    ]  # fmt: skip
    assert {message.to[0] for message in told} == {chinese_buyer.user.email}
    assert told[-1].body.startswith("Chen Jing，您好：")
    assert "127.0.0.1" in told[-1].body
