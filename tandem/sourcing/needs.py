"""What of the selections waits for a person: to be judged, countersigned, decided, or gone on with."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging.needs import Need
from tandem.sourcing.models import Function, Judge, Selection
from tandem.sourcing.rules import selections as rules

Status = Selection.Status


def of(actor: Actor, now: datetime) -> list[Need]:
    """By what the person may do. A number of queries that does not grow with the selections."""
    return [*_to_judge(actor), *_proposed(actor, now), *_late(actor, now)]


def _to_judge(actor: Actor) -> list[Need]:
    waiting = Judge.objects.filter(
        selection__customer=actor.organization_id,
        selection__status=Status.JUDGING,
        user=actor.user_id,
        done_at=None,
    ).select_related("selection")
    return [
        Need(
            _("Weigh the criteria of “%(selection)s”") % {"selection": judge.selection},
            _("How much each criterion counts, pair by pair or in points."),
            reverse("sourcing:weights", args=[judge.selection_id]),
            "scale",
            "info",
        )
        for judge in waiting
    ]


def _proposed(actor: Actor, now: datetime) -> list[Need]:
    functions = rules.functions_of(actor)
    decides = actor.can(Capability.DECIDE_SELECTIONS)
    if not functions and not decides:
        return []
    rows = Selection.objects.visible_to(actor).filter(status=Status.PROPOSED)
    found = []
    for selection in rows.prefetch_related("countersignatures"):
        signed = {each.function for each in selection.countersignatures.all()}
        open_to_me = [
            function
            for function in functions
            if function not in signed and rules.can_countersign(actor, selection, function, now)
        ]
        if open_to_me:
            text = _("Countersign “%(selection)s”") % {"selection": selection}
            hint = _("It is proposed by %(person)s.") % {"person": selection.proposed_by_name}
            found.append(Need(text, hint, selection.get_absolute_url(), "clipboard-check", "info"))
        elif len(signed) == len(Function) and rules.can_decide(actor, selection, now):
            text = _("Decide “%(selection)s”") % {"selection": selection}
            hint = _("Quality, logistics and finance have had their say.")
            found.append(Need(text, hint, selection.get_absolute_url(), "gavel", "warning"))
    return found


def _late(actor: Actor, now: datetime) -> list[Need]:
    rows = Selection.objects.visible_to(actor).open().filter(decide_by__lt=now.date(), made_by=actor.user_id)
    return [
        Need(
            _("“%(selection)s” was to be decided already") % {"selection": selection},
            _("See what it waits for, or give it another day."),
            selection.get_absolute_url(),
            "clock-exclamation",
            "bad",
        )
        for selection in rows
    ]
