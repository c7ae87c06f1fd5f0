"""The living style page: every element once, so that a look can be judged and changed in one place."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tandem.core import samples
from tandem.core.errors import Refused


def elements(request: HttpRequest) -> HttpResponse:
    """`?say=tone` shows a toast; `?refuse=1` shows how a refusal looks."""
    if "refuse" in request.GET:
        raise Refused("The weights of this template add up to 95, not to 100.")
    if "say" in request.GET:
        messages.info(request, "The run is being computed.")
        messages.success(request, "12 scorecards were published.")
    return render(
        request,
        "core/elements.html",
        {
            "form": samples.SampleForm(request.GET if "code" in request.GET else None),
            "page": Paginator(range(1240), 50).get_page(request.GET.get("page")),
            "tabs": [(key, text, reverse("core:elements_tab", args=[key])) for key, text in samples.TABS],
            **samples.everything(),
        },
    )


def elements_tab(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "core/elements_tab.html", {"key": key, "charts": samples.CHARTS})
