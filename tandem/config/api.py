"""/api/v1: the rooms' routes joined, their problems, the served schema, and the page that shows it."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, re_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import TypeAdapter

from tandem.accounts.api import router as accounts
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rest import Bearer, NotAllowed, NotKnown, served
from tandem.accounts.scopes import Scope
from tandem.assessments.api import router as assessments
from tandem.config.reference import chapters, forms
from tandem.core.cursors import BadCursor
from tandem.core.errors import Forbidden, Refused
from tandem.core.problems import (
    CONTENT_TYPE,
    OVERSIZED,
    UNREADABLE,
    FieldError,
    Problem,
    not_readable,
    problem,
    too_large,
)
from tandem.facts.api import router as facts
from tandem.improvement.api import router as improvement
from tandem.incentives.api import router as incentives
from tandem.messaging.api import router as messaging
from tandem.onboarding.api import router as onboarding
from tandem.relationships.api import router as relationships
from tandem.scorecards.api import router as scorecards
from tandem.sourcing.api import router as sourcing

ROOT = "/api/v1/"
log = logging.getLogger("tandem.api")
ANSWERS = {
    400: "The request cannot be read",
    401: "No token, or one that is unknown, expired or revoked",
    403: "The token or the role does not allow this",
    404: "There is no such record, or it is not one's own",
    409: "Refused, with the sentence that says why",
    422: "Something of the request is not right; `errors` says what",
    429: "The token has used up its requests of this minute",
}


class Api(NinjaAPI):
    """One problem for every way a request can end, and all of them in the schema."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return _schema(get_language() or "en")

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The route's function, whichever module it is in."""
        return operation.view_func.__name__

    def set_default_exception_handlers(self) -> None:
        handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
            Exception: _fault,
            Http404: _not_found,
            Refused: _refused,
            Forbidden: _forbidden,
            NotAllowed: _not_allowed,
            NotKnown: _not_known,
            BadCursor: _bad_cursor,
            ValidationError: _invalid,
            HttpError: _not_readable,
            **dict.fromkeys(UNREADABLE, _not_readable),
            **dict.fromkeys(OVERSIZED, _too_large),
        }
        for kind, handler in handlers.items():
            self.add_exception_handler(kind, handler)


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s", request.method, request.path, exc_info=error)
    return problem("fault", _("Something went wrong here. It has been written down; try again later."))


def _not_found(request: HttpRequest, error: Http404 | None = None) -> HttpResponse:
    return problem("not-found", _("There is nothing at this address that this token may see."))


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem("refused", error)


def _forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    return problem("not-allowed", error)


def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    response = problem("not-allowed", error)
    challenge = 'Bearer realm="Tandem", error="insufficient_scope"'
    response["WWW-Authenticate"] = f'{challenge}, scope="{error.scope.value}"'
    return response


def _not_known(request: HttpRequest, error: NotKnown) -> HttpResponse:
    said = _("is not known here")
    return problem(
        "invalid",
        _("%(field)s: %(detail)s") % {"field": f"query.{error.parameter[:80]}", "detail": said},
        errors=[FieldError(field=f"query.{error.parameter[:80]}", detail=said)],
    )


def _bad_cursor(request: HttpRequest, error: BadCursor) -> HttpResponse:
    return problem("invalid", error, errors=[FieldError(field="query.cursor", detail=str(error))])


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [FieldError(field=_place(each["loc"]), detail=_said(each)) for each in error.errors]
    return problem("invalid", _("%(field)s: %(detail)s") % errors[0], errors=errors)


def _not_readable(request: HttpRequest, error: Exception) -> HttpResponse:
    return not_readable()


def _too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    return too_large()


def _place(location: tuple[Any, ...]) -> str:
    """body.suppliers.0 for ("body", "new", "suppliers", 0): the argument's name is nobody's business."""
    first, *rest = location
    if first in ("body", "form", "file", "query", "path") and len(rest) > 1:
        rest = rest[1:]
    return ".".join(str(part) for part in (first, *rest))


