from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tandem.accounts.requests import ActorRequest
from tandem.relationships.models import Relationship


def list(request: ActorRequest) -> HttpResponse:
    rows = Relationship.objects.visible_to(request.actor).select_related("supplier")[:50]
    return render(request, "relationships/list.html", {"rows": rows})


def detail(request: ActorRequest, slug: str) -> HttpResponse:
    relationship = get_object_or_404(Relationship.objects.visible_to(request.actor), slug=slug)
    return render(request, "relationships/detail.html", {"relationship": relationship})
