"""The people an organisation names to its partners."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts import actions
from tandem.accounts.forms import ContactForm
from tandem.accounts.models import Contact, Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import accepted, managed_organization, own_organization, show_form


def add_contact(request: ActorRequest) -> HttpResponse:
    own = managed_organization(request)
    return _save(request, Contact(organization=own, kept_by=own), _("Add a contact"))


def edit_contact(request: ActorRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(_contacts(managed_organization(request)), pk=pk)
    return _save(request, contact, _("Change a contact"))


@require_POST
def remove_contact(request: ActorRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(_contacts(own_organization(request)), pk=pk)
    actions.remove_contact(contact, by=request.actor)
    messages.success(request, _("%(name)s was removed.") % {"name": contact.name})
    return redirect("accounts:organization")


def _contacts(own: Organization) -> QuerySet[Contact]:
    return own.contacts.filter(kept_by=own)


def _save(request: ActorRequest, contact: Contact, heading: str) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=contact)
    if accepted(form, lambda: actions.save_contact(form.instance, by=request.actor)):
        messages.success(request, _("%(name)s was saved.") % {"name": contact.name})
        return redirect("accounts:organization")
    return show_form(
        request,
        form,
        heading=heading,
        note=_("Every partner of the organisation sees its contacts."),
        action=_("Save"),
        back=reverse("accounts:organization"),
    )
