"""A real worker, killed after a letter has left and before it is marked as sent."""

import signal
import subprocess
import sys
from email import message_from_bytes

import psycopg
import pytest

from tandem.config import postgres
from tests.cli.conftest import addresses, installation
from tests.cli.installation import CHECKOUT, Installation
from tests.cli.test_background import queue

__all__ = ["addresses", "installation"]
pytestmark = pytest.mark.xdist_group("installation")

TELL = """
import django; django.setup()
from datetime import UTC, datetime
from tandem.accounts.models import Membership, Organization, User
from tandem.core.fence import beyond_the_fence
from tandem.messaging.actions import members, notify
with beyond_the_fence():
    organization = Organization.objects.get(slug="nordlicht")
    for name in ("ada", "bo"):
        user = User.objects.create(email=f"{name}@nordlicht.example", name=name.title())
        Membership.objects.create(user=user, organization=organization, roles=["buyer"])
    context = {"file": "orders.csv", "problem": "the disk is full"}
    notify("import.failed", to=members(organization.pk), context=context, now=datetime.now(UTC))
"""


def test_killed_between_sending_and_marking_nothing_is_lost_and_one_message_comes_twice_under_one_id(
    installation: Installation, addresses: postgres.Addresses
) -> None:
    environment = installation.environment | {
        "DJANGO_SETTINGS_MODULE": "tests.messaging.deadly_mail",
        "DATABASE_URL": addresses.app,
    }

    def run(*arguments: str) -> int:
        return subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            cwd=CHECKOUT,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode

    def work() -> int:
        return run("-m", "django", "procrastinate", "worker", "--one-shot", "--queues", "messages")

    with psycopg.connect(addresses.owner, autocommit=True) as database:

        def states() -> list[str]:
            rows = database.execute("SELECT state FROM messaging_letter ORDER BY state").fetchall()
            return [state for (state,) in rows]

        assert run("-c", TELL) == 0
        assert states() == ["waiting", "waiting"]
        assert work() == -signal.SIGKILL
        assert states() == ["waiting", "waiting"]
        queue(database, "tandem.messaging.send_letters", '{"timestamp": 0}')
        database.execute("UPDATE procrastinate_jobs SET queue_name = 'messages' WHERE queue_name = 'default'")
        assert work() == 0
        assert states() == ["sent", "sent"]
        letters = {
            f"<{pk}@localhost>": email
            for pk, email in database.execute(
                "SELECT l.id, u.email FROM messaging_letter l JOIN accounts_user u ON u.id = l.recipient_id"
            )
        }
    folder = sorted((installation.data / "taken").iterdir())
    messages = [message_from_bytes(path.read_bytes()) for path in folder]
    assert len(messages) == 3
    assert {message["Message-ID"]: message["To"] for message in messages} == letters
    assert messages[0]["Message-ID"] == messages[1]["Message-ID"]
