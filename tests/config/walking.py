"""One step of the walk through all addresses: what somebody is answered there, and nothing of it stays."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.test import Client

from tandem.core.errors import Forbidden

OPEN, REFUSED, ABSENT, NO_SUCH_METHOD = "open", "refused", "absent", "no such method"


class Listening:
    """The innermost middleware: notes that a view refused because of who asked, before it becomes a page."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.forbidden = isinstance(exception, Forbidden)  # type: ignore[attr-defined]


def step(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> str:
    with transaction.atomic():
        answer = client.get(path) if method == "GET" else client.post(path, body or {})
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        raise AssertionError(f"{method} {path} is answered {answer.status_code}")
    if answer.status_code in (404, 405):
        return ABSENT if answer.status_code == 404 else NO_SUCH_METHOD
    forbidden = answer.status_code == 403 or getattr(answer.wsgi_request, "forbidden", False)
    return REFUSED if forbidden else OPEN
