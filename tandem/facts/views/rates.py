import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.facts import actions, rules
from tandem.facts.forms import RatesForm
from tandem.facts.models import ExchangeRate, RatesVersion
from tandem.facts.showing import decimals_of

PAGE = 50


def rates(request: ActorRequest) -> HttpResponse:
    """The table of rates in force, and a form to add a file of them."""
    form = RatesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = _import(request, form)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            text = ngettext("%(count)d rate is new or changed.", "%(count)d rates are new or changed.", added)
            messages.success(
                request, text % {"count": added} if added else _("Every rate was known already.")
            )
            return redirect("facts:rates")
    rows = ExchangeRate.objects.visible_to(request.actor).in_force()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    context = {
        "form": form,
        "page": page,
        "rates": _aligned(page, language),
        "customer": Organization.objects.get(pk=request.actor.organization_id),
        "version": RatesVersion.objects.filter(customer=request.actor.organization_id).first(),
        "may_import": rules.can_import(request.actor),
    }
    template = "facts/rate_lines.html" if request.htmx else "facts/rates.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _aligned(rates: Iterable[ExchangeRate], language: str) -> list[tuple[ExchangeRate, str]]:
    """Each rate with as many decimals as the longest of its currency here, so that digits stand below each other."""
    listed = list(rates)
    decimals: dict[str, int] = {}
    for rate in listed:
        decimals[rate.currency] = max(decimals.get(rate.currency, 0), decimals_of(rate.rate))
    return [(rate, formats.number(rate.rate, language, decimals[rate.currency])) for rate in listed]


def _import(request: ActorRequest, form: RatesForm) -> int:
    with tempfile.NamedTemporaryFile() as file:
        for chunk in form.cleaned_data["file"].chunks():
            file.write(chunk)
        file.flush()
        return actions.import_rates(Path(file.name), by=request.actor)
