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


def everybody(both: dict[str, psutil.Process]) -> list[psutil.Process]:
    return [member for child in both.values() for member in (child, *child.children(recursive=True))]


def sign_in_page(address: str) -> int:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection.request("GET", "/accounts/login/")
    return connection.getresponse().status


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != "zombie" for process in processes)


def test_a_page_is_served_and_a_signal_ends_both(installation: Installation) -> None:
    with installation.served() as (running, address):
        assert sign_in_page(address) == 200
        family = everybody(children(running))
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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_both_end_with_their_parent_and_one_with_the_other_and_it_can_be_served_again(
    installation: Installation,
) -> None:
    with installation.served() as (running, _address):
        family = everybody(children(running))
        running.kill()
        running.wait(timeout=45)
        wait_for(lambda: gone(family), "the children's end")
    with installation.served() as (again, address):
        assert sign_in_page(address) == 200
        both = children(again)
        family = everybody(both)
        both["procrastinate"].kill()
        assert again.wait(timeout=45) == 1
        assert gone(family)
        assert again.stderr is not None
        assert "one of its two processes ended" in again.stderr.read()


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
