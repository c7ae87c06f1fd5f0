"""A KPI target that a supplier has agreed to, as a card is scored by it.

Where one is held, the criterion's scoring curve is moved along its values, shape and all, until the target is the least
demanding value that earns the most points (`Curve.moved`). A step away from the target costs what the same step
costs in the template. Without a target the template's own curve holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Held:
    """What a supplier is measured by: `version` of `agreement` (a key), agreed on a day, resting on a `requirement`."""

    value: Decimal
    agreement: int
    version: int
    agreed_on: date
    requirement: str

    def met(self, value: Decimal, *, higher_is_better: bool) -> bool:
        return value >= self.value if higher_is_better else value <= self.value


def to_json(held: Held) -> dict[str, Any]:
    """Numbers are text, so that no digit is lost."""
    return {
        "value": str(held.value),
        "agreement": held.agreement,
        "version": held.version,
        "agreed": held.agreed_on.isoformat(),
        "of": held.requirement,
    }


def from_json(kept: Mapping[str, Any]) -> Held:
    return Held(
        Decimal(kept["value"]),
        kept["agreement"],
        kept["version"],
        date.fromisoformat(kept["agreed"]),
        kept["of"],
    )
