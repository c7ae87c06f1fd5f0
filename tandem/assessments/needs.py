"""What needs a person today, of questionnaires and audits: at either end, by what their role lets them do."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.assessments.models import Assessment
from tandem.messaging.needs import Need, by_weight, due

Status = Assessment.Status


def of_supplier(actor: Actor, today: date) -> list[Need]:
    """What customers ask to be answered."""
    if not actor.can(Capability.ANSWER_CUSTOMERS):
        return []
    listed = reverse("assessments_supplier:owns")
    counts = due(Assessment.objects.asked_of(actor).waiting(), today)
    found = []
    if counts.overdue:
        text = ngettext(
            "%(count)s questionnaire of a customer is past due",
            "%(count)s questionnaires of customers are past due",
            counts.overdue,
        ) % {"count": counts.overdue}
        hint = _("Answer what is missing and hand it in, so that the customer can go on.")
        found.append(Need(text, hint, listed, "clock-exclamation", "bad"))
    if counts.waiting:
        text = ngettext(
            "%(count)s questionnaire of a customer waits for your answers",
            "%(count)s questionnaires of customers wait for your answers",
            counts.waiting,
        ) % {"count": counts.waiting}
        found.append(Need(text, counts.hint, listed, "clipboard-list", "info"))
    return found


def of_customer(actor: Actor, today: date) -> list[Need]:
    """What one is to assess oneself, and what came back of what one asked."""
    if not actor.can(Capability.ASSESS_SUPPLIERS) or actor.user_id is None:
        return []
    listed = reverse("assessments:assessments")
    own = Assessment.objects.asked_by(actor).order_by()
    to_assess = own.filter(
        status=Status.SUBMITTED, assessors__user=actor.user_id, assessors__submitted_at=None
    )
    mine = own.filter(asked_by_user=actor.user_id).aggregate(
        overdue=Count("pk", filter=Q(status__in=(Status.ASKED, Status.ANSWERING), due_on__lt=today)),
        answered=Count("pk", filter=Q(status=Status.SUBMITTED, assessors=None)),
        verified=Count("pk", filter=Q(status=Status.VERIFIED)),
    )
    found = []
    waiting = to_assess.count()
    if waiting:
        text = ngettext(
            "You are to assess %(count)s supplier", "You are to assess %(count)s suppliers", waiting
        ) % {"count": waiting}
        hint = _("What you give is seen by the others once all are in.")
        first = to_assess.first() if waiting == 1 else None
        url = reverse("assessments:verify", args=[first.pk]) if first else f"{listed}?status=submitted"
        found.append(Need(text, hint, url, "clipboard-check", "warning"))
    if mine["overdue"]:
        text = ngettext(
            "%(count)s questionnaire you asked for is past due",
            "%(count)s questionnaires you asked for are past due",
            mine["overdue"],
        ) % {"count": mine["overdue"]}
        hint = _("Remind the supplier, or withdraw what is needed no longer.")
        found.append(Need(text, hint, f"{listed}?status=overdue", "clock-exclamation", "warning"))
    if mine["answered"]:
        text = ngettext(
            "%(count)s answered questionnaire has no assessor yet",
            "%(count)s answered questionnaires have no assessor yet",
            mine["answered"],
        ) % {"count": mine["answered"]}
        hint = _("Choose who verifies it, or publish it by the supplier’s own answers.")
        found.append(Need(text, hint, f"{listed}?status=submitted", "users", "info"))
    if mine["verified"]:
        text = ngettext(
            "%(count)s verified assessment can be published",
            "%(count)s verified assessments can be published",
            mine["verified"],
        ) % {"count": mine["verified"]}
        hint = _("Look at where the assessors differ, then publish it to the supplier.")
        found.append(Need(text, hint, f"{listed}?status=verified", "checks", "info"))
    return by_weight(found)
