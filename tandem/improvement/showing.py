"""A step's content as its page lays it out: to be filled in, or to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tandem.improvement import eight_d, fishbone
from tandem.improvement.disciplines import Discipline, Field, Table
from tandem.improvement.models import HandIn, StepFile

# Empty rows below what is filled in already; saving offers as many again.
SPARE, FEWEST = 2, 3


@dataclass(frozen=True)
class Entry:
    """One input: its name in the form, and what stands in it."""

    field: Field
    name: str
    value: str
    id: str


@dataclass(frozen=True)
class Rows:
    table: Table
    rows: list[list[Entry]]


@dataclass(frozen=True)
class Form:
    fields: list[Entry]
    tables: list[Rows]


@dataclass(frozen=True)
class Read:
    """A table as it is read. `whys` draws it as a chain, `bones` as a fishbone."""

    table: Table
    rows: list[list[tuple[Field, str]]]
    whys: bool
    bones: list[fishbone.Bone]
    branches: list[tuple[str, list[Mapping[str, Any]]]]


@dataclass(frozen=True)
class Version:
    hand_in: HandIn
    texts: list[tuple[str, str]]
    tables: list[Read]
    files: list[StepFile]


def form(discipline: Discipline, content: Mapping[str, Any]) -> Form:
    return Form(
        [
            Entry(each, each.code, str(content.get(each.code) or ""), f"f-{each.code}")
            for each in discipline.fields
        ],
        [Rows(table, _rows(table, content.get(table.code) or [])) for table in discipline.tables],
    )


def version(hand_in: HandIn, files: list[StepFile], language: str) -> Version:
    discipline, content = hand_in.step.discipline, hand_in.content
    return Version(
        hand_in,
        list(eight_d.texts(discipline, content, language)),
        [_read(table, content.get(table.code) or [], language) for table in discipline.tables],
        files,
    )


def _rows(table: Table, given: list[Mapping[str, Any]]) -> list[list[Entry]]:
    empty: list[Mapping[str, Any]] = [{}] * max(SPARE, FEWEST - len(given))
    return [
        [
            Entry(
                column,
                f"{table.code}.{column.code}",
                str(row.get(column.code) or ""),
                f"f-{table.code}-{number}-{column.code}",
            )
            for column in table.columns
        ]
        for number, row in enumerate([*given, *empty])
    ]


def _read(table: Table, given: list[Mapping[str, Any]], language: str) -> Read:
    drawn = table.code == "causes"
    return Read(
        table,
        [
            [(column, eight_d.said(column, row.get(column.code), language)) for column in table.columns]
            for row in given
        ],
        table.code.startswith("why_"),
        fishbone.bones(given) if drawn and given else [],
        fishbone.by_branch(given) if drawn else [],
    )
