"""Web server and background worker as two child processes, started afresh (never forked from this one)."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence

import click

from tandem.cli import bound, session
from tandem.config.environment import CHECKOUT, Environment, read_environment

# A job in hand may finish within this; what is killed after it is taken up again (tandem/core/tasks.py).
SECONDS_TO_END = 30


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=int, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=int, help="Web worker processes.")
def serve(host: str, port: int, workers: int) -> int:
    """Serve Tandem's pages and run its background work, until stopped."""
    environment = session.find_database()
    problems = unsafe(environment)
    if problems:
        raise click.ClickException(" ".join(["Tandem does not start in production mode:", *problems]))
    if _migrations_missing():
        raise click.ClickException("The database is not up to date. Run `tandem migrate` first.")
    return run(host=host, port=port, workers=workers)


def run(*, host: str, port: int, workers: int = 1) -> int:
    """Run both processes until one ends or a signal comes; returns the exit status."""
    _require_free(host, port)
    web = [
        sys.executable, "-m", "granian", "tandem.config.wsgi:application",
        "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning",
    ]  # fmt: skip
    worker = [
        sys.executable, "-m", "django", "procrastinate", "worker",
        "--concurrency", "1", "--shutdown-graceful-timeout", str(SECONDS_TO_END // 2),
    ]  # fmt: skip
    stop = _StopSignals()
    # Groups of their own: Ctrl+C reaches this process alone, which then ends both in order.
    tied = bound.to_parent(os.getpid())
    if not (os.environ.get("TANDEM_ORIGINS") or read_environment().production):
        os.environ.setdefault("TANDEM_URL", address(host, port))  # what links in mails begin with
    children = [subprocess.Popen([*tied, *command], process_group=0) for command in (web, worker)]
    try:
        if _answers(host, port, children, stop):
            click.echo(f"Tandem is served on {address(host, port)} (stop with Ctrl+C).", err=True)
        while not stop.came and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _end(children)
    if stop.came:
        return 0
    click.echo("Tandem stopped because one of its two processes ended; its message stands above.", err=True)
    return 1


def address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def unsafe(environment: Environment) -> list[str]:
    """What forbids starting in production mode, a sentence each."""
    if not environment.production:
        return []
    problems = []
    if os.environ.get("TANDEM_DEBUG") == "1":
        problems.append("TANDEM_DEBUG is 1: details of errors would be shown to visitors.")
    hosts = [host.strip() for host in os.environ.get("TANDEM_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        problems.append("TANDEM_HOSTS is not set: name the hosts this installation answers for.")
    elif "*" in hosts:
        problems.append(
            "TANDEM_HOSTS is *: name the hosts, or links in mails could be made to lead elsewhere."
        )
    if len(os.environ.get("TANDEM_SECRET_KEY", "x" * 50)) < 32:
        problems.append("TANDEM_SECRET_KEY is shorter than 32 characters.")
    if not environment.embedded and environment.owner_url in ("", environment.database_url):
        problems.append(
            "DATABASE_URL and TANDEM_OWNER_URL name the same role: the pages must not own their tables."
        )
    if not os.environ.get("TANDEM_MAIL_HOST"):
        problems.append("TANDEM_MAIL_HOST is not set: nobody could reset a password.")
    if not (CHECKOUT / "build" / "static").exists():
        problems.append("The static files are not built: run `make setup`.")
    return problems


class _StopSignals:
    """Remembers that it was asked to stop, from before the first child is started."""

    def __init__(self) -> None:
        self.came = False
        for sent in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sent, self._note)

    def _note(self, *_: object) -> None:
        self.came = True


def _require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{address(host, port)} cannot be served ({error.strerror}): stop what uses it, or choose "
                "another with --port."
            ) from error


def _answers(host: str, port: int, children: Sequence[subprocess.Popen[bytes]], stop: _StopSignals) -> bool:
    """Wait until the web server takes connections; False when it ends or is stopped before."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # a comparison, not a bind
    while not stop.came and all(child.poll() is None for child in children):
        try:
            socket.create_connection((reached, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _migrations_missing() -> bool:
    """Asked in a process of its own, so that this one never holds a database connection open."""
    check = [sys.executable, "-m", "django", "migrate", "--check", "--skip-checks"]
    return subprocess.run(check, capture_output=True, check=False).returncode != 0
