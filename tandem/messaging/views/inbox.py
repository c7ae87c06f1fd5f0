"""What a person was told, for the organisation they act for."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import capabilities
from tandem.messaging import actions, queries
from tandem.messaging.kinds import open_to
from tandem.messaging.models import Notification
from tandem.messaging.reading import lines

ON_A_PAGE = 25


def inbox(request: ActorRequest) -> HttpResponse:
    """The unread first of all; `?show=all` shows what has been read too."""
    everything = request.GET.get("show") == "all"
    found = Notification.objects.visible_to(request.actor).select_related("event")
    page = Paginator(found if everything else found.unread(), ON_A_PAGE).get_page(request.GET.get("page"))
    counts = queries.unread_counts(request.actor, request.memberships)
    context = {
        "page": page,
        "lines": lines(page.object_list),
        "everything": everything,
        "count": counts[request.actor.organization_id],
        "elsewhere": [
            (membership.organization, counts[membership.organization_id])
            for membership in request.memberships
            if membership.organization_id != request.actor.organization_id
            and counts[membership.organization_id]
        ],
    }
    partly = request.htmx and not request.htmx.history_restore_request
    return render(request, "messaging/inbox_rows.html" if partly else "messaging/inbox.html", context)


def open_notification(request: ActorRequest, pk: int) -> HttpResponse:
    """Where it leads, read from now on. One of another organisation asks first to act for that one."""
    notification = get_object_or_404(
        Notification.objects.select_related("event", "organization"), pk=pk, recipient=request.user
    )
    memberships = {each.organization_id: each for each in request.memberships}
    there = memberships.get(notification.organization_id)
    if there is None:
        raise Http404
    here = there.organization_id == request.actor.organization_id
    if notification.kind not in open_to(request.actor.capabilities if here else capabilities(there.roles)):
        raise Http404
    if not here:
        return render(request, "messaging/other_organization.html", {"there": there.organization, "pk": pk})
    actions.mark_read(notification, now=timezone.now())
    return redirect(notification.event.url or "messaging:inbox")


@require_POST
def mark_read(request: ActorRequest, pk: int) -> HttpResponse:
    notification = get_object_or_404(Notification.objects.visible_to(request.actor), pk=pk)
    actions.mark_read(notification, now=timezone.now())
    return redirect("messaging:inbox")


@require_POST
def mark_all(request: ActorRequest) -> HttpResponse:
    count = actions.mark_all_read(by=request.actor, now=timezone.now())
    messages.success(
        request,
        ngettext("%(count)s message is read now.", "%(count)s messages are read now.", count)
        % {"count": count}
        if count
        else _("There was nothing unread."),
    )
    return redirect("messaging:inbox")
