"""Keeping how the figures stand whenever somebody changes what they rest on, so that they have a past."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.timezone import localdate

from tandem.accounts.actor import Actor
from tandem.assessments.desk import Desk
from tandem.assessments.evidence import Figure
from tandem.assessments.models import CapacityPast, Kept, Past, QualityPast, Reference
from tandem.assessments.queries import capacity, quality_system

KEEPING: dict[str, tuple[type[Past], Callable[[Desk, date], list[Figure]]]] = {
    CapacityPast.SUBJECT: (CapacityPast, capacity.figures_at),
    QualityPast.SUBJECT: (QualityPast, quality_system.figures_at),
}


def remember(desk: Desk, changed: type[Kept], *, by: Actor, now: datetime) -> None:
    """The figures of the desk as they stand after a change; the last of a day counts. A reference changes none."""
    if issubclass(changed, Reference):
        return
    model, figures_at = KEEPING[changed.SUBJECT]
    on = localdate(now)
    model._default_manager.update_or_create(
        supplier=desk.supplier,
        kept_by_id=desk.kept_by,
        on=on,
        defaults={
            "figures": {figure.key: figure.value for figure in figures_at(desk, on)},
            "saved_at": now,
            "saved_by_name": by.name[:120],
        },
    )
