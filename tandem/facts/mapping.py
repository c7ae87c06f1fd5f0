"""A saved mapping: how a source's columns become a fact's columns. Its TOML form is documented in docs/mappings.md."""

import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.facts.clauses import MARKS
from tandem.lake import schemas

FORMAT = 1
FILLED_BY_US = ("source",)


@dataclass(frozen=True)
class Rule:
    """What fills one column: exactly one of column, constant, expression or first_of; the rest refines it.

    `words` translates a cell's words, `blank` and `blank_pattern` say which mean nothing, `extract` keeps the
    first group of a regular expression, `dates`, `decimal` and `thousands` override the file's, and `otherwise`
    stands in where the cell is blank.
    """

    column: str | None = None
    constant: str | None = None
    expression: str | None = None
    first_of: tuple["Rule", ...] = ()
    words: Table[str, str] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    blank_pattern: str = ""
    extract: str = ""
    dates: tuple[str, ...] = ()
    decimal: str | None = None
    thousands: str | None = None
    otherwise: str | None = None

    @property
    def label(self) -> str:
        """What a person reads as the rule's origin."""
        if self.column is not None:
            return self.column
        if self.expression is not None:
            return self.expression
        if self.first_of:
            return " / ".join(rule.label for rule in self.first_of)
        return self.constant or ""


@dataclass(frozen=True)
class FileRules:
    """How the file is to be read; what is left empty is detected."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int = 1
    blank: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True)
class SupplierRules:
    """Where the row says which supplier it is of: the number (with a company code before it, where the source
    numbers suppliers by company), and what may help to recognise the supplier the first time."""

    number: Rule | None = None
    company_code: Rule | None = None
    name: Rule | None = None
    identifier: Rule | None = None
    country: Rule | None = None

    def items(self) -> Iterator[tuple[str, Rule]]:
        for one in fields(self):
            rule = getattr(self, one.name)
            if rule is not None:
                yield one.name, rule


@dataclass(frozen=True)
class Skip:
    """Rows that are left out on purpose, and the reason the list of rejects gives."""

    when: str
    reason: str
    reason_zh: str = ""


@dataclass(frozen=True)
class Mapping:
    fact: str
    source: str
    file: FileRules = FileRules()
    columns: Table[str, Rule] = field(default_factory=dict)
    supplier: SupplierRules = SupplierRules()
    skip: tuple[Skip, ...] = ()

    @property
    def schema(self) -> schemas.Fact:
        return schemas.fact(self.fact)


def parsed(text: str) -> Mapping:
    """The mapping written in TOML. Raises Refused, naming the line or the entry, when it is not well formed."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(_("The mapping is not valid TOML: %(detail)s.") % {"detail": error}) from error
    return from_table(raw)


def from_table(raw: Table[str, Any]) -> Mapping:
    _only(raw, ("format", "fact", "source", "file", "columns", "supplier", "skip"), "")
    if raw.get("format", FORMAT) != FORMAT:
        raise Refused(
            _("The mapping's format is not %(format)d, the one this version reads.") % {"format": FORMAT}
        )
    fact = _fact(raw.get("fact"))
    source = raw.get("source")
    if not isinstance(source, str) or not source.strip():
        raise Refused(_('The mapping names no source. Add a line such as source = "sap-100".'))
    columns = {name: _rule(value, f"columns.{name}") for name, value in _table(raw, "columns").items()}
    allowed = [name for name in fact.names if name not in FILLED_BY_US]
    for name in columns:
        if name not in allowed:
            raise Refused(
                _("The fact %(fact)s has no column “%(name)s”. Its columns are: %(columns)s.")
                % {"fact": fact.name, "name": name, "columns": ", ".join(allowed)}
            )
    skip = raw.get("skip", [])
    if not isinstance(skip, list):
        raise Refused(_("“skip” must be a list of tables, each begun with [[skip]]."))
    return Mapping(
        fact=fact.name,
        source=source.strip(),
        file=_file(_table(raw, "file")),
        columns=columns,
        supplier=_supplier(_table(raw, "supplier")),
        skip=tuple(_skip(one) for one in skip),
    )


def _fact(name: Any) -> schemas.Fact:
    if name not in schemas.facts():
        raise Refused(
            _("The mapping's fact must be one of %(facts)s, not “%(name)s”.")
            % {"facts": ", ".join(schemas.facts()), "name": name if name is not None else ""}
        )
    return schemas.fact(str(name))


