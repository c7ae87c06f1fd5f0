"""What of improvement waits for a person: steps to be filled in, and steps to be decided on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.improvement.models import WAITING, Case, Step
from tandem.messaging.needs import Need, by_weight


def of_supplier(actor: Actor, now: datetime) -> list[Need]:
    if not actor.can(Capability.ANSWER_CASES):
        return []
    steps = Step.objects.filter(
        case__in=Case.objects.of_supplier(actor).open().values("pk"), status__in=WAITING
    )
    found = steps.order_by().aggregate(
        late=Count("case", filter=Q(due_at__lt=now), distinct=True),
        returned=Count("pk", filter=Q(status=Step.Status.RETURNED, due_at__gte=now)),
        waiting=Count("case", filter=Q(due_at__gte=now), distinct=True),
    )
    listed = reverse("improvement_supplier:cases")
    told = []
    if found["late"]:
        text = ngettext(
            "%(count)s 8D case has overdue steps", "%(count)s 8D cases have overdue steps", found["late"]
        )
        hint = _("Hand in what is due, so that the customer knows it is protected.")
        told.append(
            Need(
                text % {"count": found["late"]}, hint, f"{listed}?status=overdue", "clock-exclamation", "bad"
            )
        )
    if found["returned"]:
        text = ngettext(
            "%(count)s 8D step was returned", "%(count)s 8D steps were returned", found["returned"]
        )
        hint = _("The customer says what is missing.")
        told.append(Need(text % {"count": found["returned"]}, hint, listed, "arrow-back-up", "warning"))
    if found["waiting"] and not found["late"]:
        text = ngettext(
            "%(count)s 8D case waits for its next steps",
            "%(count)s 8D cases wait for their next steps",
            found["waiting"],
        )
        hint = _("The one that is due first stands at the top.")
        told.append(Need(text % {"count": found["waiting"]}, hint, listed, "tools", "info"))
    return by_weight(told)


def of_customer(actor: Actor, now: datetime) -> list[Need]:
    """Of the cases one owns oneself, and of those nobody owns."""
    if not actor.can(Capability.MANAGE_IMPROVEMENT) or actor.user_id is None:
        return []
    mine = Case.objects.of_customer(actor).open().filter(Q(owner=actor.user_id) | Q(owner=None))
    steps = Step.objects.filter(case__in=mine.values("pk"))
    found = steps.order_by().aggregate(
        to_decide=Count("pk", filter=Q(status=Step.Status.HANDED_IN)),
        late=Count("case", filter=Q(status__in=WAITING, due_at__lt=now), distinct=True),
    )
    listed = reverse("improvement:cases")
    told = []
    if found["to_decide"]:
        text = ngettext(
            "%(count)s 8D step waits for your decision",
            "%(count)s 8D steps wait for your decision",
            found["to_decide"],
        )
        hint = _("Accept it, or return it with the reason.")
        told.append(
            Need(
                text % {"count": found["to_decide"]},
                hint,
                f"{listed}?status=to_decide",
                "clipboard-check",
                "warning",
            )
        )
    if found["late"]:
        text = ngettext(
            "%(count)s 8D case of mine is overdue at the supplier",
            "%(count)s 8D cases of mine are overdue at the supplier",
            found["late"],
        )
        hint = _("Speak to the supplier, or look at what keeps it.")
        told.append(
            Need(
                text % {"count": found["late"]}, hint, f"{listed}?status=overdue", "clock-exclamation", "bad"
            )
        )
    return by_weight(told)
