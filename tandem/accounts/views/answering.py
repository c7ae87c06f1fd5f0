"""What the forms of this room have in common: a refusal stands on the form that caused it."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import can_manage_organization, require
from tandem.core.errors import Refused


def own_organization(request: ActorRequest) -> Organization:
    return get_object_or_404(Organization, pk=request.actor.organization_id)


def managed_organization(request: ActorRequest) -> Organization:
    """One's own organisation, for those who may change it. Raises Refused for the others."""
    require(can_manage_organization(request.actor, request.actor.organization_id))
    return own_organization(request)


def next_page(request: HttpRequest, otherwise: str = "/") -> str:
    """Where a form says that it goes on, as long as that is a page of ours."""
    target = request.POST.get("next", otherwise)
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else otherwise


def accepted(form: BaseForm, act: Callable[[], object], field: str | None = None) -> bool:
    """Do `act` if the form is right; what it refuses is shown at `field`, or above the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(field, str(refusal))
        return False
    return True


def show_form(request: ActorRequest, form: BaseForm, **context: Any) -> HttpResponse:
    """A page that holds one form; 422 when it comes back with errors."""
    status = 422 if form.is_bound else 200
    return render(request, "accounts/form.html", {"form": form, **context}, status=status)