def _said(error: dict[str, Any]) -> str:
    """pydantic speaks English only: the faults that occur in our schemas, in the reader's language."""
    context = error.get("ctx") or {}
    sentences = {
        "missing": _("is missing"),
        "extra_forbidden": _("is not known here"),
        "string_too_long": _("is longer than %(max_length)s characters"),
        "string_too_short": _("is shorter than %(min_length)s characters"),
        "string_pattern_mismatch": _("is not of the form %(pattern)s"),
        "string_type": _("must be text"),
        "int_parsing": _("must be a whole number"),
        "int_type": _("must be a whole number"),
        "int_from_float": _("must be a whole number"),
        "bool_parsing": _("must be true or false"),
        "bool_type": _("must be true or false"),
        "list_type": _("must be a list"),
        "dict_type": _("must be an object"),
        "model_attributes_type": _("must be an object"),
        "model_type": _("must be an object"),
        "literal_error": _("must be one of %(expected)s"),
        "greater_than_equal": _("must be at least %(ge)s"),
        "less_than_equal": _("must be at most %(le)s"),
        "too_long": _("has more than %(max_length)s entries"),
        "too_short": _("has fewer than %(min_length)s entries"),
        "date_from_datetime_parsing": _("must be a day such as 2026-11-23"),
        "date_parsing": _("must be a day such as 2026-11-23"),
        "date_type": _("must be a day such as 2026-11-23"),
    }
    known = sentences.get(error["type"])
    return known % context if known else str(error["msg"])


api = Api(title="Tandem", version="1", openapi_url=None, docs_url=None, urls_namespace="api")
for each in (
    accounts,
    relationships,
    facts,
    assessments,
    scorecards,
    improvement,
    incentives,
    onboarding,
    messaging,
    sourcing,
):
    api.add_router("", each)


@dataclass(frozen=True)
class Route:
    """One way into the API: `scope` None is for every token."""

    method: str
    path: str
    name: str
    scope: Scope | None


def routes() -> Iterator[Route]:
    """Every operation, for whoever walks through all of them."""
    for operation, bearer in _operations():
        for method in operation.methods:
            address = ROOT + operation.path.lstrip("/")
            yield Route(method, address, operation.view_func.__name__, bearer.scope)


def _operations() -> Iterator[tuple[Operation, Bearer]]:
    for bound in api._get_bound_routers():
        for found in bound.path_operations.values():
            for operation in found.operations:
                bearer = operation.auth_callbacks[0]
                if not isinstance(bearer, Bearer):
                    raise TypeError(f"{operation.view_func.__name__} asks for no scope")
                yield operation, bearer


@lru_cache
def _schema(language: str) -> OpenAPISchema:
    """Built once for each language: summaries are the reader's."""
    schema = OpenAPISchema(api, ROOT.lstrip("/"))
    schema["info"]["description"] = _(
        "What Tandem's pages show and do, for scripts and for other systems. docs/api.md is the guide."
    )
    components = schema["components"]
    components["schemas"]["Problem"] = TypeAdapter(Problem).json_schema(
        ref_template="#/components/schemas/{model}"
    )
    components["schemas"] |= components["schemas"]["Problem"].pop("$defs", {})
    components["securitySchemes"] = {"Bearer": {"type": "http", "scheme": "bearer"}}
    told = {"content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            operation["summary"] = str(operation["summary"])
            operation.pop("description", None)
            operation["responses"] |= {
                status: {"description": text, **told}
                for status, text in ANSWERS.items()
                if status not in operation["responses"]
            }
            if method != "get":
                operation["parameters"].append(IDEMPOTENCY_KEY)
    return schema


IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"},
}


def openapi(request: HttpRequest) -> HttpResponse:
    """The schema, for anybody: it tells what the API is, and nothing of what is in it."""
    if request.method not in ("GET", "HEAD"):
        told = problem("no-such-method", _("Only %(methods)s.") % {"methods": "GET"})
        told["Allow"] = "GET"
        return told
    from ninja.responses import Response

    return Response(api.get_openapi_schema())


openapi.login_required = False  # type: ignore[attr-defined]  # Django reads it there


@require_GET
def reference(request: ActorRequest) -> HttpResponse:
    """The schema as a page for who is signed in: made here, so that nothing is loaded from elsewhere."""
    schema = api.get_openapi_schema()
    context = {
        "chapters": chapters(schema),
        "forms": forms(schema),
        "schema": f"{ROOT}openapi.json",
        "form": f"OpenAPI {schema['openapi']}",
    }
    return render(request, "accounts/api_reference.html", context)


@served
def unknown(request: HttpRequest) -> HttpResponse:
    return _not_found(request)


def _patterns() -> Iterator[URLPattern]:
    for operation, bearer in _operations():
        queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
        bearer.known = frozenset().union(*(model.__ninja_flatten_map__ for model in queries))
    yield path("openapi.json", openapi, name="openapi")
    for pattern in api._get_urls():
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = served(pattern.callback)
            yield pattern
    yield re_path("", unknown, name="unknown")


urls = (list(_patterns()), "api", "api")
