"""A task that dies with its first worker, for a worker started with these settings: `tests.cli.slow_work`."""

import os
import time
from pathlib import Path

from tandem.config.settings import *  # noqa: F403  # the real settings, with one more task

PROCRASTINATE_IMPORT_PATHS = ["tests.cli.slow_tasks"]
FOLDER = Path(os.environ["TANDEM_DATA"])


def work() -> None:
    """Say so at the start and at the end; the first time, take longer than anybody waits."""
    if (FOLDER / "started").exists():
        (FOLDER / "finished").touch()
        return
    (FOLDER / "started").touch()
    time.sleep(600)
