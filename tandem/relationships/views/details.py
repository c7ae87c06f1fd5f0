"""What one's own side writes down about a supplier: notes, contacts, numbers, other names, identifiers.

Each is a small form on the overview tab; after it the person is back on that page, a refusal shows as a toast.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from tandem.accounts import actions as accounts
from tandem.accounts import rules as account_rules
from tandem.accounts.models import Contact
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.core.errors import Refused
from tandem.relationships import actions, names, rules, tabs
from tandem.relationships.forms import ContactForm, IdentifierForm, NumberForm
from tandem.relationships.models import Note, Relationship


@require_POST
def write_note(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    actions.write_note(relationship, request.POST.get("text", ""), by=request.actor)
    return _back(request, relationship)


@require_POST
def remove_note(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    relationship = tabs.find(request, slug)
    notes = Note.objects.visible_to(request.actor).filter(relationship=relationship)
    actions.remove_note(get_object_or_404(notes, pk=pk), by=request.actor)
    return _back(request, relationship)


@require_POST
def add_contact(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    _require_manage(request, relationship)
    contact = Contact(organization=relationship.supplier, kept_by_id=request.actor.organization_id)
    form = ContactForm(request.POST, instance=contact)
    _demand(form)
    accounts.save_contact(form.save(commit=False), by=request.actor)
    return _back(request, relationship)


def edit_contact(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    relationship, contact = _own_contact(request, slug, pk)
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        accounts.save_contact(form.save(commit=False), by=request.actor)
        messages.success(request, _("Saved."))
        return redirect(relationship)
    context = {"form": form, "relationship": relationship, "contact": contact}
    return render(request, "relationships/edit_contact.html", context, status=422 if form.errors else 200)


@require_POST
def remove_contact(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    relationship, contact = _own_contact(request, slug, pk)
    accounts.remove_contact(contact, by=request.actor)
    return _back(request, relationship)


@require_POST
def give_number(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    form = NumberForm(request.POST, actor=request.actor)
    _demand(form)
    values = form.cleaned_data
    actions.number_supplier(relationship, source=values["source"], key=values["key"], by=request.actor)
    return _back(request, relationship)


@require_POST
def end_number(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    relationship = tabs.find(request, slug)
    actions.forget_number(get_object_or_404(relationship.numbers.in_force(), pk=pk), by=request.actor)
    return _back(request, relationship)


@require_POST
def add_alias(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    name = request.POST.get("name", "").strip()
    if actions.remember_alias(relationship, name, names.normalize(name), by=request.actor) is None:
        raise Refused(_("Another supplier is known by this name already, or it is no name."))
    return _back(request, relationship)


@require_POST
def remove_alias(request: ActorRequest, slug: str, pk: int) -> HttpResponse:
    relationship = tabs.find(request, slug)
    actions.forget_alias(get_object_or_404(relationship.aliases, pk=pk), by=request.actor)
    return _back(request, relationship)


@require_POST
def add_identifier(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    form = IdentifierForm(request.POST, country=relationship.supplier.country)
    _demand(form)
    values = form.cleaned_data
    actions.identify(relationship, scheme=values["scheme"], value=values["value"], by=request.actor)
    return _back(request, relationship)


def _require_manage(request: ActorRequest, relationship: Relationship) -> None:
    account_rules.require(
        rules.can_manage(request.actor, relationship),
        rules.out_of_reach(request.actor, Capability.MANAGE_RELATIONSHIPS),
    )


def _back(request: ActorRequest, relationship: Relationship) -> HttpResponse:
    return HttpResponseClientRefresh() if request.htmx else redirect(relationship)


def _own_contact(request: ActorRequest, slug: str, pk: int) -> tuple[Relationship, Contact]:
    """A contact of this supplier that one's own side keeps; others are the supplier's to change."""
    relationship = tabs.find(request, slug)
    _require_manage(request, relationship)
    contacts = Contact.objects.filter(
        organization=relationship.supplier, kept_by=request.actor.organization_id
    )
    return relationship, get_object_or_404(contacts, pk=pk)


def _demand(form: forms.BaseForm) -> None:
    """Refuse a small form's first fault: its page is the tab it stood on."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        raise Refused(f"{label}: {errors[0]}" if label else str(errors[0]))
