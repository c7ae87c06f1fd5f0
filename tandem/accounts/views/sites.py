from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.accounts import actions, identifiers, rules
from tandem.accounts.forms import SiteDayForm, SiteForm
from tandem.accounts.models import Site, SiteException
from tandem.accounts.requests import ActorRequest
from tandem.accounts.views.answering import accepted, managed_organization, own_organization, show_form


def sites(request: ActorRequest) -> HttpResponse:
    own = own_organization(request)
    rows = [
        (each, identifiers.country_name(each.country))
        for each in own.sites.annotate(days=Count("exceptions"))
    ]
    context = {"rows": rows, "may_manage": rules.can_manage_organization(request.actor, own.pk)}
    return render(request, "accounts/sites.html", context)


def site(request: ActorRequest, pk: int) -> HttpResponse:
    """A site with the days on which it departs from its country's calendar."""
    own = own_organization(request)
    found = get_object_or_404(own.sites, pk=pk)
    form = SiteDayForm(request.POST or None)
    if request.method == "POST" and accepted(
        form, lambda: actions.set_site_exception(found, **form.cleaned_data, by=request.actor)
    ):
        messages.success(request, _("The day was set."))
        return redirect("accounts:site", pk)
    context = {
        "site": found,
        "country": identifiers.country_name(found.country),
        "days": found.exceptions.order_by("-day"),
        "form": form,
        "may_manage": rules.can_manage_organization(request.actor, own.pk),
    }
    return render(request, "accounts/site.html", context, status=422 if form.is_bound else 200)


def add_site(request: ActorRequest) -> HttpResponse:
    own = managed_organization(request)
    return _save(request, Site(organization=own, country=own.country), _("Add a site"))


def edit_site(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(managed_organization(request).sites, pk=pk)
    return _save(request, found, _("Change a site"))


@require_POST
def remove_site_day(request: ActorRequest, pk: int) -> HttpResponse:
    exception = get_object_or_404(
        SiteException.objects.select_related("site__organization"),
        pk=pk,
        site__organization=request.actor.organization_id,
    )
    actions.remove_site_exception(exception, by=request.actor)
    messages.success(request, _("The day follows the country's calendar again."))
    return redirect("accounts:site", exception.site_id)


def _save(request: ActorRequest, found: Site, heading: str) -> HttpResponse:
    back = reverse("accounts:site", args=[found.pk]) if found.pk else reverse("accounts:sites")
    form = SiteForm(request.POST or None, instance=found)
    if accepted(form, lambda: actions.save_site(form.instance, by=request.actor)):
        messages.success(request, _("%(name)s was saved.") % {"name": form.instance})
        return redirect("accounts:site", form.instance.pk)
    return show_form(request, form, heading=heading, action=_("Save"), back=back)