def _table(raw: Table[str, Any], name: str) -> Table[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, dict):
        raise Refused(_("“%(name)s” must be a table in the mapping.") % {"name": name})
    return value


def _only(raw: Table[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in raw:
        if name not in known:
            raise Refused(
                _("The mapping has an unknown entry “%(name)s”%(where)s. Known are: %(known)s.")
                % {"name": name, "where": f" ({where})" if where else "", "known": ", ".join(known)}
            )


def _file(raw: Table[str, Any]) -> FileRules:
    _only(raw, tuple(one.name for one in fields(FileRules)), "file")
    header_row = raw.get("header_row", 1)
    if not isinstance(header_row, int) or header_row < 1:
        raise Refused(_("“header_row” must be a whole number from 1."))
    rules = FileRules(
        encoding=_text(raw, "encoding", "file"),
        delimiter=_text(raw, "delimiter", "file"),
        sheet=_text(raw, "sheet", "file"),
        header_row=header_row,
        blank=_texts(raw, "blank", "file"),
        dates=_texts(raw, "dates", "file"),
        decimal=_text(raw, "decimal", "file") or ".",
        thousands=_text(raw, "thousands", "file") or "",
    )
    if rules.delimiter is not None and (len(rules.delimiter) != 1 or ord(rules.delimiter) > 127):
        raise Refused(_("The delimiter must be one character, such as “,” or “;”."))
    _check_marks(rules.decimal, rules.thousands)
    return rules


def _check_marks(decimal: str, thousands: str) -> None:
    if decimal not in (".", ",") or thousands not in MARKS or decimal == thousands:
        raise Refused(
            _(
                "The decimal mark must be “.” or “,”, and the thousands mark another of “.”, “,”, “'” or a space."
            )
        )


def _supplier(raw: Table[str, Any]) -> SupplierRules:
    _only(raw, tuple(one.name for one in fields(SupplierRules)), "supplier")
    return SupplierRules(**{name: _rule(value, f"supplier.{name}") for name, value in raw.items()})


def _skip(raw: Any) -> Skip:
    if not isinstance(raw, dict) or not isinstance(raw.get("when"), str) or not raw.get("reason"):
        raise Refused(_("Every [[skip]] needs “when”, an expression, and “reason”, a sentence."))
    _only(raw, ("when", "reason", "reason_zh"), "skip")
    return Skip(raw["when"], str(raw["reason"]), str(raw.get("reason_zh", "")))


def _rule(raw: Any, where: str) -> Rule:
    if isinstance(raw, str):
        return Rule(column=raw)
    if not isinstance(raw, dict):
        raise Refused(_("“%(where)s” must be a column's name or a table.") % {"where": where})
    _only(raw, tuple(one.name for one in fields(Rule)), where)
    if sum(raw.get(name) is not None for name in ("column", "constant", "expression", "first_of")) != 1:
        raise Refused(
            _("“%(where)s” needs exactly one of column, constant, expression or first_of.") % {"where": where}
        )
    words = _table(raw, "words")
    if any(not isinstance(value, str) for value in words.values()):
        raise Refused(_("The words of “%(where)s” must stand for text.") % {"where": where})
    rule = Rule(
        column=_text(raw, "column", where),
        constant=_text(raw, "constant", where),
        expression=_text(raw, "expression", where),
        first_of=tuple(_rule(one, where) for one in raw.get("first_of", ())),
        words=words,
        blank=_texts(raw, "blank", where),
        blank_pattern=_text(raw, "blank_pattern", where) or "",
        extract=_text(raw, "extract", where) or "",
        dates=_texts(raw, "dates", where),
        decimal=_text(raw, "decimal", where),
        thousands=_text(raw, "thousands", where),
        otherwise=_text(raw, "otherwise", where),
    )
    _check_marks(
        rule.decimal or ".", rule.thousands if rule.thousands not in (None, rule.decimal or ".") else ""
    )
    return rule


def _text(raw: Table[str, Any], name: str, where: str) -> str | None:
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, bool | list | dict):
        raise Refused(_("“%(name)s” in “%(where)s” must be text.") % {"name": name, "where": where})
    return str(value)


def _texts(raw: Table[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = raw.get(name, [])
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refused(
            _("“%(name)s” in “%(where)s” must be a list of texts.") % {"name": name, "where": where}
        )
    return tuple(value)
