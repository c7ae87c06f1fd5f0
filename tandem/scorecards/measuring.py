"""From a run's pinned versions to measured values: one measure call for all suppliers and KPIs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tandem.facts.models import LakeVersion, RatesVersion
from tandem.relationships.models import NumberingVersion
from tandem.scorecards.cardmaking import Values
from tandem.scorecards.models import Kpi, Run


@dataclass(frozen=True)
class Pins:
    """The versions of everything outside this room that a run rests on."""

    lake_version: int
    numbering_version: int
    rates_version: int


def pins_now(customer_id: int) -> Pins:
    newest = LakeVersion.objects.newest(customer_id)
    numbering = NumberingVersion.objects.filter(customer=customer_id).first()
    rates = RatesVersion.objects.filter(customer=customer_id).first()
    return Pins(
        newest.number if newest else 0, numbering.number if numbering else 0, rates.number if rates else 0
    )


def keep_lake_version(customer_id: int, number: int) -> None:
    """A version that a run rests on is never vacuumed."""
    LakeVersion.objects.filter(customer=customer_id, number=number).update(pinned=True)


def values_of_run(
    run: Run, codes: Sequence[str], *, by_site: bool, kpis: Mapping[str, Kpi] | None = None
) -> dict[tuple[int, str], Values]:
    """Values by relationship and plant; `kpis` replaces the run's own versions in a back-test."""
    raise NotImplementedError
