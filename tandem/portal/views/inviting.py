"""Inviting a supplier: its first person to sign up, or anybody there to read a scorecard, in one mail."""

from typing import Any

from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.models import Invitation
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.messaging.actions import mail
from tandem.portal import actions, joining, mails, rules
from tandem.portal.actions.asks import Wanted
from tandem.portal.forms.asking import DUE_IN, InviteForm, language_for
from tandem.portal.models import Ask, Link
from tandem.portal.queries import asks as queries
from tandem.relationships import tabs
from tandem.relationships.models import Relationship


def invite(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    require(rules.can_ask(request.actor, relationship), rules.why_not_ask(request.actor))
    members = joining.has_members(relationship.supplier_id)
    cards = queries.published_cards(relationship)
    form = InviteForm(
        request.POST or None,
        contacts=queries.contacts_of(relationship, request.actor),
        may_join=not members,
        has_card=cards.exists(),
        initial={
            "language": language_for(relationship.supplier.country),
            **({"email": request.GET["email"]} if "email" in request.GET else {}),
        },
    )
    if request.method == "POST" and accepted(form, lambda: _invite(request, relationship, form)):
        messages.success(request, _("The mail went to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect(f"{relationship.get_absolute_url()}?tab=requests")
    now = timezone.now()
    context = {
        "relationship": relationship,
        "form": form,
        "members": members,
        "card": cards.first(),
        "invited": [(one, one.has_expired(now)) for one in joining.pending(relationship, request.actor)],
    }
    return render(request, "portal/invite.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _invite(request: ActorRequest, relationship: Relationship, form: InviteForm) -> None:
    given, now, by = form.cleaned_data, timezone.now(), request.actor
    email, language = given["email"].lower(), given["language"]
    site = request.build_absolute_uri("/")
    context: dict[str, Any] = {"by": by.name, "message": given["message"]}
    if given.get("card"):
        wanted = Wanted(Ask.Kind.SCORECARD, due_on=now.date() + DUE_IN, message=given["message"])
        ask = actions.ask_supplier(relationship, wanted, by=by, now=now)
        link, token = actions.make_link(
            ask, via=Link.Via.MAIL, email=email, language=language, by=by, now=now
        )
        context |= {"link": link, "read": mails.address_of(site, token)}

    def letter(invitation: Invitation, address: str) -> EmailMessage:
        joined = {**context, "join": address, "invitation": invitation}
        return mails.invitation_mail(relationship, email, language, joined)

    if given.get("join"):
        joining.invite_first(
            relationship, email=email, language=language, site=site, letter=letter, by=by, now=now
        )
    else:
        mail([mails.invitation_mail(relationship, email, language, context)], now=now)
