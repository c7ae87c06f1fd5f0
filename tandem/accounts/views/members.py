from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts import actions, rules
from tandem.accounts.forms import MemberForm, RolesForm
from tandem.accounts.models import Invitation, Membership
from tandem.accounts.requests import ActorRequest
from tandem.accounts.roles import CAPABILITIES, SIDES, Capability, Role, narrowed
from tandem.accounts.views.answering import accepted, managed_organization, own_organization, show_form
from tandem.core.errors import Refused


def members(request: ActorRequest) -> HttpResponse:
    """Who acts for the organisation, and who has been invited to."""
    own = own_organization(request)
    now = timezone.now()
    may_manage = rules.can_manage_organization(request.actor, own.pk)
    pending = Invitation.objects.filter(organization=own).pending() if may_manage else ()
    context = {
        "members": own.memberships.select_related("user").order_by("user__name"),
        "may_manage": may_manage,
        "organization": own,
        "invitations": [(each, each.has_expired(now)) for each in pending],
    }
    return render(request, "accounts/members.html", context)


def member(request: ActorRequest, pk: int) -> HttpResponse:
    """One member: their roles, side by side with what each is for, and the pages other rooms have of them."""
    managed_organization(request)
    membership = _membership(request, pk)
    form = RolesForm(initial={"roles": membership.roles})
    pages = [
        (label, icon, reverse(name, args=[membership.pk])) for label, icon, name in settings.MEMBER_PAGES
    ]
    return render(request, "accounts/member.html", {"membership": membership, "form": form, "pages": pages})


def roles(request: ActorRequest) -> HttpResponse:
    """Which role may do what, as the code itself has it: for each side its roles, and what any of them may."""
    sides = []
    for side, of_side in SIDES.items():
        rows = [
            (capability.label, marks)
            for capability in Capability
            if any(marks := [_mark(role, capability) for role in of_side])
        ]
        sides.append((side.label, [(role.label, role in request.actor.roles) for role in of_side], rows))
    return render(request, "accounts/roles.html", {"sides": sides})


def _mark(role: Role, capability: Capability) -> str:
    """Whether the role allows it: everywhere, or in the categories that the member looks after."""
    if capability not in CAPABILITIES[role]:
        return ""
    # A run is of a whole template: of this one the categories bound the import of historic grades alone.
    within = narrowed([role]) - {Capability.RUN_SCORECARDS}
    return "within" if capability in within else "yes"


def add_member(request: ActorRequest) -> HttpResponse:
    own = managed_organization(request)
    form = MemberForm(
        request.POST or None,
        initial={"language": request.user.language, "email": request.GET.get("email", "")},
    )

    def act() -> None:
        actions.invite(
            own,
            **form.cleaned_data,
            site=request.build_absolute_uri("/"),
            by=request.actor,
            now=timezone.now(),
        )

    if accepted(form, act, field="email"):
        messages.success(request, _("%(email)s was invited by mail.") % {"email": form.cleaned_data["email"]})
        return redirect("accounts:members")
    return show_form(
        request,
        form,
        heading=_("Invite a member"),
        note=_(
            "The mail holds a link that works once, for seven days. Whoever is new to Tandem chooses a password there."
        ),
        action=_("Send the invitation"),
        back=reverse("accounts:members"),
    )


@require_POST
def require_second_factor(request: ActorRequest) -> HttpResponse:
    required = request.POST.get("required") == "1"
    actions.require_second_factor(own_organization(request), required, by=request.actor)
    asked = _("Every member is now asked for a second factor.")
    messages.success(request, asked if required else _("A second factor is each member’s own choice again."))
    return redirect("accounts:members")


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
    actions.remove_member(membership, by=request.actor, now=timezone.now())
    messages.success(request, _("%(name)s no longer acts for this organisation.") % {"name": membership.user})
    return redirect("accounts:members")


def _membership(request: ActorRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "organization")
    return get_object_or_404(rows, pk=pk, organization=request.actor.organization_id)
