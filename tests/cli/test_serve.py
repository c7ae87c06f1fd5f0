"""`tandem serve`: both processes start together and end together; production is not served unsafely."""

import signal
import subprocess
import sys
from http.client import HTTPConnection

import psutil
import pytest

from tests.cli.installation import Installation, folder_for_all, wait_for

# One installation for all of them: they run in one process of a parallel run.
pytestmark = pytest.mark.xdist_group("installation")


def children(running: subprocess.Popen[str]) -> dict[str, psutil.Process]:
    """The two children by their program, once both are there."""
    found: dict[str, psutil.Process] = {}

    def both() -> bool:
        for child in psutil.Process(running.pid).children():
            line = " ".join(child.cmdline())
            for program in ("granian", "procrastinate"):
                if program in line:
                    found[program] = child
        return len(found) == 2

    wait_for(both, "both children")
    return found


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != "zombie" for process in processes)


def test_a_page_is_served_and_a_signal_ends_both(installation: Installation) -> None:
    with installation.served() as (running, address):
        connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
        connection.request("GET", "/accounts/login/")
        assert connection.getresponse().status == 200
        both = children(running)
        family = [
            grandchild for child in both.values() for grandchild in (child, *child.children(recursive=True))
        ]
        written = folder_for_all("backup-") / "while-served.tar.gz"
        assert installation.tandem("backup", str(written)).returncode == 0
        busy = installation.tandem("serve", "--port", address.rpartition(":")[2])
        assert busy.returncode == 1
        assert "Address already in use" in busy.stderr
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=45) == 0
        assert gone(family)
        assert running.stderr is not None
        assert f"Tandem is served on {address} (stop with Ctrl+C)." in running.stderr.read()


def test_when_one_dies_the_other_is_ended(installation: Installation) -> None:
    with installation.served() as (running, _address):
        both = children(running)
        family = [
            grandchild for child in both.values() for grandchild in (child, *child.children(recursive=True))
        ]
        both["procrastinate"].kill()
        assert running.wait(timeout=45) == 1
        assert gone(family)
        assert running.stderr is not None
        assert "one of its two processes ended" in running.stderr.read()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_when_the_parent_is_killed_both_end_and_it_can_be_served_again(installation: Installation) -> None:
    with installation.served() as (running, address):
        both = children(running)
        family = [
            grandchild for child in both.values() for grandchild in (child, *child.children(recursive=True))
        ]
        running.kill()
        running.wait(timeout=45)
        wait_for(lambda: gone(family), "the children's end")
    with installation.served() as (_again, address):
        connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
        connection.request("GET", "/accounts/login/")
        assert connection.getresponse().status == 200


@pytest.mark.parametrize(
    ("settings", "sentences"),
    [
        (
            {"TANDEM_DEBUG": "1", "TANDEM_SECRET_KEY": "short"},
            [
                "TANDEM_DEBUG is 1: details of errors would be shown to visitors.",
                "TANDEM_HOSTS is not set: name the hosts this installation answers for.",
                "TANDEM_SECRET_KEY is shorter than 32 characters.",
                "TANDEM_MAIL_HOST is not set: nobody could reset a password.",
            ],
        ),
        (
            {
                "TANDEM_HOSTS": "*",
                "TANDEM_MAIL_HOST": "mail.example",
                "DATABASE_URL": "postgresql://one@db.example/x",
            },
            [
                "TANDEM_HOSTS is *: name the hosts, or links in mails could be made to lead elsewhere.",
                "DATABASE_URL and TANDEM_OWNER_URL name the same role: the pages must not own their tables.",
            ],
        ),
    ],
)
def test_production_is_not_served_unsafely(
    installation: Installation, settings: dict[str, str], sentences: list[str]
) -> None:
    unsafe = Installation(installation.data, settings | {"TANDEM_MODE": "production"})
    done = unsafe.tandem("serve")
    assert done.returncode == 1
    assert done.stderr.strip() == " ".join(["Tandem does not start in production mode:", *sentences])
