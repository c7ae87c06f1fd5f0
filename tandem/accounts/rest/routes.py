"""What the rooms' `api.py` have in common: which scope a route asks for, how it answers, how lists go on.

A route is declared with the form of its answer (a TypedDict, which mypy holds the route to) and answers in bytes:
checking each answer once more at run time would cost more than making it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from typing_extensions import TypedDict

from tandem.accounts import scopes
from tandem.accounts.rest.serving import ApiRequest
from tandem.accounts.scopes import Scope
from tandem.core import cursors
from tandem.core.cursors import Order

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)
# Text that PostgreSQL can hold.
Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Word = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]


class NotAllowed(Exception):  # noqa: N818  # reads as what happened
    """The token lacks the scope, or whoever it acts for lacks the role."""

    def __init__(self, message: str, scope: Scope) -> None:
        super().__init__(message)
        self.scope = scope


class NotKnown(Exception):  # noqa: N818  # reads as what happened
    """The address bears a parameter that its route does not know: a misspelt filter must not be overlooked."""

    def __init__(self, parameter: str) -> None:
        super().__init__(parameter)
        self.parameter = parameter


class Bearer(HttpBearer):
    """Asks for one scope; None for what every token may do. `served` has found the token by then."""

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope
        # The route's query parameters, said once all routes are joined.
        self.known: frozenset[str] = frozenset()

    def __call__(self, request: HttpRequest) -> Any:
        asker = self.authenticate(request, "")
        for parameter in request.GET:
            if parameter not in self.known:
                raise NotKnown(parameter)
        return asker

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        asker: ApiRequest = request  # type: ignore[assignment]  # `served` made it one
        if self.scope is None:
            return asker.token
        if self.scope not in asker.token.scopes:
            raise NotAllowed(
                _("This token lacks the scope %(scope)s.") % {"scope": self.scope.value}, self.scope
            )
        asked = scopes.ASKS[self.scope]
        if asked and not asked & asker.actor.capabilities:
            raise NotAllowed(
                _("Your role does not allow this. Ask an administrator of your organisation."), self.scope
            )
        return asker.token


class Body(BaseModel):
    """What a write takes: a name that is misspelt is an error, never overlooked."""

    model_config = ConfigDict(extra="forbid")


class Paging(BaseModel):
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=600, pattern=r"^[^\x00]*$")] = ""


class PageOf(TypedDict, Generic[Item]):
    """`next` is the address of the next page; null on the last."""

    items: list[Item]
    next: str | None


def asks(scope: Scope | None, summary: str | Promise, answer: Any, *, status: int = 200) -> dict[str, Any]:
    """The arguments of a route: who may, what it is, and what it answers."""
    return {
        "auth": Bearer(scope),
        "summary": summary,
        "response": {status: answer},
        "openapi_extra": {"x-tandem-scope": scope.value if scope else None},
    }


def answer(told: Any, *, status: int = 200, location: str = "") -> HttpResponse:
    response = HttpResponse(to_json(told), status=status, content_type="application/json")
    if location:
        response["Location"] = location
    return response


def listed(
    request: ApiRequest,
    rows: QuerySet[Row],
    tell: Callable[[Row], Item],
    *,
    orders: Mapping[str, Order],
    sort: str,
    paging: Paging,
    load: Callable[[QuerySet[Row]], Sequence[Row]] | None = None,
) -> HttpResponse:
    """One page of a list, with where the next one is."""
    page = cursors.page(rows, orders, sort=sort, cursor=paging.cursor, limit=paging.limit, load=load)
    return paged(request, [tell(row) for row in page.rows], page.cursor)


def paged(request: ApiRequest, items: list[Item], cursor: str | None, **more: Any) -> HttpResponse:
    """A page of items; `more` stands beside them."""
    following = None
    if cursor is not None:
        query = request.GET.copy()
        query["cursor"] = cursor
        following = f"{request.path}?{query.urlencode()}"
    response = answer({**more, "items": items, "next": following})
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response
