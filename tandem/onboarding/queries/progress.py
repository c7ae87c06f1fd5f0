"""How far a qualification has come, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.onboarding.models import (
    Gate,
    Qualification,
    QualificationItem,
    QualificationStage,
)

Status = QualificationStage.Status


@dataclass(frozen=True)
class Step:
    """One stage as a page shows it."""

    stage: QualificationStage
    items: list[QualificationItem]
    done: int
    overdue: bool
    # Why it has not begun; empty where it has.
    blocked: str

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def state(self) -> str:
        return {"passed": "done", "open": "now"}.get(self.stage.status, "later")

    @property
    def for_supplier(self) -> list[QualificationItem]:
        return [item for item in self.items if item.waits_for_supplier]

    @property
    def for_us(self) -> list[QualificationItem]:
        return [item for item in self.items if not item.is_done and not item.waits_for_supplier]

    @property
    def complete(self) -> bool:
        """Nothing is left but the owner's word."""
        return all(item.has_result for item in self.items)


def whole(rows: QuerySet[Qualification]) -> QuerySet[Qualification]:
    """With its ends, its stages and their items."""
    return rows.select_related("relationship__customer", "relationship__supplier").prefetch_related(
        Prefetch("stages", QualificationStage.objects.order_by("position")),
        Prefetch("stages__items", _items()),
    )


def _items() -> QuerySet[QualificationItem]:
    return QualificationItem.objects.order_by("position").select_related("assessment__template")


def steps(qualification: Qualification, today: date) -> list[Step]:
    found, before = [], None
    for stage in qualification.stages.all():
        items = list(stage.items.all())
        blocked = ""
        if stage.status == Status.WAITING and before is not None:
            blocked = why_blocked(stage, before)
        found.append(
            Step(
                stage=stage,
                items=items,
                done=sum(item.is_done for item in items),
                overdue=qualification.status == Qualification.Status.RUNNING and stage.is_overdue(today),
                blocked=blocked,
            )
        )
        before = stage
    return found


def present(found: Iterable[Step]) -> Step | None:
    """The stage that is under way."""
    return next((step for step in found if step.stage.status == Status.OPEN), None)


def why_blocked(stage: QualificationStage, before: QualificationStage) -> str:
    """Why a stage has not begun: what the gate of the one before it still wants."""
    missing = [item for item in before.items.all() if not item.is_done]
    if before.status == Status.WAITING:
        return _("“%(stage)s” begins once “%(before)s” is passed.") % {"stage": stage, "before": before}
    if before.gate == Gate.RELEASE and all(item.has_result for item in before.items.all()):
        return _("“%(stage)s” begins once “%(before)s” is released by its owner.") % {
            "stage": stage,
            "before": before,
        }
    return ngettext(
        "“%(stage)s” begins once “%(before)s” is passed: %(count)s item is missing there.",
        "“%(stage)s” begins once “%(before)s” is passed: %(count)s items are missing there.",
        len(missing),
    ) % {"stage": stage, "before": before, "count": len(missing)}


def all_passed(qualification: Qualification) -> bool:
    return all(stage.status == Status.PASSED for stage in qualification.stages.all())
