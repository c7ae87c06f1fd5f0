"""The customer's open door from inside: who registered, and whether the door is open."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.onboarding.actions import registrations as actions
from tandem.onboarding.forms.registrations import RegistrationPageForm
from tandem.onboarding.models import Registration
from tandem.onboarding.queries import registrations as queries
from tandem.onboarding.rules import registrations as rules
from tandem.relationships.models import Relationship


@require_GET
def registrations(request: ActorRequest) -> HttpResponse:
    """Those whose address is confirmed; what waits first."""
    rows = Registration.objects.visible_to(request.actor).prefetch_related("categories")
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    page = queries.page_of(request.actor)
    context = {
        "waiting": rows.waiting().order_by("confirmed_at"),
        "over": rows.exclude(status=Registration.Status.WAITING).select_related("relationship")[:50],
        "counts": counts,
        "page": page,
        "address": request.build_absolute_uri(reverse("registering:register", args=[page.customer.slug])),
        "may_keep": rules.can_keep_page(request.actor),
        "tab": "registrations",
    }
    return render(request, "onboarding/registrations/list.html", context)


def registration_page(request: ActorRequest) -> HttpResponse:
    """Switch the door on and off, and write its welcome."""
    require(rules.can_keep_page(request.actor))
    page = queries.page_of(request.actor)
    form = RegistrationPageForm(request.POST if request.method == "POST" else None, instance=page)
    if request.method == "POST" and form.is_valid():
        actions.set_registration_page(**form.cleaned_data, by=request.actor, now=timezone.now())
        on, off = _("Saved. The page is on."), _("Saved. The page is off; there is nothing at its address.")
        messages.success(request, on if form.cleaned_data["is_open"] else off)
        return redirect("onboarding:registrations")
    context = {
        "form": form,
        "address": request.build_absolute_uri(reverse("registering:register", args=[page.customer.slug])),
    }
    return render(
        request, "onboarding/registrations/page.html", context, status=422 if form.is_bound else 200
    )


@require_GET
def registration(request: ActorRequest, pk: int) -> HttpResponse:
    """What the company said, whether it is known already, and the decision."""
    found = _find(request, pk)
    known = queries.known(found, request.actor) if found.status == Registration.Status.WAITING else None
    context = {
        "registration": found,
        "known": known,
        "members": queries.has_members(known.bearer.pk) if known and known.bearer else False,
        "may_accept": rules.can_accept(request.actor, found),
        "may_refuse": rules.can_refuse(request.actor, found),
    }
    return render(request, "onboarding/registrations/registration.html", context)


@require_POST
def accept_registration(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(rules.can_accept(request.actor, found), rules.why_not_accept(request.actor))
    existing = None
    if slug := request.POST.get("existing"):
        own = Relationship.objects.visible_to(request.actor).select_related("supplier")
        existing = own.filter(slug=slug).first()
        if existing is None:
            raise Refused(_("That supplier is no longer there. Load the page again."))
    relationship = actions.accept_registration(
        found,
        existing=existing,
        site=request.build_absolute_uri("/"),
        by=request.actor,
        now=timezone.now(),
    )
    told = _("%(supplier)s is your supplier now; a mail tells it. Qualify it here.")
    messages.success(request, told % {"supplier": relationship})
    return redirect(f"{relationship.get_absolute_url()}?tab=qualification")


@require_POST
def refuse_registration(request: ActorRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    actions.refuse_registration(found, request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Refused. A mail tells why."))
    return redirect("onboarding:registrations")


def _find(request: ActorRequest, pk: int) -> Registration:
    rows = Registration.objects.visible_to(request.actor).select_related("customer", "relationship__supplier")
    return get_object_or_404(rows, pk=pk)
