"""The fact tables: what every column is called, holds and means, in both languages (from facts.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

TYPES: Final[dict[str, pa.DataType]] = {
    "text": pa.string(),
    "date": pa.date32(),
    "quantity": pa.decimal128(18, 4),
    "money": pa.decimal128(18, 4),
    "price": pa.decimal128(18, 6),
    "whole": pa.int32(),
}


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    en: str
    zh: str

    def in_language(self, code: str) -> str:
        return self.zh if code.lower().startswith("zh") else self.en


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    """text, date, quantity, money, price or whole"""
    label: Text
    doc: Text
    required: bool = False
    default: str | None = None
    choices: tuple[Choice, ...] = ()
    since: int = 1
    """the layout of its table it came with; files written before it do not hold it"""

    @property
    def type(self) -> pa.DataType:
        return TYPES[self.kind]

    @property
    def values(self) -> tuple[str, ...]:
        """What an enumerated column may hold; empty for any other."""
        return tuple(choice.value for choice in self.choices)


@dataclass(frozen=True)
class Fact:
    name: str
    label: Text
    doc: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """the natural key: among rows that share it, the latest batch in force is current"""
    date: str
    """the column a control total's month is taken from"""
    quantity: str | None = None
    value: str | None = None

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def schema(self) -> pa.Schema:
        """The rows as the store takes them: required columns are never null."""
        return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in self.columns])


def _column(raw: dict[str, Any]) -> Column:
    return Column(
        name=raw["name"],
        kind=raw["type"],
        label=Text(raw["en"], raw["zh"]),
        doc=Text(raw["doc_en"], raw["doc_zh"]),
        required=raw.get("required", False),
        default=raw.get("default"),
        choices=tuple(
            Choice(value["value"], Text(value["en"], value["zh"])) for value in raw.get("values", ())
        ),
        since=raw.get("since", 1),
    )


@cache
def facts() -> dict[str, Fact]:
    """Every fact that can be imported, by name, in the order a help page lists them."""
    raw = tomllib.loads((Path(__file__).parent / "facts.toml").read_text("utf-8"))
    found: dict[str, Fact] = {}
    for name, table in raw.items():
        own = tuple(_column(column) for column in table["columns"])
        label = Text(table["en"], table["zh"])
        doc = Text(table["doc_en"], table["doc_zh"])
        if "extends" in table:
            base = found[table["extends"]]
            found[name] = replace(base, name=name, label=label, doc=doc, columns=base.columns + own)
            continue
        found[name] = Fact(
            name=name,
            label=label,
            doc=doc,
            columns=own,
            key=tuple(table["key"]),
            date=table["date"],
            quantity=table.get("quantity"),
            value=table.get("value"),
        )
    return found


STORED: Final = ("order_lines", "receipts", "quality_events", "invoices")
"""The facts that have tables of their own; deliveries feeds the first two."""


def fact(name: str) -> Fact:
    """The fact of that name; KeyError when there is none."""
    return facts()[name]


@cache
def later_columns() -> frozenset[str]:
    """The columns that older files may lack."""
    return frozenset(column.name for name in STORED for column in fact(name).columns if column.since > 1)
