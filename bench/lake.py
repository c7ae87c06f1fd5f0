"""The lake's benchmarks: measuring and importing among many lines, each against plain DuckDB over the same files.

Every timing is taken in a process of its own, so that its peak memory is its own: `python -m bench.lake SIDE …`.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import lake_data, lake_reference
from bench.table import Result

GIB = 1024**3
ROUNDS = 3


def results(lines: int = 10_000_000, suppliers: int = 20_000, imported: int = 1_000_000) -> list[Result]:
    """The measure and the import over a lake of that many lines."""
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        work = Path(folder)
        _fill(work, lines, suppliers)
        return [_measured(work, lines, suppliers), _imported(work, lines, suppliers, imported)]


def large(base: int = 10_000_000, times: int = 10, suppliers: int = 20_000) -> list[Result]:
    """The measure, by itself in slices of relationships, over a lake that has every file of the base `times` times."""
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        small, big = Path(folder) / "small", Path(folder) / "big"
        small.mkdir()
        _fill(small, base, suppliers)
        _run("multiply", small, big, times)
        ours, plain, ratio = _alternating(("measure", big, suppliers), ("measure", small, suppliers))
    return [
        Result(
            f"the same over {base * times:,} lines, in slices of relationships",
            f"its own time for {base:,} lines",
            ratio,
            12,
            f"{ours['seconds']:.1f} s against {plain['seconds']:.1f} s; {_peak(ours, 4)}",
        )
    ]


def _measured(work: Path, lines: int, suppliers: int) -> Result:
    ours, plain, ratio = _alternating(("measure", work, suppliers), ("measure-reference", work))
    return Result(
        f"all shipped delivery KPIs, {suppliers:,} suppliers × 36 months, {lines:,} lines",
        "hand-written DuckDB aggregates, one per date column",
        ratio,
        1.5,
        f"{ours['seconds']:.1f} s against {plain['seconds']:.1f} s; {ours['rows']:,} values; {_peak(ours, 2)}",
    )


def _imported(work: Path, lines: int, suppliers: int, imported: int) -> Result:
    new = imported // 5
    lake_data.write_csv(work / "new.csv", lines - imported + new, lines + new, lines, suppliers)
    ours, plain, ratio = _alternating(("import", work), ("import-reference", work))
    return Result(
        f"CSV import of {imported:,} lines, made current among {lines:,}",
        "DuckDB reading, joining and rewriting what changes",
        ratio,
        3,
        f"{ours['seconds']:.1f} s against {plain['seconds']:.1f} s; peak {ours['peak'] / GIB:.1f} GiB",
    )


def _peak(side: dict[str, Any], bound: int) -> str:
    used = side["peak"] / GIB
    return f"peak {used:.2f} GiB of {bound}{'' if used <= bound else ': TOO MUCH'}"


def _fill(work: Path, lines: int, suppliers: int) -> None:
    _run("fill", work, lines, suppliers)


def _run(side: object, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.lake", str(side), *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _snapshot(work: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((work / "snapshot.json").read_text())
    return found


def _timed(act: Callable[[], int]) -> dict[str, Any]:
    """One run after one that warms the files."""
    act()
    start = time.perf_counter()
    rows = act()
    return {"seconds": time.perf_counter() - start, "rows": rows}


def _alternating(
    ours: Sequence[object], plain: Sequence[object]
) -> tuple[dict[str, Any], dict[str, Any], float]:
    """Both sides in turn, so that whatever else the machine does meets both; the middle one of the ratios."""
    rounds = [(_run(*ours), _run(*plain)) for _ in range(ROUNDS)]
    ranked = sorted(rounds, key=lambda pair: pair[0]["seconds"] / pair[1]["seconds"])
    first, second = ranked[len(ranked) // 2]
    return first, second, first["seconds"] / second["seconds"]


def fill(work: Path, lines: int, suppliers: int) -> dict[str, Any]:
    snapshot = lake_data.fill(work / "lake", work, lines, suppliers)
    (work / "snapshot.json").write_text(json.dumps(snapshot))
    return {"rows": lines}


def multiply(work: Path, into: Path, times: int) -> dict[str, Any]:
    """A lake whose deliveries are every file of another's so many times: as many more rows, the same suppliers."""
    from tandem.lake import tables
    from tandem.lake.layout import current_schema, pinned

    schema = current_schema("deliveries")
    given = pinned(work / "lake", _snapshot(work), "current/deliveries")
    empty = tables.begin(into / "lake" / "current/deliveries", "part", schema, None)
    added = []
    for file in given.files:
        for turn in range(times):
            path = file.path.replace(".parquet", f"-{turn}.parquet")
            (empty.folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(given.folder / file.path, empty.folder / path)
            added.append(tables.File(path, file.rows, file.size, file.partition))
    version = tables.commit(empty, schema, added, ())
    (into / "snapshot.json").write_text(json.dumps({"current/deliveries": version}))
    return {"rows": sum(file.rows for file in added)}


def measure(work: Path, suppliers: int) -> dict[str, Any]:
    from tandem.lake import measures
    from tandem.lake.dialect import Grain
    from tandem.lake.kpis import shipped
    from tandem.lake.queries import Scope
    from tandem.lake.reading import open_for_reading

    reading = open_for_reading(
        work / "lake",
        _snapshot(work),
        mapping=lake_data.mapping(suppliers),
        relationships=range(1, suppliers + 1),
        as_of=lake_reference.AS_OF,
    )
    kpis = [spec for spec in shipped().values() if spec.date in ("due_date", "delivered_date")]
    return _timed(lambda: measures.measure(reading, kpis, Scope(Grain.MONTH)).num_rows)


def measure_reference(work: Path) -> dict[str, Any]:
    return _timed(lambda: lake_reference.measure(work / "lake", _snapshot(work)))


def import_ours(work: Path) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from tandem.facts.actions.loading import check_file
    from tandem.facts.mapping import parsed
    from tandem.lake import store

    mapping = parsed(lake_data.import_mapping())
    base = _snapshot(work)
    batch = 1_000_000  # started from the same snapshot each time, the same batch does the same work

    def act() -> int:
        checked = check_file(mapping, work / "new.csv")
        return store.load(work / "lake", base, "order_lines", batch, checked.rows).rows

    return _timed(act)


def import_reference(work: Path) -> dict[str, Any]:
    target = work / "reference"
    found = _timed(lambda: lake_reference.load(work / "lake", _snapshot(work), work / "new.csv", target))
    shutil.rmtree(target)
    return found


SIDES: dict[str, Callable[..., dict[str, Any]]] = {
    "fill": fill,
    "multiply": multiply,
    "measure": measure,
    "measure-reference": measure_reference,
    "import": import_ours,
    "import-reference": import_reference,
}


def main() -> None:
    side, *given = sys.argv[1:]
    found = SIDES[side](*(int(word) if word.isdigit() else Path(word) for word in given))
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main()
