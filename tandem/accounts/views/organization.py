from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts import actions, history, identifiers, rules
from tandem.accounts.forms import IdentifierForm, OrganizationForm
from tandem.accounts.models import AuditEntry
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.accounts.views.answering import accepted, managed_organization, own_organization, show_form


def organization(request: ActorRequest) -> HttpResponse:
    """One's own organisation as others know it: names, numbers, contacts."""
    own = own_organization(request)
    context = {
        "organization": own,
        "country": identifiers.country_name(own.country),
        "currency": identifiers.currency_name(own.currency),
        "identifiers": own.identifiers.all(),
        "contacts": own.contacts.filter(kept_by=own),
        "may_manage": rules.can_manage_organization(request.actor, own.pk),
        "may_merge": request.actor.can(Capability.MERGE_ORGANISATIONS),
    }
    return render(request, "accounts/organization.html", context)


def edit_organization(request: ActorRequest) -> HttpResponse:
    own = managed_organization(request)
    form = OrganizationForm(request.POST or None, instance=own)
    if accepted(
        form,
        lambda: actions.change_organization(own_organization(request), form.cleaned_data, by=request.actor),
    ):
        messages.success(request, _("The organisation was changed."))
        return redirect("accounts:organization")
    return show_form(
        request,
        form,
        heading=_("Change the organisation"),
        action=_("Save"),
        back=reverse("accounts:organization"),
    )


def add_identifier(request: ActorRequest) -> HttpResponse:
    own = managed_organization(request)
    form = IdentifierForm(request.POST or None, initial={"country": own.country})
    if accepted(
        form, lambda: actions.add_identifier(own, **form.cleaned_data, by=request.actor), field="value"
    ):
        messages.success(request, _("The number was checked and added."))
        return redirect("accounts:organization")
    return show_form(
        request,
        form,
        heading=_("Add a registration number"),
        note=_("Its check digits are verified. Partners find and match the organisation by it."),
        action=_("Check and add"),
        back=reverse("accounts:organization"),
    )


@require_POST
def remove_identifier(request: ActorRequest, pk: int) -> HttpResponse:
    identifier = get_object_or_404(own_organization(request).identifiers, pk=pk)
    actions.remove_identifier(identifier, by=request.actor)
    messages.success(request, _("The number was removed."))
    return redirect("accounts:organization")


def organization_history(request: ActorRequest) -> HttpResponse:
    """Every change of one's own organisation, newest first."""
    own = own_organization(request)
    entries = AuditEntry.objects.visible_to(request.actor).about_organization(own)
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    context = {"page": page, "entries": [history.told(entry) for entry in page]}
    return render(request, "accounts/history.html", context)
