"""Become another program that is asked to end when the process that started it is gone, even by SIGKILL.

    python -m tandem.cli.bound PARENT COMMAND...

Linux sends the signal itself. Elsewhere the program runs unbound, and ends with its parent's orderly end alone.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def to_parent(pid: int) -> list[str]:
    """What to put before a command so that it ends with the process of that number, which starts it."""
    return [sys.executable, "-m", "tandem.cli.bound", str(pid)]


def main() -> None:
    parent, *command = sys.argv[1:]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "The parent's end cannot be watched.")
        # It may have ended before the signal was set.
        if os.getppid() != int(parent):
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606  # no shell, and the command is serve's own


if __name__ == "__main__":
    main()
