"""What needs a person today, of qualifications: at either end, by what their role lets them do."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.core import formats
from tandem.messaging.needs import Need, by_weight
from tandem.onboarding.models import Qualification, QualificationItem
from tandem.onboarding.queries import qualifications as queries


def of_customer(actor: Actor, today: date) -> list[Need]:
    listed = reverse("onboarding:qualifications")
    rows = Qualification.objects.visible_to(actor).order_by()
    found = []
    if actor.can(Capability.MANAGE_QUALIFICATION):
        own = queries.mine(rows.open(), actor)
        late = queries.overdue(own, today).count()
        if late:
            text = ngettext(
                "%(count)s qualification of yours is past due",
                "%(count)s qualifications of yours are past due",
                late,
            ) % {"count": late}
            hint = _("See for whom its stage waits.")
            found.append(
                Need(text, hint, f"{listed}?status=overdue&whose=mine", "clock-exclamation", "warning")
            )
        waiting = QualificationItem.objects.filter(
            stage__qualification__in=own.filter(status=Qualification.Status.RUNNING).values("pk"),
            status=QualificationItem.Status.SUBMITTED,
        ).count()
        if waiting:
            text = ngettext(
                "%(count)s thing that a supplier handed in waits for your word",
                "%(count)s things that suppliers handed in wait for your word",
                waiting,
            ) % {"count": waiting}
            hint = _("Accept each, or return it with what is missing.")
            found.append(Need(text, hint, f"{listed}?status=running&whose=mine", "inbox", "info"))
    if actor.can(Capability.APPROVE_SUPPLIERS):
        proposed = rows.filter(status=Qualification.Status.PROPOSED).count()
        if proposed:
            text = ngettext(
                "%(count)s qualification waits for a decision",
                "%(count)s qualifications wait for a decision",
                proposed,
            ) % {"count": proposed}
            hint = _("Somebody else than whoever proposed it decides.")
            found.append(Need(text, hint, f"{listed}?status=proposed", "gavel", "info"))
    return by_weight(found)


def of_supplier(actor: Actor, today: date) -> list[Need]:
    if not actor.can(Capability.ANSWER_CUSTOMERS):
        return []
    owed = list(queries.owed_by_supplier(actor).values_list("stage__due_on", flat=True))
    if not owed:
        return []
    listed = reverse("onboarding_supplier:qualifications")
    late = sum(due < today for due in owed)
    if late:
        text = ngettext(
            "%(count)s thing for a customer’s qualification is past due",
            "%(count)s things for customers’ qualifications are past due",
            late,
        ) % {"count": late}
        return [
            Need(text, _("Hand it in, so that the customer can go on."), listed, "clock-exclamation", "bad")
        ]
    text = ngettext(
        "%(count)s thing for a customer’s qualification waits for you",
        "%(count)s things for customers’ qualifications wait for you",
        len(owed),
    ) % {"count": len(owed)}
    day = formats.day(owed[0], get_language() or "en")
    return [Need(text, _("The first is due on %(day)s.") % {"day": day}, listed, "clipboard-list", "info")]
