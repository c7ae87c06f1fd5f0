"""What of rewards and penalties waits for a person, at either end."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.core import formats
from tandem.incentives.models import Consequence
from tandem.messaging.needs import Need

Status = Consequence.Status


def of_customer(actor: Actor, now: datetime) -> list[Need]:
    """What to approve and which appeals to decide; of what one has no hand in."""
    if not actor.can(Capability.APPROVE_INCENTIVES):
        return []
    mine = Q(proposed_by=actor.user_id)
    counts = Consequence.objects.of_customer(actor).aggregate(
        proposed=Count("pk", filter=Q(status=Status.PROPOSED) & ~mine),
        appealed=Count("pk", filter=Q(status=Status.APPEALED) & ~mine & ~Q(approved_by=actor.user_id)),
    )
    found, listed = [], reverse("incentives:consequences")
    if counts["proposed"]:
        text = ngettext(
            "%(count)s reward or penalty waits for your approval",
            "%(count)s rewards and penalties wait for your approval",
            counts["proposed"],
        ) % {"count": counts["proposed"]}
        hint = _("What policies and colleagues proposed; the supplier knows nothing of it yet.")
        found.append(Need(text, hint, f"{listed}?status=proposed", "gavel", "info"))
    if counts["appealed"]:
        text = ngettext(
            "%(count)s appeal of a supplier is to be decided",
            "%(count)s appeals of suppliers are to be decided",
            counts["appealed"],
        ) % {"count": counts["appealed"]}
        hint = _("By somebody who neither proposed nor approved what it is about.")
        found.append(Need(text, hint, f"{listed}?status=appealed", "message-exclamation", "warning"))
    return found


def of_supplier(actor: Actor, today: date) -> list[Need]:
    """What comes into force unless it is answered."""
    if not actor.can(Capability.ANSWER_INCENTIVES):
        return []
    waiting = Consequence.objects.announced_to(actor).waiting_for_supplier()
    counts = waiting.order_by().aggregate(count=Count("pk"), first=Min("respond_by"))
    if not counts["count"]:
        return []
    text = ngettext(
        "%(count)s penalty of a customer waits for your answer",
        "%(count)s penalties of customers wait for your answer",
        counts["count"],
    ) % {"count": counts["count"]}
    hint = _("The first comes into force after %(day)s.") % {
        "day": formats.day(counts["first"], get_language() or "en")
    }
    tone = "bad" if counts["first"] <= today else "warning"
    return [
        Need(text, hint, reverse("incentives_supplier:consequences") + "?status=announced", "gavel", tone)
    ]
