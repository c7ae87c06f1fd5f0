"""The way of every API request: whose token, how often, as whom, once; and a problem wherever it ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts import scopes, secrets
from tandem.accounts.actor import Actor
from tandem.accounts.delegated import actor_of
from tandem.accounts.models import Membership, Organization, Token
from tandem.accounts.queries import lacks_second_factor
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rest import limits
from tandem.accounts.rest.limits import Standing
from tandem.accounts.rest.once import once
from tandem.core.fence import Acting, acting_as
from tandem.core.problems import problem

View = Callable[..., HttpResponse]
# How stale "last used" may be: a write for each request would cost more than the request.
SEEN_EVERY = timedelta(minutes=5)


class ApiRequest(ActorRequest):
    """A request that a token speaks for."""

    token: Token


def served(view: View) -> View:
    """Around a view of the API: nothing of the session counts, only the token in the Authorization header."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        found = _presented(request, now)
        if found is None:
            return _unauthorised(request)
        token, standing = found
        if standing.over:
            response = problem("too-many", _("This token has used up its requests. Try again later."))
        else:
            with acting_as(Acting(person=token.user_id, organization=token.organization_id)):
                response = _answered(request, token, now, lambda: view(request, *args, **kwargs))
        standing.tell(response)
        response["Cache-Control"] = "no-store"
        return response

    answer.login_required = False  # type: ignore[attr-defined]  # Django reads it there
    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie speaks for anybody here
    return answer


def _presented(request: HttpRequest, now: datetime) -> tuple[Token, Standing] | None:
    """The token in the request, where it works, and how often it came. All the database shows meanwhile is that token;
    the transaction is short, so that requests of one token do not wait for each other."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secrets.looks_right(secret):
        return None
    digest = secrets.digest(secret)
    with acting_as(Acting(presented=digest)), transaction.atomic():
        token = Token.objects.filter(digest=digest).first()
        if token is None or not token.works_at(now):
            return None
        if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
            Token.objects.filter(pk=token.pk).update(last_used_at=now)
        return token, limits.count(token, now)


def _answered(
    request: HttpRequest, token: Token, now: datetime, act: Callable[[], HttpResponse]
) -> HttpResponse:
    """In one transaction; what is not done is undone."""
    with transaction.atomic():
        membership = _membership(token)
        if membership is None and token.membership_id is not None:
            return _unauthorised(request)
        if membership is not None and lacks_second_factor(membership):
            return _second_factor(membership)
        actor = _actor(token, membership, now)
        request.actor, request.token = actor, token  # type: ignore[attr-defined]  # ApiRequest declares them
        response = once(request, token, now, act)
        if response.status_code >= 400:
            transaction.set_rollback(True)
    if response.status_code == 405 and "problem" not in response["Content-Type"]:
        told = problem("no-such-method", _("Only %(methods)s.") % {"methods": response["Allow"]})
        told["Allow"] = response["Allow"]
        return told
    return response


def _membership(token: Token) -> Membership | None:
    """Of the person whose token it is, as long as they may sign in."""
    if token.membership_id is None:
        return None
    found = Membership.objects.select_related("user", "organization")
    return found.filter(pk=token.membership_id, user__is_active=True).first()


def _actor(token: Token, membership: Membership | None, now: datetime) -> Actor:
    """Who acts: the person as their roles are today, or the service; either within the token's scopes alone."""
    granted = scopes.capabilities_of(token.scopes)
    if membership is None:
        organization = Organization.objects.only("slug").get(pk=token.organization_id)
        return Actor(None, token.name, organization.pk, organization.slug, frozenset(), granted)
    actor = actor_of(membership, now)
    return replace(actor, capabilities=actor.capabilities & granted)


def _second_factor(membership: Membership) -> HttpResponse:
    """A person's token is no way around what their organisation asks of them."""
    detail = _(
        "%(organization)s requires a second factor of its members. Set one up under Your settings; your tokens "
        "then work again."
    )
    return problem("not-allowed", detail % {"organization": membership.organization})


def _unauthorised(request: HttpRequest) -> HttpResponse:
    given = "Authorization" in request.headers
    response = problem(
        "unauthorised",
        _("This token is unknown, expired or revoked.")
        if given
        else _("Send `Authorization: Bearer tdm_…`. Tokens are made under Your settings."),
    )
    challenge = 'Bearer realm="Tandem"'
    response["WWW-Authenticate"] = f'{challenge}, error="invalid_token"' if given else challenge
    return response
