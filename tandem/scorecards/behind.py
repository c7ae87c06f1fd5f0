"""The lines behind one value on a card, page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.lake.kpis import KpiSpec, demanded_flags
from tandem.lake.lines import LONGEST_PAGE, Page
from tandem.lake.views import ViewColumn, views
from tandem.relationships.models import Category
from tandem.scorecards import measuring
from tandem.scorecards.models import Card, Kpi

FIRST = ("document", "line", "schedule_line", "event", "invoice", "invoice_line", "item", "item_name", "site")
TELLING = ("due_date", "delivered_date", "days_late", "quantity", "received_quantity")
PRICED = (*TELLING, "unit_price", "line_value", "currency")
# Numbers that a person reads as one: the order's, its line's, and the schedule line's unless it is the first.
JOINED = {"document": ("line", "schedule_line"), "invoice": ("invoice_line",)}
# What names an order line; its page tells who moved which date, and its receipts.
ORDER_LINE = ("source", "document", "line", "schedule_line")
HIDDEN = {"source", "supplier_key", "uom"}


class Heading:
    """A column of the view: its name for people, what it means, and how its values are written."""

    def __init__(self, column: ViewColumn) -> None:
        language = get_language() or "en"
        self.name, self.kind = column.name, column.kind
        self.label = column.label.in_language(language)
        self.help = column.doc.in_language(language)
        self.words = {choice.value: choice.label.in_language(language) for choice in column.choices}

    def of(self, row: Mapping[str, Any]) -> Any:
        """The row's value under this heading; a code in words."""
        value = row.get(self.name)
        return value if value is None else self.words.get(value, value)


class Joined(Heading):
    """Several columns read as one number: 4500012 / 10."""

    def __init__(self, column: ViewColumn, others: Sequence[str]) -> None:
        super().__init__(column)
        self.others = others
        self.label = _("Order line") if self.name == "document" else _("Invoice line")

    def of(self, row: Mapping[str, Any]) -> Any:
        parts = [row.get(self.name), *(row.get(name) for name in self.others)]
        if "schedule_line" in self.others and parts[-1] == "1":
            parts.pop()
        return " / ".join(str(part) for part in parts if part) or None


@dataclass(frozen=True)
class Row:
    """One line's values as (heading, value) cells, and its own page where it has one."""

    cells: list[tuple[Heading, Any]]
    url: str


class Lines(Sequence[Row]):
    """What a paginator needs of the rows behind one figure: a count and slices.

    Columns that say nothing on the first page are left out; so are those that neither identify a row nor bear on
    the value, unless `every` one is wanted. Numbers that identify a row together then stand in one column.
    """

    def __init__(self, spec: KpiSpec, read: Callable[[int, int], Page], *, every: bool) -> None:
        """`read` answers some of the rows: from an offset on, so many."""
        self.spec, self.read, self.every = spec, read, every
        self._first = read(0, 50)
        self.columns = self._columns()

    def __len__(self) -> int:
        return self._first.total

    @overload
    def __getitem__(self, wanted: int) -> Row: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Row]: ...
    def __getitem__(self, wanted: int | slice) -> Row | list[Row]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop = wanted.start or 0, wanted.stop or self._first.total
        page = self._first
        if start or stop > 50:
            page = self.read(start, stop - start)
        return [self._row(row) for row in page.table.slice(0, stop - start).to_pylist()]

    def plain(self) -> Iterator[list[Any]]:
        """Every row's values, for a workbook."""
        for offset in range(0, self._first.total, LONGEST_PAGE):
            page = self.read(offset, LONGEST_PAGE)
            for batch in page.table.to_batches(max_chunksize=1000):
                for row in batch.to_pylist():
                    yield [_plain(column.of(row)) for column in self.columns]

    def _columns(self) -> list[Heading]:
        """What identifies a row first, then what the KPI reads, then the rest."""
        table = self._first.table
        known = {column.name: column for column in views()[self.spec.view].columns}
        used = measuring.columns_used(self.spec)
        names = [name for name in FIRST if name in known]
        names += [name for name in known if name in used and name not in names]
        telling = TELLING if self.spec.view == "deliveries" else PRICED
        names += [name for name in telling if name in known and name not in names]
        if self.every:
            names += [name for name in known if name not in names and name not in HIDDEN]
        nulls = {name: table[name].null_count for name in table.column_names}
        shown = [name for name in names if nulls.get(name, table.num_rows) < table.num_rows]
        if self.every:
            return [Heading(known[name]) for name in shown]
        left_out = demanded_flags(self.spec)
        if nulls.get("item_name", 1) == 0:
            left_out.add("item")
        joined = {name: others for name, others in JOINED.items() if name in shown and others[0] in shown}
        left_out.update(*joined.values())
        return [
            Joined(known[name], joined[name]) if name in joined else Heading(known[name])
            for name in shown
            if name not in left_out
        ]

    def _row(self, row: dict[str, Any]) -> Row:
        return Row([(column, column.of(row)) for column in self.columns], "")


class Rows(Lines):
    """The rows behind one value on a card; an order line leads to its history."""

    def __init__(self, actor: Actor, card: Card, kpi: Kpi, *, every: bool) -> None:
        self.actor, self.card, self.kpi = actor, card, kpi
        super().__init__(kpi.measured_as, self._read, every=every)
        names = {each.code: str(each) for each in Category.objects.visible_to(actor)}
        for column in self.columns:
            if column.name == "category":
                column.words = names

    def _read(self, offset: int, limit: int) -> Page:
        return measuring.rows_behind(self.actor, self.card, self.kpi, offset=offset, limit=limit)

    def _row(self, row: dict[str, Any]) -> Row:
        return Row(super()._row(row).cells, line_address(self._page, row))

    @property
    def _page(self) -> str:
        """The page of an order line's history, to which a row leads."""
        return reverse("facts:order_line", args=[self.card.relationship.slug])


def line_address(page: str, row: Mapping[str, Any]) -> str:
    """The address of a row's order line on the page that shows one; empty for a row that is no order line."""
    key = {name: str(row.get(name) or "") for name in ORDER_LINE}
    return f"{page}?{urlencode(key)}" if all(key.values()) else ""


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
