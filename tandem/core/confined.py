"""Reading a file in a process of its own, which may take so much memory and time and no more.

A file of a kilobyte can unpack to so much that reading it takes all memory, and the reader then ends its process. So
it is not the process that serves pages. A reader is a module that is run with the file on its standard input; it
writes a line of JSON and, where there are any, the cells as an Arrow stream.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from typing import Any

import pyarrow as pa

SECONDS = 600
START = (
    "import sys, runpy; sys.modules['numpy'] = None;"
    " runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
)
"""Runs the module named first. No reader needs NumPy, and Arrow takes as long again to start where it finds it."""


def read_apart(module: str, *arguments: str, data: bytes) -> tuple[dict[str, Any], pa.Table] | None:
    """What a reader tells of the file, and its cells; nothing where it was ended for taking too much."""
    with tempfile.TemporaryFile() as answer:
        done = subprocess.run(
            [sys.executable, "-c", START, module, *arguments],
            input=data,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            return None
        size = answer.seek(0, os.SEEK_END)
        answer.seek(0)
        told = json.loads(answer.readline())
        cells = pa.ipc.open_stream(answer).read_all() if answer.tell() < size else pa.table({})
    return told, cells


def confine() -> None:
    """At most half of the machine's memory, and not for ever."""
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    for what, limit in (
        (resource.RLIMIT_AS, half),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def tell(told: dict[str, Any], cells: pa.Table | pa.RecordBatch | None = None) -> None:
    """The reader's answer."""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    if cells is not None:
        with pa.ipc.new_stream(sys.stdout.buffer, cells.schema) as stream:
            stream.write(cells)
