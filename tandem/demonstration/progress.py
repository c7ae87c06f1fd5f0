"""Progress of the building: a bar a step on a terminal, a line a step elsewhere."""

import sys
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Reporter:
    """Shows on standard error what `report` is told; `finish` leaves the last state standing."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._tasks: dict[str, TaskID] = {}
        console = Console(stderr=True)
        self._bar: Progress | None = None
        if console.is_terminal:
            columns = (
                TextColumn("{task.description:32}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Progress(*columns, console=console)
            self._bar.start()

    def report(self, step: str, done: int, total: int) -> None:
        if self._bar is None:
            self._line(step, done, total)
            return
        if step not in self._tasks:
            self._tasks[step] = self._bar.add_task(step, total=total)
        self._bar.update(self._tasks[step], completed=done)

    def finish(self) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _line(self, step: str, done: int, total: int) -> None:
        """The beginning and the end of each step, with the seconds so far."""
        if done in (0, total):
            seconds = time.monotonic() - self._started
            print(f"{seconds:5.0f} s  {step}: {done} of {total}", file=sys.stderr, flush=True)
