"""Pages of a list that stay right while rows are added: each begins after the last row of the one before.

A cursor holds the sort and that row's key. It is signed, so that nobody can make one up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=Model)
_signer = Signer(salt="tandem.cursor")


class BadCursor(ValueError):  # noqa: N818  # reads as what it is
    """The cursor is not one that this list has given."""

    def __str__(self) -> str:
        return _("This is no cursor of this list. Begin without one, and follow `next`.")


@dataclass(frozen=True)
class Order:
    """What a list may be sorted by. `never_null` spares the database the question where empty values stand."""

    key: Combinable | str
    never_null: bool = False

    @property
    def expression(self) -> Any:
        return F(self.key) if isinstance(self.key, str) else self.key


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    # None on the last page.
    cursor: str | None


def page(
    rows: QuerySet[Row],
    orders: Mapping[str, Order],
    *,
    sort: str,
    cursor: str,
    limit: int,
    load: Callable[[QuerySet[Row]], Sequence[Row]] | None = None,
) -> Page[Row]:
    """`limit` rows in the order that `sort` names (a minus turns it round), after the one in `cursor`.

    Rows without a value come last either way. `load` may fetch what these few rows need, by their primary keys.
    """
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    order = orders[name]
    sorted_rows = rows.annotate(cursor_key=order.expression).order_by(
        OrderBy(order.expression, descending=descending, nulls_last=None if order.never_null else True), "pk"
    )
    if cursor:
        last, pk = _opened(cursor, sort)
        sorted_rows = sorted_rows.filter(_after(last, pk, descending=descending, never_null=order.never_null))
    keys = list(sorted_rows.values_list("pk", "cursor_key")[: limit + 1])
    more, keys = len(keys) > limit, keys[:limit]
    ids = [pk for pk, _key in keys]
    found = load(rows.model._default_manager.filter(pk__in=ids)) if load else rows.filter(pk__in=ids)
    by_pk = {row.pk: row for row in found}
    return Page(
        [by_pk[pk] for pk in ids if pk in by_pk],
        _signer.sign_object([sort, _plain(keys[-1][1]), keys[-1][0]]) if more else None,
    )


def offset_of(cursor: str) -> int:
    """Where to go on in a list that never changes: the rows of one lake version."""
    if not cursor:
        return 0
    name, offset, _pk = _read(cursor)
    if name != "offset" or not isinstance(offset, int):
        raise BadCursor
    return offset


def from_offset(offset: int) -> str:
    return _signer.sign_object(["offset", offset, 0])


def _after(last: Any, pk: int, *, descending: bool, never_null: bool) -> Q:
    if last is None:
        return Q(cursor_key=None, pk__gt=pk)
    beyond = Q(cursor_key__lt=last) if descending else Q(cursor_key__gt=last)
    after = beyond | Q(cursor_key=last, pk__gt=pk)
    return after if never_null else after | Q(cursor_key=None)


def _opened(cursor: str, sort: str) -> tuple[Any, int]:
    name, last, pk = _read(cursor)
    if name != sort or not isinstance(pk, int):
        raise BadCursor
    return last, pk


def _read(cursor: str) -> tuple[Any, Any, Any]:
    try:
        read = _signer.unsign_object(cursor)
    except (BadSignature, ValueError) as error:
        raise BadCursor from error
    if not isinstance(read, list) or len(read) != 3:
        raise BadCursor
    return read[0], read[1], read[2]


def _plain(value: Any) -> Any:
    """What JSON can hold and the database takes back."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
