"""What a member looks after, for administrators; reached from the member's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.models import Membership
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import Role, narrowed
from tandem.accounts.views.answering import accepted, managed_organization
from tandem.relationships import actions, queries
from tandem.relationships.forms import DutiesForm


def duties(request: ActorRequest, pk: int) -> HttpResponse:
    managed_organization(request)
    rows = Membership.objects.select_related("user", "organization")
    membership = get_object_or_404(rows, pk=pk, organization=request.actor.organization_id)
    form = DutiesForm(
        request.POST or None, actor=request.actor, initial=DutiesForm.of(queries.duties(membership))
    )

    def act() -> None:
        values = form.cleaned_data
        actions.assign_categories(
            membership, values["categories"], every=values["every"], by=request.actor, now=timezone.now()
        )

    if accepted(form, act):
        messages.success(request, _("What %(name)s looks after has been saved.") % {"name": membership.user})
        return redirect("accounts:member", membership.pk)
    context = {
        "form": form,
        "membership": membership,
        "is_buyer": Role.BUYER in membership.roles,
        "narrowed": bool(narrowed(membership.roles)),
    }
    return render(request, "relationships/duties.html", context, status=422 if form.is_bound else 200)
