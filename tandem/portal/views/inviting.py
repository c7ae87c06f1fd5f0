"""Inviting a supplier: its first person gets an account, or anybody there a scorecard to read, in one mail."""

from django.contrib import messages
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts import invitations
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.accounts.views.answering import accepted
from tandem.core.fence import beyond_the_fence
from tandem.portal import actions, joining, mails, rules
from tandem.portal.actions.asks import Wanted
from tandem.portal.forms.asking import DUE_IN, InviteForm, language_for
from tandem.portal.models import Ask, Link
from tandem.portal.queries import asks as queries
from tandem.relationships import tabs
from tandem.relationships.models import Relationship


def invite(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    require(rules.can_ask(request.actor, relationship))
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
    context = {"relationship": relationship, "form": form, "members": members, "card": cards.first()}
    return render(request, "portal/invite.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _invite(request: ActorRequest, relationship: Relationship, form: InviteForm) -> None:
    given, now, by = form.cleaned_data, timezone.now(), request.actor
    email, language = given["email"].lower(), given["language"]
    context = {
        "by": by.name,
        "customer": relationship.customer,
        "supplier": relationship.supplier,
        "message": given["message"],
    }
    if given.get("card"):
        wanted = Wanted(Ask.Kind.SCORECARD, due_on=now.date() + DUE_IN, message=given["message"])
        ask = actions.ask_supplier(relationship, wanted, by=by, now=now)
        link, token = actions.make_link(
            ask, via=Link.Via.MAIL, email=email, language=language, by=by, now=now
        )
        context |= {"link": link, "read": mails.address_of(request, token)}
    if given.get("join"):
        membership = joining.invite_first(relationship, email=email, language=language, by=by, now=now)
        with beyond_the_fence():
            context["join"] = invitations.address(request, membership.user)
    with override(language):
        subject = _("%(customer)s invites you to Tandem") % {"customer": relationship.customer}
        body = render_to_string("links/invitation.txt", context)
    transaction.on_commit(lambda: send_mail(" ".join(subject.split()), body, None, [email]))
