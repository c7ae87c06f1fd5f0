"""The customer's links for a data check: one to hand on, or one mailed to each supplier that has a contact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.portal import rules
from tandem.portal.actions.checks import ask_to_check
from tandem.portal.views.asking import mail_links
from tandem.scorecards.models import Objection, Run


@require_POST
def link_check(request: ActorRequest, pk: int) -> HttpResponse:
    """The request of one supplier's data check, on whose page links to it are made."""
    rows = Objection.objects.raised_with(request.actor).filter(kind=Objection.Kind.CHECK)
    found = get_object_or_404(rows.select_related("relationship__customer", "relationship__supplier"), pk=pk)
    require(rules.can_ask(request.actor, found.relationship), rules.why_not_ask(request.actor))
    return redirect(ask_to_check(found, by=request.actor, now=timezone.now()))


@require_POST
def mail_check_links(request: ActorRequest, pk: int) -> HttpResponse:
    """A link to every supplier of a run that has not answered yet and of whom a contact with an address is known."""
    run = get_object_or_404(Run.objects.visible_to(request.actor), pk=pk)
    require(rules.can_open_surveys(request.actor), rules.why_not_ask(request.actor))
    checks = Objection.objects.filter(
        run=run, kind=Objection.Kind.CHECK, status=Objection.Status.OPEN, ask=None
    )
    now = timezone.now()
    asked = [
        ask_to_check(check, by=request.actor, now=now)
        for check in checks.select_related("relationship__customer", "relationship__supplier")
    ]
    mailed = mail_links(request, asked)
    text = ngettext(
        "A link went to the contact of %(count)s supplier.",
        "Links went to the contacts of %(count)s suppliers.",
        mailed,
    )
    messages.success(
        request, text % {"count": mailed} if mailed else _("No contact with an e-mail address is known.")
    )
    return redirect(run)
