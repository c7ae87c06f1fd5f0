"""Every signed-in request carries the actor: the person and the organisation they act for."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, User


class ActorRequest(HttpRequest):
    """The request as our views see it: signed in and acting for one organisation."""

    user: User
    actor: Actor
    memberships: list[Membership]
    htmx: HtmxDetails


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, AnonymousUser) or not user.is_authenticated:
            return self.get_response(request)
        memberships = list(user.memberships.select_related("organization", "user"))
        request.memberships = memberships  # type: ignore[attr-defined]  # ActorRequest declares it
        acting = _acting(user, memberships)
        if acting is not None:
            request.actor = Actor.member(acting)  # type: ignore[attr-defined]  # ActorRequest declares it
        elif _needs_organization(request):
            return render(request, "accounts/no_organization.html", status=403)
        return self.get_response(request)


def _acting(user: User, memberships: list[Membership]) -> Membership | None:
    for membership in memberships:
        if membership.organization_id == user.acting_for_id:
            return membership
    return memberships[0] if memberships else None


def _needs_organization(request: HttpRequest) -> bool:
    """Signing out and changing one's password need no organisation; every room does."""
    try:
        match = resolve(request.path_info)
    except Exception:  # noqa: BLE001  # an unknown address: let Django answer 404
        return False
    return not match.url_name or not match.url_name.startswith(("account_", "language"))
