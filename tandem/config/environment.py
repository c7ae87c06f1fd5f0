"""The installation's folders and addresses, read from the environment once at the edge.

`docs/settings.md` lists every variable. Nothing here touches the disk or a database.
"""

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Environment:
    data: Path
    lake: str
    database_url: str
    owner_url: str
    production: bool

    @property
    def embedded(self) -> bool:
        """Whether Tandem runs its own PostgreSQL in the data folder."""
        return not self.database_url

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"


def read_environment() -> Environment:
    data = Path(os.environ.get("TANDEM_DATA") or CHECKOUT / "var").expanduser().resolve()
    return Environment(
        data=data,
        lake=os.environ.get("TANDEM_LAKE") or str(data / "lake"),
        database_url=os.environ.get("DATABASE_URL", ""),
        owner_url=os.environ.get("TANDEM_OWNER_URL", ""),
        # A mode misspelt is production: better refused than served unsafely.
        production=os.environ.get("TANDEM_MODE", "local") not in {"", "local"},
    )


def listed(variable: str, default: str = "") -> list[str]:
    """A variable's values, which stand between commas."""
    return [value.strip() for value in os.environ.get(variable, default).split(",") if value.strip()]
