"""Turns a `Refused` raised anywhere beneath a page into an answer the person can read.

So is a NUL character in an address or a field: PostgreSQL keeps no text that holds one, wherever it was asked for, nor
a JSON value with one in it.
"""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tandem.core.errors import Refused

NUL_IS_NO_TEXT = _("A text holds a NUL character, which no text may hold. Remove it and try again.")

# Sent by tandem.js for a form marked `data-stay`; and where it goes on to.
STAY, NEXT = "Tandem-Stay", "Tandem-Next"


def holds_nul(error: Exception) -> bool:
    said = str(error) if isinstance(error, DataError) else ""
    return "NUL (0x00)" in said or "\\u0000 cannot be converted" in said


class RefusedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if STAY in request.headers and response.has_header("Location"):
            # A script cannot read where a redirect leads: it is told in a header, and goes there itself.
            response.headers[NEXT] = response.headers["Location"]
            del response.headers["Location"]
            response.status_code, response.content = 204, b""
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if holds_nul(exception):
            return _answer(request, str(NUL_IS_NO_TEXT), status=400)
        if isinstance(exception, Refused):
            return _answer(request, str(exception), status=409)
        return None


def _answer(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    if getattr(request, "htmx", False) or STAY in request.headers:
        # tandem.js shows the body of a refusal as a toast, or in the form, and leaves the page as it is.
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return render(request, "refused.html", {"message": sentence}, status=status)
