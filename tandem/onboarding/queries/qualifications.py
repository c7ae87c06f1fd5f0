"""Lists of qualifications, and what of them waits for a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tandem.accounts.actor import Actor
from tandem.onboarding.models import Qualification, QualificationItem, QualificationStage
from tandem.onboarding.models.qualifications import QualificationQuerySet

OVERDUE, OPEN = "overdue", "open"
Stage = QualificationStage.Status
SUPPLIERS_TURN = (QualificationItem.Status.OPEN, QualificationItem.Status.RETURNED)


def overdue(rows: QualificationQuerySet, today: date) -> QualificationQuerySet:
    """Whose stage under way is past its day."""
    late = QualificationStage.objects.filter(
        qualification=OuterRef("pk"), status=Stage.OPEN, due_on__lt=today
    )
    return rows.filter(Exists(late), status=Qualification.Status.RUNNING)


def mine(rows: QualificationQuerySet, actor: Actor) -> QualificationQuerySet:
    """Those one leads, or whose stage under way one owns by name or by role."""
    owned = QualificationStage.objects.filter(
        Q(owner=actor.user_id) | Q(owner=None, owner_role__in=[role.value for role in actor.roles]),
        qualification=OuterRef("pk"),
        status=Stage.OPEN,
    )
    return rows.filter(Q(lead=actor.user_id) | Q(Exists(owned), status=Qualification.Status.RUNNING))


def narrowed(
    rows: QualificationQuerySet, parameters: Any, actor: Actor, today: date
) -> QualificationQuerySet:
    """By what the page's address asks: q, status, stage, whose; unknown values ask for nothing."""
    for word in parameters.get("q", "").lower().split():
        rows = rows.filter(
            Q(relationship__search_text__contains=word)
            | Q(category_name__icontains=word)
            | Q(category_name_local__icontains=word)
        )
    status = parameters.get("status", "")
    if status == OVERDUE:
        rows = overdue(rows, today)
    elif status == OPEN:
        rows = rows.open()
    elif status in Qualification.Status.values:
        rows = rows.filter(status=status)
    kind = parameters.get("stage", "")
    if kind:
        there = QualificationStage.objects.filter(qualification=OuterRef("pk"), status=Stage.OPEN, kind=kind)
        rows = rows.filter(Exists(there), status=Qualification.Status.RUNNING)
    return mine(rows, actor) if parameters.get("whose") == "mine" else rows


def counts(actor: Actor, today: date) -> dict[str, int]:
    rows = Qualification.objects.visible_to(actor).order_by()
    return {
        "running": rows.filter(status=Qualification.Status.RUNNING).count(),
        "overdue": overdue(rows, today).count(),
        "proposed": rows.filter(status=Qualification.Status.PROPOSED).count(),
        "mine": mine(rows.open(), actor).count(),
    }


def owed_by_supplier(actor: Actor) -> Any:
    """The items that customers wait for, of the actor's organisation as their supplier; the soonest due first."""
    running = Qualification.objects.served_by(actor).filter(status=Qualification.Status.RUNNING).order_by()
    # Asked first and by itself: mostly nothing runs, and PostgreSQL need not plan the policies of three tables.
    rows = QualificationItem.objects.filter(
        stage__qualification__in=list(running.values_list("pk", flat=True)),
        stage__status=Stage.OPEN,
        by_supplier=True,
        status__in=SUPPLIERS_TURN,
    ).exclude(assessment=None, spec__has_key="template")
    return rows.select_related("stage__qualification__relationship__customer", "assessment").order_by(
        "stage__due_on", "pk"
    )
