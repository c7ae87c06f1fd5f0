"""A first mapping for a file nobody has mapped yet, from its columns' names and contents."""

import re
import unicodedata
from dataclasses import replace

from rapidfuzz import fuzz

from tandem.core.reading import Source
from tandem.facts import samples
from tandem.facts.header_words import HEADER_WORDS, SUPPLIER_WORDS, VALUE_WORDS
from tandem.facts.mapping import FileRules, Mapping, Rule, SupplierRules
from tandem.lake import schemas
from tandem.lake.schemas import Column

SEPARATORS = re.compile(r"[^\w]+|_")
LIKELY = 86.0
SAMPLE_ROWS = 3000
NUMBERS = ("quantity", "money", "price", "whole")


def proposed(source: Source, *, fact: str, name: str) -> Mapping:
    """A mapping for a person to correct: `name` is the source system's name, columns without a likely cell stay out."""
    cells = _samples(source)
    chosen = _assigned(source, schemas.fact(fact), cells)
    columns = {}
    for column in schemas.fact(fact).columns:
        if column.name in chosen:
            columns[column.name] = _rule(column, chosen[column.name], cells)
    numbers = [
        cell
        for column, rule in columns.items()
        if schemas.fact(fact).column(column).kind in NUMBERS
        for cell in cells[rule.column or ""]
    ]
    decimal, thousands = samples.marks_of(numbers)
    supplier = SupplierRules(**_supplier(source))
    return Mapping(
        fact=fact,
        source=name,
        file=FileRules(
            sheet=source.sheet if len(source.sheets) > 1 else None, decimal=decimal, thousands=thousands
        ),
        columns=columns,
        supplier=supplier,
    )


def _samples(source: Source) -> dict[str, list[str]]:
    head = source.table.slice(0, SAMPLE_ROWS)
    return {name: samples.distinct(head[source.cell(name)].to_pylist()) for name in source.columns}


def _assigned(source: Source, fact: schemas.Fact, cells: dict[str, list[str]]) -> dict[str, str]:
    """Each of the fact's columns with the file's column that is most like it; a column serves one date only."""
    pairs = []
    for order, column in enumerate(fact.columns):
        if column.name in ("source", "supplier_key"):
            continue
        words = (column.name, column.label.en, column.label.zh, *HEADER_WORDS.get(column.name, ()))
        for name in source.columns:
            score = likeness(name, words)
            if score >= LIKELY and _fits(column, cells[name]):
                pairs.append((-score, order, column.name, name))
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for _score, _order, column_name, name in sorted(pairs):
        if column_name not in chosen and name not in taken:
            chosen[column_name] = name
            taken.add(name)
    return chosen


def likeness(header: str, words: tuple[str, ...]) -> float:
    """How well a header matches any of the words, 0 to 100; earlier words win over later ones by a hair."""
    plain = _plain(header)
    best = 0.0
    for place, word in enumerate(words):
        known = _plain(word)
        score = 100.0 if plain == known else _alike(plain, known)
        best = max(best, score - place * 0.05)
    return best


def _alike(header: str, word: str) -> float:
    if not header or not word or len(word) < 4:
        return 0.0
    return min(96.0, fuzz.token_sort_ratio(header, word))


def _plain(text: str) -> str:
    """Lower case, half width, words separated by single spaces: “PO / SO #” as “po so”."""
    return " ".join(SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).lower()).split())


def _fits(column: Column, cells: list[str]) -> bool:
    """Whether the contents allow what the name suggests; an empty column says nothing against it."""
    if not cells or column.kind == "text":
        return True
    return samples.dates_of(cells) is not None if column.kind == "date" else samples.are_numbers(cells)


def _rule(column: Column, name: str, cells: dict[str, list[str]]) -> Rule:
    rule = Rule(column=name)
    if column.kind == "date":
        found = samples.dates_of(cells[name])
        return replace(rule, dates=found.formats, blank=found.words) if found else rule
    if column.kind in NUMBERS:
        # Where every row needs a number, a word among them is a fault to be shown and not a blank.
        return rule if column.required else replace(rule, blank=samples.words_among(cells[name]))
    known = VALUE_WORDS.get(column.name, {})
    words = {cell: known[cell.lower()] for cell in cells[name] if cell.lower() in known}
    labels = {choice.label.zh: choice.value for choice in column.choices}
    labels |= {choice.label.en: choice.value for choice in column.choices}
    words |= {
        cell: labels[cell] for cell in cells[name] if cell in labels and cell.lower() not in column.values
    }
    return replace(rule, words=words)


def _supplier(source: Source) -> dict[str, Rule]:
    rules = {}
    for role, words in SUPPLIER_WORDS.items():
        scored = [(likeness(name, words), -place, name) for place, name in enumerate(source.columns)]
        score, _place, name = max(scored)
        if score >= LIKELY:
            rules[role] = Rule(column=name)
    return rules
