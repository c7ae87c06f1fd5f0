"""Making, revoking and renewing links. A new link is on the page that answers its making, and never again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.messaging.actions import mail
from tandem.portal import actions, mails, qr, rules
from tandem.portal.forms.asking import SendForm
from tandem.portal.models import Ask, Link


@never_cache
@require_POST
def make_link(request: ActorRequest, pk: int) -> HttpResponse:
    """One more link to a request, by mail or to hand on."""
    ask = _ask(request, pk)
    require(rules.can_link(request.actor, ask))
    form = SendForm(request.POST)
    if not form.is_valid():
        raise Refused(next(iter(form.errors.values()))[0])
    return sent(request, ask, **form.cleaned_data)


@never_cache
@require_POST
def renew_link(request: ActorRequest, pk: int, link: int) -> HttpResponse:
    """The old link leads nowhere from now on; the new one goes the same way."""
    old = _link(request, pk, link)
    new, token = actions.renew_link(old, by=request.actor, now=timezone.now())
    return _handed_over(request, new, token)


@require_POST
def revoke_link(request: ActorRequest, pk: int, link: int) -> HttpResponse:
    old = _link(request, pk, link)
    actions.revoke_link(old, by=request.actor, now=timezone.now())
    messages.success(request, _("Revoked: the link leads nowhere from now on."))
    return redirect(old.ask)


def sent(request: ActorRequest, ask: Ask, *, how: str, email: str, language: str) -> HttpResponse:
    """The request on its way: mailed, shown as a link to copy and as a QR code, or left in Tandem."""
    if how == "portal":
        messages.success(request, _("The supplier's people find it in Tandem."))
        return redirect(ask)
    link, token = actions.make_link(
        ask,
        via=Link.Via.MAIL if how == "mail" else Link.Via.COPY,
        email=email if how == "mail" else "",
        language=language,
        by=request.actor,
        now=timezone.now(),
    )
    return _handed_over(request, link, token)


def _handed_over(request: ActorRequest, link: Link, token: str) -> HttpResponse:
    site = request.build_absolute_uri("/")
    if link.via == Link.Via.MAIL:
        mail([mails.link_mail(link, token, site)], now=timezone.now())
        messages.success(request, _("The link went to %(email)s.") % {"email": link.email})
        return redirect(link.ask)
    address = mails.address_of(site, token)
    context = {
        "ask": link.ask,
        "relationship": link.ask.relationship,
        "link": link,
        "address": address,
        "code": qr.svg(address),
    }
    answer = render(request, "portal/link_made.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _ask(request: ActorRequest, pk: int) -> Ask:
    rows = Ask.objects.asked_by(request.actor).select_related(
        "relationship__customer", "relationship__supplier"
    )
    return get_object_or_404(rows, pk=pk)


def _link(request: ActorRequest, pk: int, link: int) -> Link:
    rows = Link.objects.visible_to(request.actor).select_related(
        "ask__relationship__customer", "ask__relationship__supplier"
    )
    return get_object_or_404(rows, pk=link, ask=pk)
