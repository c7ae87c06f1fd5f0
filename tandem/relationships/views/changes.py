"""Adding a supplier, and changing what one thinks of it."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts import rules as account_rules
from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Capability
from tandem.relationships import actions, queries, rules, tabs
from tandem.relationships.forms import CompanyForm, RelationshipForm, StageForm, SupplierForm
from tandem.relationships.models import Relationship

MANAGE = Capability.MANAGE_RELATIONSHIPS


def add(request: ActorRequest) -> HttpResponse:
    """A company that its number shows to be known is proposed; a similar name is asked about first."""
    actor = request.actor
    account_rules.require(rules.can_add(actor), rules.out_of_reach(actor, MANAGE))
    form = SupplierForm(request.POST or None)
    context: dict[str, object] = {"form": form, "begins_in": actions.first_categories(actor)}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        known = _bearer(values)
        if known is not None and "existing" in request.POST:
            relationship = actions.add_relationship(
                known, by=actor, now=timezone.now(), stage=values["stage"]
            )
            return _added(request, relationship)
        own = Relationship.objects.visible_to(actor).filter(supplier=known).first() if known else None
        similar = [] if known else queries.similar(actor, values["name"], values["name_local"])
        if known is None and (values["another"] or not similar):
            return _added(request, _add(request, form))
        context |= {"known": known, "own": own, "similar": similar}
    status = 422 if request.method == "POST" else 200
    return render(request, "relationships/add.html", context, status=status)


def edit(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = tabs.find(request, slug)
    account_rules.require(
        rules.can_manage(request.actor, relationship), rules.out_of_reach(request.actor, MANAGE)
    )
    if request.method == "POST":
        form = RelationshipForm(request.POST, actor=request.actor)
        if form.is_valid():
            values = form.cleaned_data
            actions.change_relationship(
                relationship,
                by=request.actor,
                values={name: values[name] for name in ("segment", "preferred", "owner")},
                categories=form.categories_of(relationship),
                sites=values["sites"],
            )
            messages.success(request, _("Saved."))
            return redirect(relationship)
    else:
        form = RelationshipForm.of(relationship, request.actor)
    context = {"form": form, "relationship": relationship}
    return render(request, "relationships/edit.html", context, status=422 if form.errors else 200)


def correct(request: ActorRequest, slug: str) -> HttpResponse:
    """Mend what was mistyped about a company that nobody acts for yet."""
    relationship = tabs.find(request, slug)
    account_rules.require(rules.can_correct(request.actor, relationship))
    # A copy: the form writes into its instance, and the trail wants the values from before.
    form = CompanyForm(request.POST or None, instance=copy(relationship.supplier))
    if request.method == "POST" and form.is_valid():
        actions.correct_supplier(relationship, form.cleaned_data, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect(relationship)
    context = {"form": form, "relationship": relationship}
    return render(request, "relationships/correct.html", context, status=422 if form.errors else 200)


def move_stage(request: ActorRequest, slug: str) -> HttpResponse:
    """Offers only the moves that are allowed from here, and asks for the reason."""
    relationship = tabs.find(request, slug)
    account_rules.require(rules.can_change_stage(request.actor, relationship))
    form = StageForm(request.POST or None, relationship=relationship)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.move_stage(
            relationship, values["stage"], by=request.actor, now=timezone.now(), reason=values["reason"]
        )
        message = _("%(supplier)s is now “%(stage)s”.")
        stage = relationship.get_stage_display()
        messages.success(request, message % {"supplier": relationship, "stage": stage})
        return redirect(relationship)
    context = {"form": form, "relationship": relationship}
    return render(request, "relationships/move_stage.html", context, status=422 if form.errors else 200)


def _bearer(values: dict[str, str]) -> Organization | None:
    if not values["value"]:
        return None
    return queries.bearer(values["scheme"], values["value"], values["country"])


def _add(request: ActorRequest, form: SupplierForm) -> Relationship:
    values = form.cleaned_data
    return actions.add_supplier(
        values["name"],
        by=request.actor,
        now=timezone.now(),
        country=values["country"],
        currency=values["currency"],
        name_local=values["name_local"],
        stage=values["stage"],
        identifiers=[(values["scheme"], values["value"])] if values["value"] else [],
    )


def _added(request: ActorRequest, relationship: Relationship) -> HttpResponse:
    messages.success(request, _("%(supplier)s is one of your suppliers now.") % {"supplier": relationship})
    return redirect(relationship)
