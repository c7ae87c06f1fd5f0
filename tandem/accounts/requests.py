"""Every signed-in request carries the actor: the person and the organisation they act for."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from tandem.accounts.actor import Actor
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import Membership, User
from tandem.accounts.queries import lacks_second_factor
from tandem.accounts.roles import Capability
from tandem.core.fence import Acting, acting_as

# Pages of a person alone, whatever they act for: signing in and out, the second factor, one's sign-ins.
ACCOUNT_PAGES = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")
OPEN = {"accounts:choose_language", "accounts:invitation", "accounts:switch_organization"}

View = Callable[[HttpRequest], HttpResponse]


class ActorRequest(HttpRequest):
    """The request as our views see it: signed in and acting for one organisation."""

    user: User
    actor: Actor
    memberships: list[Membership]
    htmx: HtmxDetails


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page needs a signed-in person unless its view says otherwise."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """A visitor goes to sign in; a part of a page left open answers 401, which its page shows as a toast."""
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and request.headers.get("HX-Request") == "true":
            return HttpResponse(_("You have been signed out. Load the page again to sign in."), status=401)
        return answer


class LanguageMiddleware:
    """A signed-in person reads their own language, whatever the browser prefers.

    The cookie follows, so that the page after signing out speaks it too.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        language = request.user.language
        if language not in dict(settings.LANGUAGES):
            return self.get_response(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if settings.LANGUAGE_COOKIE_NAME not in response.cookies:
            remember_language(request, response, language)
        return response


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Keep the language in the browser, where it is not kept already."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 86400,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )


class ActorMiddleware:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, AnonymousUser) or not user.is_authenticated:
            return self.get_response(request)
        memberships = list(user.memberships.select_related("organization", "user"))
        request.memberships = memberships  # type: ignore[attr-defined]  # ActorRequest declares it
        acting = _acting(user, memberships)
        if acting is not None:
            request.acting = acting  # type: ignore[attr-defined]  # read by SecondFactorMiddleware alone
            with acting_as(Acting(person=user.pk, organization=acting.organization_id)):
                request.actor = actor_of(acting, timezone.now())  # type: ignore[attr-defined]  # ActorRequest declares it
                return self.get_response(request)
        if _needs_organization(request):
            return render(request, "accounts/no_organization.html", status=403)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Where a second factor is required, a member without one is led to set it up before anything else."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        acting: Membership | None = getattr(request, "acting", None)
        if acting is None or not lacks_second_factor(acting):
            return self.get_response(request)
        if not _needs_organization(request):
            request.second_factor_wanted = acting.organization  # type: ignore[attr-defined]  # its page says so
            return self.get_response(request)
        page = reverse("mfa_index")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=403, headers={"HX-Redirect": page})
        return redirect(page)


class SideMiddleware:
    """A room that one's roles do not open is not there: `settings.ROOM_CAPABILITIES` says what each asks for."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> None:
        match = request.resolver_match
        needed = settings.ROOM_CAPABILITIES.get(match.namespace) if match else None
        actor: Actor | None = getattr(request, "actor", None)
        if needed is not None and actor is not None and not actor.can(Capability(needed)):
            raise Http404


def _acting(user: User, memberships: list[Membership]) -> Membership | None:
    for membership in memberships:
        if membership.organization_id == user.acting_for_id:
            return membership
    return memberships[0] if memberships else None


def _needs_organization(request: HttpRequest) -> bool:
    """Signing out, one's password and one's language need no organisation, nor does a link; every room does."""
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    return name not in OPEN and not name.startswith((*ACCOUNT_PAGES, "links:", "registering:"))
