"""Keys to the API: one's own under Your settings, the organisation's under Your organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tandem.accounts import actions, rules, scopes
from tandem.accounts.forms import TokenForm
from tandem.accounts.models import Token
from tandem.accounts.models.tokens import TokenQuerySet
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.accounts.scopes import PERSONS_ONLY
from tandem.core.errors import Refused


@never_cache
def my_tokens(request: ActorRequest) -> HttpResponse:
    """One's own tokens in the organisation one acts for. A new one's secret is in the answer, this once."""
    tokens = Token.objects.personal(request.actor)
    return _tokens(request, tokens, service=False)


@never_cache
def service_tokens(request: ActorRequest) -> HttpResponse:
    """What acts for the organisation: its service tokens, and those of its members."""
    require(request.actor.can(Capability.MANAGE_INTEGRATIONS))
    tokens = Token.objects.visible_to(request.actor)
    return _tokens(request, tokens, service=True)


@require_POST
def revoke_token(request: ActorRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.visible_to(request.actor), pk=pk)
    actions.revoke_token(token, by=request.actor, now=timezone.now())
    messages.success(request, _("“%(name)s” no longer opens anything.") % {"name": token})
    return redirect("accounts:service_tokens" if "service" in request.POST else "accounts:my_tokens")


def _tokens(request: ActorRequest, tokens: TokenQuerySet, *, service: bool) -> HttpResponse:
    now = timezone.now()
    actor = request.actor
    capabilities = actor.own_capabilities if service else actor.capabilities
    open_scopes = [scope for scope in scopes.open_to(capabilities) if not (service and scope in PERSONS_ONLY)]
    form = TokenForm(request.POST or None, scopes=open_scopes)
    secret = ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            _made, secret = actions.make_token(
                values["name"],
                values["scopes"],
                days=values["days"],
                by=request.actor,
                now=now,
                service=service,
            )
            form = TokenForm(scopes=open_scopes)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    rows = [(token, token.works_at(now)) for token in tokens.select_related("user")]
    context = {
        "form": form,
        "secret": secret,
        "rows": rows,
        "service": service,
        "may_make": rules.can_make_tokens(actor, service=service),
        "here": reverse("accounts:service_tokens" if service else "accounts:my_tokens"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/tokens.html", context, status=status)
