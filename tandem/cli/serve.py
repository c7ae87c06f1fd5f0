"""Web server and background worker as two child processes, started afresh (never forked from this one)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

import click

from tandem.cli import session
from tandem.config.environment import CHECKOUT, Environment


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
    web = [
        sys.executable, "-m", "granian", "tandem.config.wsgi:application",
        "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--no-log",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"]
    children = [subprocess.Popen(command, env=os.environ) for command in (web, worker)]
    click.echo(f"Tandem is served on http://{host}:{port} (stop with Ctrl+C).", err=True)
    return _wait(children)


def unsafe(environment: Environment) -> list[str]:
    """What forbids starting in production mode, a sentence each."""
    if not environment.production:
        return []
    problems = []
    if os.environ.get("TANDEM_DEBUG") == "1":
        problems.append("TANDEM_DEBUG is 1: details of errors would be shown to visitors.")
    if not os.environ.get("TANDEM_HOSTS"):
        problems.append("TANDEM_HOSTS is not set: name the hosts this installation answers for.")
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


def _migrations_missing() -> bool:
    """Asked in a process of its own, so that this one never holds a database connection open."""
    check = [sys.executable, "-m", "django", "migrate", "--check"]
    return subprocess.run(check, capture_output=True, check=False).returncode != 0


def _wait(children: Sequence[subprocess.Popen[bytes]]) -> int:
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for child in children:
            if child.poll() is None:
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    ended_by_itself = not stopping
    stop()
    statuses = [child.wait() for child in children]
    return 1 if ended_by_itself or any(status > 0 for status in statuses) else 0
