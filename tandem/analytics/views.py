from django.http import HttpResponse
from django.shortcuts import render

from tandem.accounts.requests import ActorRequest


def home(request: ActorRequest) -> HttpResponse:
    return render(request, "analytics/home.html")
