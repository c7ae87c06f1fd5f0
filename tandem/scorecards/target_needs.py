"""What waits for a person's answer on a target, at either end."""

from __future__ import annotations

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging.needs import Need
from tandem.scorecards.models import TargetAgreement
from tandem.scorecards.rules import targets as rules

Status = TargetAgreement.Status


def of_customer(actor: Actor) -> list[Need]:
    if not rules.can_propose(actor):
        return []
    rows = TargetAgreement.objects.of_customer(actor).standing().filter(status=Status.COUNTERED)
    counts = rows.order_by().aggregate(count=Count("pk"), one=Min("pk"))
    if not counts["count"]:
        return []
    text = ngettext(
        "%(count)s counter-proposal for a target waits for your answer",
        "%(count)s counter-proposals for targets wait for your answer",
        counts["count"],
    ) % {"count": counts["count"]}
    hint = _("Accept it, or propose again. Until then nothing new is agreed.")
    alone = reverse("scorecards:target_agreement", args=[counts["one"]]) if counts["count"] == 1 else ""
    url = alone or f"{reverse('scorecards:targets')}?status=countered"
    return [Need(text, hint, url, "target-arrow", "warning")]


def of_supplier(actor: Actor) -> list[Need]:
    """One statement."""
    if not actor.can(Capability.ANSWER_CUSTOMERS):
        return []
    rows = TargetAgreement.objects.asked_of(actor).standing().filter(status=Status.PROPOSED)
    counts = rows.order_by().aggregate(count=Count("pk"), one=Min("pk"))
    if not counts["count"]:
        return []
    text = ngettext(
        "%(count)s target of a customer waits for your answer",
        "%(count)s targets of customers wait for your answer",
        counts["count"],
    ) % {"count": counts["count"]}
    hint = _("Accept it, or propose another value with your reason.")
    alone = counts["count"] == 1
    url = reverse("portal:target", args=[counts["one"]]) if alone else reverse("portal:targets")
    return [Need(text, hint, url, "target-arrow", "warning")]
