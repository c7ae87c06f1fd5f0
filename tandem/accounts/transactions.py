"""One request is one transaction: all of it counts, or nothing; and the database knows from its start who asks."""

from collections.abc import Callable

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from tandem.accounts.models import User
from tandem.core.fence import NOBODY, Acting, acting_as


class TransactionMiddleware:
    """Stands where the person becomes known; `ActorMiddleware` adds the organisation they act for.

    What a page sends after its answer has begun (a file, a stream) must not read the database any more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.TANDEM_OWN_TRANSACTIONS):
            return self._answered(request)
        with transaction.atomic():
            response = self._answered(request)
            if response.status_code >= 500 or getattr(request, "to_be_undone", False):
                transaction.set_rollback(True)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        with acting_as(NOBODY):  # who looks for the person who signed in
            person = request.user.pk if isinstance(request.user, User) else None
        with acting_as(Acting(person=person)):
            return self.get_response(request)


class UndoMiddleware:
    """Stands last, to hear of a view's error before others turn it into an answer: what the view did is undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        # allauth's way of answering from anywhere; nothing went wrong.
        if not isinstance(exception, ImmediateHttpResponse):
            request.to_be_undone = True  # type: ignore[attr-defined]  # read above, nowhere else


class TellNowMiddleware:
    """allauth tells of what it did, by mail and on the page, once that is committed; which here is after the answer has
    gone. Whatever it has to tell belongs to the request's transaction instead, and to its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 500:
            connection = transaction.get_connection()
            waiting = connection.run_on_commit
            connection.run_on_commit = [one for one in waiting if not _allauths(one[1])]
            for _savepoints, tell, *_robust in waiting:
                if _allauths(tell):
                    tell()
        return response


def _allauths(function: Callable[[], object]) -> bool:
    return str(getattr(function, "__module__", "")).startswith("allauth.")
