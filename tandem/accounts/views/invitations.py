"""Invitations: the public page that accepts one, and what administrators do with those still pending."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tandem.accounts import actions
from tandem.accounts.forms import NewcomerForm
from tandem.accounts.models import Invitation, User
from tandem.accounts.requests import ActorRequest
from tandem.accounts.secrets import digest
from tandem.accounts.views.answering import accepted, next_page
from tandem.core.fence import beyond_the_fence

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what. Reading it changes nothing, so that a mail program's preview does not use it up."""
    with beyond_the_fence():  # the link itself is the right to read what it offers
        found = (
            Invitation.objects.select_related("organization", "sender").filter(digest=digest(token)).first()
        )
        known = found is not None and User.objects.filter(email=found.email).exists()
    if found is None or not found.is_open(timezone.now()):
        gone = {"invitation": found}
        return render(request, "accounts/invitation_gone.html", gone, status=410 if found else 404)
    if isinstance(request.user, User):
        return _known(request, found, request.user)
    return _newcomer(request, found) if not known else _show(request, found, "sign_in")


def _known(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if user.email != found.email:
        return _show(request, found, "somebody_else")
    if request.method == "POST":
        actions.accept_invitation(found, user, now=timezone.now())
        return _welcome(request, found)
    return _show(request, found, "accept")


def _newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    language = getattr(request, "LANGUAGE_CODE", "") or found.language
    form = NewcomerForm(
        request.POST or None, email=found.email, initial={"name": found.name, "language": language}
    )
    entered: list[User] = []

    def act() -> None:
        membership = actions.accept_as_newcomer(found, **form.cleaned_data, now=timezone.now())
        entered.append(membership.user)

    if accepted(form, act):
        login(request, entered[0], backend=BACKEND)
        return _welcome(request, found)
    return _show(request, found, "newcomer", form=form)


def _show(request: HttpRequest, found: Invitation, case: str, **more: object) -> HttpResponse:
    form = more.get("form")
    status = 422 if getattr(form, "is_bound", False) else 200
    context = {"invitation": found, "case": case, **more}
    return render(request, "accounts/invitation.html", context, status=status)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(
        request, _("From now on you act for %(organization)s") % {"organization": found.organization}
    )
    return redirect("/")


@require_POST
def resend_invitation(request: ActorRequest, pk: int) -> HttpResponse:
    def act(found: Invitation) -> str:
        actions.resend_invitation(
            found, site=request.build_absolute_uri("/"), by=request.actor, now=timezone.now()
        )
        return _("%(email)s was sent a new link; the earlier one no longer works.")

    return _handle(request, pk, act)


@require_POST
def revoke_invitation(request: ActorRequest, pk: int) -> HttpResponse:
    def act(found: Invitation) -> str:
        actions.revoke_invitation(found, by=request.actor, now=timezone.now())
        return _("The invitation of %(email)s was revoked; its link no longer works.")

    return _handle(request, pk, act)


def _handle(request: ActorRequest, pk: int, act: Callable[[Invitation], str]) -> HttpResponse:
    """One into one's own organisation, or to a supplier's first member; the page that has it says where to go on."""
    found = get_object_or_404(
        Invitation.objects.visible_to(request.actor).select_related("organization"), pk=pk
    )
    said = act(found)
    messages.success(request, said % {"email": found.email})
    return redirect(next_page(request, reverse("accounts:members")))
