"""A whole installation in a folder of its own, worked by real processes."""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tandem.config import postgres
from tests.database import CACHE

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = ("TANDEM_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Installation:
    data: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        return inherited | {"TANDEM_DATA": str(self.data), "PYTHONPATH": str(CHECKOUT)} | self.settings

    def tandem(
        self, *arguments: str, user: int | None = None, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tandem.cli.main", *arguments],
            env=self.environment, cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False, input=typed,
            user=user, group=user, extra_groups=None if user is None else [],
        )  # fmt: skip

    def json(self, *arguments: str) -> Any:
        done = self.tandem(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self) -> postgres.Addresses:
        """Keep the embedded server up while this test process lives, so that commands need not start it."""
        return postgres.start(self.data / "postgres")

    @contextmanager
    def served(self, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
        port = free_port()
        command = [sys.executable, "-m", "tandem.cli.main", "serve", "--port", str(port), *arguments]
        running = subprocess.Popen(
            command, env=self.environment, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True
        )
        try:
            wait_for(lambda: running.poll() is not None or answers(port), "serve to answer")
            yield running, f"http://127.0.0.1:{port}"
        finally:
            if running.poll() is None:
                running.terminate()
            running.wait(timeout=60)


def folder_for_all(prefix: str) -> Path:
    """A folder that the server's own user can enter as well; pytest's are private to theirs."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=CACHE))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_for(happened: Any, what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.05)


def rows(address: str) -> dict[str, list[str]]:
    """Every row of every table, as text; what changes by itself is left out."""
    with psycopg.connect(address) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        found = {}
        for (table,) in tables:
            if table == "cache" or table.startswith("procrastinate"):
                continue
            statement = sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1").format(sql.Identifier(table))
            found[table] = [str(row[0]) for row in connection.execute(statement)]
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
