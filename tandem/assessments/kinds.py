"""The kinds of entries that somebody writes down, by the word that an address has for them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tandem.assessments.models import (
    CommittedLoad,
    Equipment,
    Instrument,
    Kept,
    Mechanism,
    Plant,
    Process,
    ProductLine,
    Reference,
    Shift,
    Standard,
)


@dataclass(frozen=True)
class Kind:
    """`page` is the name of the page on which the entries are listed; `parents` what one hangs on."""

    key: str
    model: type[Kept]
    label: Any
    page: str
    parents: tuple[str, ...] = ()


KINDS = {
    kind.key: kind
    for kind in (
        Kind("plants", Plant, _("Plant"), "capacity"),
        Kind("shifts", Shift, _("Shift"), "capacity", ("plant",)),
        Kind("lines", ProductLine, _("Product line"), "capacity"),
        Kind("processes", Process, _("Process"), "capacity", ("line", "plant")),
        Kind("equipment", Equipment, _("Machine"), "capacity", ("process",)),
        Kind("loads", CommittedLoad, _("Committed load"), "capacity", ("line",)),
        Kind("standards", Standard, _("Standard held"), "quality_system"),
        Kind("instruments", Instrument, _("Measuring instrument"), "quality_system"),
        Kind("mechanisms", Mechanism, _("Management mechanism"), "quality_system"),
        Kind("references", Reference, _("Reference"), "delivery"),
    )
}
