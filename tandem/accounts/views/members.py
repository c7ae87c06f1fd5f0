from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts import actions, invitations, rules
from tandem.accounts.forms import MemberForm, RolesForm, role_choices
from tandem.accounts.models import Membership
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import CAPABILITIES, Capability, Role
from tandem.accounts.views.answering import accepted, managed_organization, own_organization, show_form
from tandem.core.errors import Refused


def members(request: ActorRequest) -> HttpResponse:
    own = own_organization(request)
    context = {
        "members": own.memberships.select_related("user").order_by("user__name"),
        "sides": role_choices(),
        "may_manage": rules.can_manage_organization(request.actor, own.pk),
    }
    return render(request, "accounts/members.html", context)


def roles(request: ActorRequest) -> HttpResponse:
    """Which role may do what, as the code itself has it."""
    rows = [
        (capability.label, [capability in CAPABILITIES[role] for role in Role]) for capability in Capability
    ]
    context = {"roles": list(Role), "rows": rows, "own": request.actor.roles}
    return render(request, "accounts/roles.html", context)


def add_member(request: ActorRequest) -> HttpResponse:
    own = managed_organization(request)
    form = MemberForm(
        request.POST or None,
        initial={
            "roles": [Role.BUYER],
            "language": request.user.language,
            "email": request.GET.get("email", ""),
        },
    )
    if accepted(form, lambda: invitations.invite(request, own, **form.cleaned_data), field="email"):
        messages.success(
            request, _("%(email)s was told by mail how to sign in.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("accounts:members")
    return show_form(
        request,
        form,
        heading=_("Add a member"),
        note=_("A person who is new to Tandem gets a mail with a link to choose a password."),
        action=_("Add and send the mail"),
        back=reverse("accounts:members"),
    )


@require_POST
def change_roles(request: ActorRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    form = RolesForm(request.POST)
    if not form.is_valid():
        raise Refused(_("A member needs a role: choose one."))
    actions.change_roles(membership, form.cleaned_data["roles"], by=request.actor)
    messages.success(
        request,
        _("%(name)s is now: %(roles)s.") % {"name": membership.user, "roles": membership.roles_label},
    )
    return redirect("accounts:members")


@require_POST
def remove_member(request: ActorRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    actions.remove_member(membership, by=request.actor)
    messages.success(request, _("%(name)s no longer acts for this organisation.") % {"name": membership.user})
    return redirect("accounts:members")


def _membership(request: ActorRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "organization")
    return get_object_or_404(rows, pk=pk, organization=request.actor.organization_id)
