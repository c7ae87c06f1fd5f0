"""Which pattern or date format of a mapping the engine cannot run: looked for once a file could not be read by it."""

from collections.abc import Iterator

import duckdb

from tandem.facts.clauses import EXCEL_DATE
from tandem.facts.mapping import Mapping, Rule

PATTERN, FORMAT = "select regexp_matches('', ?)", "select try_strptime('', ?)"


def faulty_entry(mapping: Mapping) -> tuple[str, str] | None:
    """The entry, such as “columns.line: extract”, and what is wrong with it; None when each works by itself."""
    rules = {f"columns.{name}": rule for name, rule in mapping.columns.items()}
    rules |= {f"supplier.{name}": rule for name, rule in mapping.supplier.items()}
    texts = [("file: dates", FORMAT, form) for form in mapping.file.dates]
    texts += [text for where, rule in rules.items() for text in _texts(where, rule)]
    with duckdb.connect() as connection:
        for entry, query, text in texts:
            try:
                connection.execute(query, [text]).fetchall()
            except duckdb.Error as error:
                return entry, str(error).splitlines()[0]
    return None


def _texts(where: str, rule: Rule) -> Iterator[tuple[str, str, str]]:
    yield from ((f"{where}: {name}", PATTERN, getattr(rule, name)) for name in ("extract", "blank_pattern"))
    yield from ((f"{where}: dates", FORMAT, form) for form in rule.dates if form != EXCEL_DATE)
    for one in rule.first_of:
        yield from _texts(where, one)
