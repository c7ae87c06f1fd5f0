"""What the API answers when it does not do what was asked: RFC 9457, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NotRequired

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic_core import to_json
from typing_extensions import TypedDict

CONTENT_TYPE = "application/problem+json"
# What Django raises of a body while it is read.
UNREADABLE = (BadRequest, MultiPartParserError, UnreadablePostError)
OVERSIZED = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@dataclass(frozen=True)
class Kind:
    """One kind of problem. `name` ends its `type`, which clients may compare."""

    name: str
    status: int
    title: str | Promise


KINDS = {
    kind.name: kind
    for kind in (
        Kind("not-readable", 400, _("The request cannot be read")),
        Kind("unauthorised", 401, _("A token is needed")),
        Kind("not-allowed", 403, _("This is not allowed")),
        Kind("not-found", 404, _("Not found")),
        Kind("no-such-method", 405, _("This address is not used like this")),
        Kind("refused", 409, _("This cannot be done")),
        Kind("under-way", 409, _("The same request is under way")),
        Kind("too-large", 413, _("The request is too large")),
        Kind("invalid", 422, _("The request is not right")),
        Kind("key-used", 422, _("The idempotency key was used for another request")),
        Kind("too-many", 429, _("Too many requests")),
        Kind("fault", 500, _("A fault in Tandem")),
    )
}


class FieldError(TypedDict):
    """`field` is a path: body.suppliers.0, query.limit, header.Idempotency-Key."""

    field: str
    detail: str


class Problem(TypedDict):
    type: str
    title: str
    status: int
    detail: str
    errors: NotRequired[list[FieldError]]


def problem(name: str, detail: Any, *, errors: Sequence[FieldError] = ()) -> HttpResponse:
    kind = KINDS[name]
    said = Problem(
        type=f"urn:tandem:problem:{kind.name}", title=str(kind.title), status=kind.status, detail=str(detail)
    )
    if errors:
        said["errors"] = list(errors)
    return HttpResponse(to_json(said), status=kind.status, content_type=CONTENT_TYPE)


def not_readable() -> HttpResponse:
    return problem("not-readable", _("The body is not the JSON or the form that this address takes."))


def too_large() -> HttpResponse:
    return problem("too-large", _("The body is larger than this address takes."))
