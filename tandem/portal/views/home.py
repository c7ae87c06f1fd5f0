"""The supplier's home: every customer it serves in one view."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tandem.accounts.requests import ActorRequest
from tandem.portal import served


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"customers": served.customers_of(request.actor)})
