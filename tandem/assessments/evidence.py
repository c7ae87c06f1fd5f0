"""A number of an evaluation with where it comes from, so that nothing stands there without a date and a source."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Source(StrEnum):
    SUPPLIER = "supplier"
    OURS = "ours"
    MEASURED = "measured"
    REFERENCES = "references"
    ASSESSED = "assessed"


SOURCES: dict[Source, Any] = {
    Source.SUPPLIER: _("stated by the supplier"),
    Source.OURS: _("kept by us"),
    Source.MEASURED: _("measured from our deliveries"),
    Source.REFERENCES: _("from references, not measured"),
    Source.ASSESSED: _("assessed by us"),
}


@dataclass(frozen=True)
class Figure:
    """One number. `unit` is one that the page tags know (share, days, count, points), or empty for a plain number;
    `on` the day it is of; `reason` a sentence where `value` is None. `better` is higher, lower or empty."""

    key: str
    label: Any
    value: float | None
    unit: str
    source: Source
    on: date | None = None
    reason: Any = ""
    interval: tuple[float, float] | None = None
    n: int | None = None
    note: Any = ""
    better: str = "higher"

    @property
    def source_label(self) -> Any:
        return SOURCES[self.source]
