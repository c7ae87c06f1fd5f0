"""What needs a person today of documents and the approved list, at either end."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.messaging.needs import Need
from tandem.onboarding.models import Approval, ApprovalCondition, Document, DocumentReview, RenewalAsk
from tandem.onboarding.queries import approved_list, documents
from tandem.relationships.models import Relationship
from tandem.relationships.queries import within_reach

SOON = timedelta(days=max(RenewalAsk.STEPS))
CONDITION_SOON = timedelta(days=max(ApprovalCondition.STEPS))


def of_customer(actor: Actor) -> list[Need]:
    """Within one's reach: documents that wait for a word, approvals suspended, conditions past their day."""
    if not actor.can(Capability.MANAGE_QUALIFICATION):
        return []
    today = timezone.localdate()
    reached = within_reach(Relationship.objects.visible_to(actor), actor, Capability.MANAGE_QUALIFICATION)
    waiting = DocumentReview.objects.visible_to(actor).filter(
        status=DocumentReview.Status.WAITING, relationship__in=reached
    )
    lines = Approval.objects.visible_to(actor).filter(relationship__in=reached)
    suspended = approved_list.of_status(lines, Approval.Status.SUSPENDED, today).count()
    overdue = approved_list.of_status(lines, "overdue", today).count()
    due = _with_condition(lines, today, today + CONDITION_SOON)
    listed = reverse("onboarding:approved")
    found = []
    if count := waiting.count():
        text = ngettext(
            "%(count)s document of a supplier waits for your review",
            "%(count)s documents of suppliers wait for your review",
            count,
        ) % {"count": count}
        hint = _("Accept each, or say what is wrong with it.")
        found.append(
            Need(text, hint, f"{reverse('onboarding:documents')}?state=waiting", "certificate", "info")
        )
    if suspended:
        text = ngettext("%(count)s approval is suspended", "%(count)s approvals are suspended", suspended)
        hint = _("Until it is reinstated, the supplier may not deliver.")
        found.append(Need(text % {"count": suspended}, hint, f"{listed}?status=suspended", "ban", "warning"))
    if overdue:
        text = ngettext(
            "%(count)s approval has a condition past its day",
            "%(count)s approvals have a condition past its day",
            overdue,
        ) % {"count": overdue}
        hint = _("Ask the supplier, and write down how it was met.")
        found.append(Need(text, hint, f"{listed}?status=overdue", "clock-exclamation", "warning"))
    if due:
        text = ngettext(
            "%(count)s approval has a condition that falls due within 14 days",
            "%(count)s approvals have a condition that falls due within 14 days",
            due,
        ) % {"count": due}
        hint = _("Ask the supplier, and write down how it was met.")
        found.append(Need(text, hint, f"{listed}?status=conditional", "calendar-event", "info"))
    return found


def of_supplier(actor: Actor, today: date) -> list[Need]:
    """Documents that customers rely on and that lapse soon or have lapsed without a renewal; approvals suspended."""
    if not actor.can(Capability.KEEP_PASSPORT):
        return []
    own = Document.objects.filter(organization=actor.organization_id, valid_until__lte=today + SOON)
    found, lapsing, lapsed = [], 0, 0
    for document in own:
        if documents.waiting_for_renewal(document).exists():
            gone = document.has_lapsed(today)
            lapsed, lapsing = lapsed + gone, lapsing + (not gone)
    listed = reverse("onboarding_supplier:documents")
    hint = _("Upload the renewal once; it goes to the customers who have the old one.")
    if lapsed:
        text = ngettext(
            "%(count)s document of yours lapsed without a renewal",
            "%(count)s documents of yours lapsed without a renewal",
            lapsed,
        ) % {"count": lapsed}
        found.append(Need(text, hint, listed, "file-alert", "bad"))
    if lapsing:
        text = ngettext(
            "%(count)s document of yours lapses within 60 days",
            "%(count)s documents of yours lapse within 60 days",
            lapsing,
        ) % {"count": lapsing}
        found.append(Need(text, hint, listed, "calendar-event", "warning"))
    suspended, late, due = _of_lines(actor, today)
    if suspended:
        text = ngettext(
            "A customer suspended %(count)s approval of yours",
            "Customers suspended %(count)s approvals of yours",
            suspended,
        ) % {"count": suspended}
        hint = _("The page says why, and what brings it back.")
        found.append(Need(text, hint, reverse("onboarding_supplier:approvals"), "ban", "bad"))
    if late:
        text = ngettext(
            "%(count)s approval of yours has a condition past its day",
            "%(count)s approvals of yours have a condition past its day",
            late,
        ) % {"count": late}
        hint = _("Tell the customer how you met it.")
        found.append(Need(text, hint, reverse("onboarding_supplier:approvals"), "clock-exclamation", "bad"))
    if due:
        text = ngettext(
            "%(count)s approval of yours has a condition that falls due within 14 days",
            "%(count)s approvals of yours have a condition that falls due within 14 days",
            due,
        ) % {"count": due}
        hint = _("Meet it, and tell the customer how.")
        found.append(Need(text, hint, reverse("onboarding_supplier:approvals"), "calendar-event", "warning"))
    return found


def _of_lines(actor: Actor, today: date) -> tuple[int, int, int]:
    """Approvals suspended, with a condition past its day, and with one that falls due soon."""
    rows = Approval.objects.served_by(actor).exclude(status=Approval.Status.ENDED).order_by()
    holding = dict(rows.values_list("pk", "status"))
    if not holding:
        return 0, 0, 0
    unmet = ApprovalCondition.objects.filter(
        approval__in=holding, met_at=None, due_on__lte=today + CONDITION_SOON
    ).values_list("approval", "due_on")
    found = set(unmet)
    late = {approval for approval, due_on in found if due_on < today}
    due = {approval for approval, due_on in found if due_on >= today}
    return list(holding.values()).count(Approval.Status.SUSPENDED), len(late), len(due)


def _with_condition(lines: QuerySet[Approval], first: date, last: date) -> int:
    """Lines that hold, with a condition unmet and due in these days, both included."""
    return lines.filter(_unmet(first, last)).count()


def _unmet(first: date, last: date) -> Q:
    unmet = ApprovalCondition.objects.filter(met_at=None, due_on__gte=first, due_on__lte=last)
    holding = ~Q(status=Approval.Status.ENDED) & Q(relationship__merged_into=None)
    return holding & Q(pk__in=unmet.values("approval"))
