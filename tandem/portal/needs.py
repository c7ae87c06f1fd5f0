"""What needs a person today, of what customers ask of suppliers: at either end, by what their role lets them do."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.incentives import needs as incentive_needs
from tandem.messaging.needs import Need, by_weight, due
from tandem.onboarding import approved_needs, passport_needs
from tandem.portal.models import Ask
from tandem.portal.queries import customer_accounts
from tandem.scorecards import objection_needs, target_needs


def of_supplier(actor: Actor, today: date) -> list[Need]:
    """What customers wait for, and the steps one has planned."""
    return by_weight(
        [
            *_of_requests(actor, today),
            *_of_steps(actor, today),
            *passport_needs.of_supplier(actor),
            *approved_needs.of_supplier(actor, today),
            *incentive_needs.of_supplier(actor, today),
            *objection_needs.of_supplier(actor, today),
            *target_needs.of_supplier(actor),
        ]
    )


def of_customer(actor: Actor, today: date) -> list[Need]:
    """What came back of one's own requests, and what did not."""
    if not actor.can(Capability.ASK_SUPPLIERS):
        return []
    listed = reverse("portal_customer:asks")
    mine = Ask.objects.asked_by(actor).filter(asked_by_user=actor.user_id).exclude(kind=Ask.Kind.SURVEY)
    overdue = mine.waiting().filter(due_on__lt=today).count()
    answered = mine.filter(status=Ask.Status.ANSWERED).exclude(kind=Ask.Kind.SCORECARD).count()
    found = []
    if overdue:
        text = ngettext(
            "%(count)s request of yours is past due at its supplier",
            "%(count)s requests of yours are past due at their suppliers",
            overdue,
        ) % {"count": overdue}
        hint = _("Send another link, or withdraw what is needed no longer.")
        found.append(Need(text, hint, f"{listed}?status=overdue", "clock-exclamation", "warning"))
    if answered:
        text = ngettext(
            "%(count)s answer of a supplier waits for your word",
            "%(count)s answers of suppliers wait for your word",
            answered,
        ) % {"count": answered}
        hint = _("Accept each, or return it with what is missing.")
        found.append(Need(text, hint, f"{listed}?status=answered", "message", "info"))
    return by_weight(found)


def _of_requests(actor: Actor, today: date) -> list[Need]:
    if not actor.can(Capability.ANSWER_CUSTOMERS):
        return []
    listed = reverse("portal:asks")
    # A data check says so itself (`objection_needs`).
    counts = due(Ask.objects.asked_of(actor).waiting().exclude(kind=Ask.Kind.DATA_CHECK), today)
    found = []
    if counts.overdue:
        text = ngettext(
            "%(count)s request of a customer is past due",
            "%(count)s requests of customers are past due",
            counts.overdue,
        ) % {"count": counts.overdue}
        found.append(
            Need(text, _("Answer, so that the customer can go on."), listed, "clock-exclamation", "bad")
        )
    if counts.waiting:
        text = ngettext(
            "%(count)s request of a customer waits for your answer",
            "%(count)s requests of customers wait for your answer",
            counts.waiting,
        ) % {"count": counts.waiting}
        found.append(Need(text, counts.hint, listed, "send", "info"))
    return found


def _of_steps(actor: Actor, today: date) -> list[Need]:
    mine = customer_accounts.steps_to_do(actor).filter(assignee=actor.user_id, due__lte=today)
    counts = mine.order_by().aggregate(planned=Count("pk"), late=Count("pk", filter=Q(due__lt=today)))
    if not counts["planned"]:
        return []
    text = ngettext(
        "%(count)s step you planned with a customer is due",
        "%(count)s steps you planned with customers are due",
        counts["planned"],
    ) % {"count": counts["planned"]}
    hint = _("Write down what came of it.")
    tone = "warning" if counts["late"] else "info"
    return [Need(text, hint, f"{reverse('portal:steps')}?whose=mine", "calendar-event", tone)]
