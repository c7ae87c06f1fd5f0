"""The documented fact views that KPIs read: which columns each has and what they mean, in both languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tandem.lake.schemas import Choice, Text, fact


@dataclass(frozen=True)
class ViewColumn:
    name: str
    kind: str
    """text, date, quantity, money, price, whole, flag, days or base (money in the organisation's currency)"""
    label: Text
    doc: Text
    choices: tuple[Choice, ...] = ()
    """the codes it may hold, each with its words; empty where it holds anything else"""


@dataclass(frozen=True)
class View:
    name: str
    label: Text
    doc: Text
    columns: tuple[ViewColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def money(self) -> frozenset[str]:
        """The columns converted by a rate, each ending in _base."""
        return frozenset(column.name for column in self.columns if column.kind == "base")

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns a KPI may be dated by."""
        return tuple(column.name for column in self.columns if column.kind == "date")


def _column(raw: dict[str, Any]) -> ViewColumn:
    """`values_of` names the fact whose column of the same name says which codes there are; `values` lists them."""
    choices = tuple(Choice(value["value"], Text(value["en"], value["zh"])) for value in raw.get("values", ()))
    if "values_of" in raw:
        choices = fact(raw["values_of"]).column(raw["name"]).choices
    texts = (Text(raw["en"], raw["zh"]), Text(raw["doc_en"], raw["doc_zh"]))
    return ViewColumn(raw["name"], raw["type"], *texts, choices)


@cache
def views() -> dict[str, View]:
    """Every view by name, in the order a help page lists them."""
    tables = tomllib.loads((Path(__file__).parent / "views.toml").read_text("utf-8"))
    found = {}
    for name, table in tables.items():
        own = tuple(_column(raw) for raw in table["columns"])
        base = fact(table["extends"]).columns if "extends" in table else ()
        inherited = tuple(ViewColumn(c.name, c.kind, c.label, c.doc, c.choices) for c in base)
        label, doc = Text(table["en"], table["zh"]), Text(table["doc_en"], table["doc_zh"])
        found[name] = View(name, label, doc, inherited + own)
    return found


def view(name: str) -> View:
    """The view of that name; KeyError when there is none."""
    return views()[name]
