"""The file in the data folder that says: these companies are invented, and how far their building has come."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

FILE_NAME = "demonstration.json"


@dataclass(frozen=True)
class Marker:
    """A build that was killed goes on with the same `ends_on` and `seed`, so that it finishes the same world."""

    ends_on: date
    seed: int
    ready: bool = False

    def finished(self) -> "Marker":
        return replace(self, ready=True)

    def begun_anew(self) -> "Marker":
        return replace(self, ready=False)


def read(data: Path) -> Marker | None:
    """The marker of a data folder; None where no demonstration lives."""
    file = data / FILE_NAME
    if not file.exists():
        return None
    kept = json.loads(file.read_text("utf-8"))
    return Marker(date.fromisoformat(kept["ends_on"]), int(kept["seed"]), bool(kept["ready"]))


def write(data: Path, marker: Marker) -> None:
    data.mkdir(parents=True, exist_ok=True)
    kept = asdict(marker) | {"ends_on": marker.ends_on.isoformat()}
    whole = data / f"{FILE_NAME}.new"
    whole.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    whole.replace(data / FILE_NAME)


def remove(data: Path) -> None:
    (data / FILE_NAME).unlink(missing_ok=True)
