from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest


def reference(request: ActorRequest) -> HttpResponse:
    """Signed in, one primary-key query, the base template: the least a page of Tandem can cost."""
    organization = Organization.objects.get(pk=request.actor.organization_id)
    return render(request, "bench/reference.html", {"organization": organization})


urlpatterns = [path("bench/reference", reference, name="reference"), path("", include("tandem.config.urls"))]
