"""Turns a `Refused` raised anywhere beneath a page into an answer the person can read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.core.errors import Refused


class RefusedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if getattr(request, "htmx", False):
            # tandem.js shows the body of a 409 as a toast and leaves the page as it is.
            return HttpResponse(str(exception), status=409, content_type="text/plain; charset=utf-8")
        return render(request, "refused.html", {"message": str(exception)}, status=409)
