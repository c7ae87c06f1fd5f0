"""A mapping and a file's columns → the SQL that reads every cell and finds what is wrong with it.

The plan has layers, each selected from the one before, so that nothing is computed twice: texts (cells without
spaces and blanks), values (numbers and dates read from them), results (one a column), targets (the fact's columns).
"""

import re
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.reading import Source
from tandem.facts import clauses, reasons
from tandem.facts.expressions import Cells, compiled
from tandem.facts.mapping import Mapping, Rule, Skip
from tandem.facts.reasons import Reason
from tandem.lake.schemas import Column

NUMBERS = ("quantity", "money", "price")
NEVER_NEGATIVE = ("quantity", "price", "whole")
LONGEST_KEY = 250


@dataclass(frozen=True)
class Check:
    """A condition that refuses the row, and what the list of rejects says of it."""

    condition: str
    column: str
    shown: str
    reason: Reason
    kind: str = "rejected"


@dataclass(frozen=True)
class Piece:
    """One rule's reading: its value (NULL when blank), when it fails, and the text to show for it."""

    value: str
    fails: str
    shown: str


@dataclass
class Plan:
    source: Source
    mapping: Mapping
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    def text(self, sql: str) -> str:
        return self.texts.setdefault(sql, f"t{len(self.texts)}")

    def read(self, sql: str) -> str:
        return self.values.setdefault(sql, f"v{len(self.values)}")

    def result(self, column: str, sql: str) -> str:
        self.results[f"r_{column}"] = sql
        return f"r_{column}"

    def cleaned(self, column: str, blanks: Sequence[str], blank_pattern: str) -> str:
        cell = self.cell(column)
        return clauses.cleaned(cell, blanks, blank_pattern, tidy=cell in self.source.tidy)

    def cell(self, column: str) -> str:
        """The table's name for the file's column. Raises Refused, listing the columns, when there is none."""
        names = {name.casefold(): name for name in self.source.columns}
        found = column if column in self.source.columns else names.get(" ".join(column.split()).casefold())
        if found is None:
            raise Refused(
                _("The file has no column “%(column)s”. Its columns are: %(columns)s.")
                % {"column": column, "columns": ", ".join(self.source.columns)}
            )
        return self.source.cell(found)


def planned(mapping: Mapping, source: Source) -> Plan:
    """Raises Refused when the mapping names a column the file lacks, or says nothing of a required one."""
    plan = Plan(source, mapping)
    for skip in mapping.skip:
        _skip(plan, skip)
    for column in mapping.schema.columns:
        if column.name == "source":
            plan.targets["source"] = clauses.literal(mapping.source)
        elif column.name == "supplier_key":
            _supplier_key(plan, column)
        else:
            _target(plan, column, mapping.columns.get(column.name))
    _value_from_price(plan)
    for name in ("name", "identifier", "country"):
        rule = getattr(mapping.supplier, name)
        piece = _text_piece(plan, rule).value if rule else "cast(null as varchar)"
        plan.extras[f"supplier_{name}"] = plan.result(f"supplier_{name}", piece)
    return plan


def _target(plan: Plan, column: Column, rule: Rule | None) -> None:
    if rule is None:
        if column.required and column.default is None:
            raise Refused(
                _(
                    "The mapping does not say where “%(column)s” (%(label)s) comes from, and every row needs it."
                )
                % {"column": column.name, "label": column.label.en}
            )
        blank = f"cast({clauses.literal(column.default) if column.default else 'null'} as {_type(column)})"
        plan.targets[column.name] = blank
        return
    piece = _piece(plan, column, rule)
    value = plan.result(column.name, piece.value)
    label = rule.label if rule.constant is None else column.name
    if piece.fails != "false":
        plan.checks.append(Check(piece.fails, label, piece.shown, _unreadable(plan, column, rule)))
    if column.default is not None:
        value = f"coalesce({value}, {clauses.literal(column.default)})"
    elif column.required:
        plan.checks.append(
            Check(f"{value} is null and not ({piece.fails})", label, piece.shown, reasons.missing(column))
        )
    plan.targets[column.name] = value
    _limits(plan, column, label, value, piece)


def _limits(plan: Plan, column: Column, label: str, value: str, piece: Piece) -> None:
    if column.kind in NEVER_NEGATIVE:
        plan.checks.append(Check(f"{value} < 0", label, piece.shown, reasons.NEGATIVE))
    if column.values:
        unknown = f"{value} not in {clauses.literals(column.values)}"
        plan.checks.append(Check(unknown, label, piece.shown, reasons.choice(column)))
    if column.name == "currency":
        unknown = f"{value} not in {clauses.literals(reasons.CURRENCIES)}"
        plan.checks.append(Check(unknown, label, piece.shown, reasons.CURRENCY))


def _type(column: Column) -> str:
    plain = {"text": "varchar", "date": "date", "whole": "integer"}
    return plain.get(column.kind) or clauses.WIDTHS[column.kind]


def _unreadable(plan: Plan, column: Column, rule: Rule) -> Reason:
    if column.kind == "date":
        return reasons.not_a_date(_formats(plan, rule))
    if column.kind == "whole":
        return reasons.NOT_WHOLE
    return reasons.NOT_A_NUMBER


def _formats(plan: Plan, rule: Rule) -> tuple[str, ...]:
    for one in rule.first_of:
        if one.dates:
            return one.dates
    given = rule.dates or plan.mapping.file.dates or ("%Y-%m-%d",)
    # A spreadsheet's or Parquet's own dates arrive in ISO form, whatever the text dates beside them look like.
    return (*given, *clauses.ISO_DATES) if plan.source.typed else given


def _piece(plan: Plan, column: Column, rule: Rule) -> Piece:
    """The rule read as the column's kind."""
    if rule.first_of:
        pieces = [_piece(plan, column, one) for one in rule.first_of]
        fails = " or ".join(f"({piece.fails})" for piece in pieces)
        shown = f"coalesce({', '.join(piece.shown for piece in pieces)})"
        value = f"case when {fails} then null else coalesce({', '.join(piece.value for piece in pieces)}) end"
        return _otherwise(plan, column, rule, Piece(value, fails, shown))
    if rule.expression is not None:
        piece = _expression_piece(plan, column, rule, rule.expression)
    else:
        piece = _read(plan, column, rule, _text(plan, rule))
    return _otherwise(plan, column, rule, piece)


def _otherwise(plan: Plan, column: Column, rule: Rule, piece: Piece) -> Piece:
    if rule.otherwise is None:
        return piece
    instead = _read(plan, column, rule, plan.text(clauses.literal(rule.otherwise)))
    value = f"case when {piece.fails} then null else coalesce({piece.value}, {instead.value}) end"
    return replace(piece, value=value, fails=f"{piece.fails} or {instead.fails}")


def _text(plan: Plan, rule: Rule) -> str:
    """The alias of the rule's cleaned text: cell or constant, extracted, and its words looked up."""
    if rule.constant is not None:
        return plan.text(clauses.literal(rule.constant))
    blanks = (*plan.mapping.file.blank, *rule.blank)
    text = plan.cleaned(rule.column or "", blanks, rule.blank_pattern)
    return plan.text(_refined(rule, text))


def _refined(rule: Rule, text: str) -> str:
    if rule.extract:
        text = f"nullif(regexp_extract({text}, {clauses.literal(rule.extract)}, 1), '')"
    return clauses.replaced(text, dict(rule.words))


def _read(plan: Plan, column: Column, rule: Rule, text: str) -> Piece:
    """The text read as the column's kind; what is not blank and cannot be read fails."""
    if column.kind == "text":
        value = text
        if column.values:
            value = plan.read(f"lower({text})")
        elif column.name == "currency":
            value = plan.read(f"upper({text})")
        return Piece(value, "false", text)
    value = plan.read(_reading(plan, column.kind, rule, text))
    return Piece(value, f"{text} is not null and {value} is null", text)


def _reading(plan: Plan, kind: str, rule: Rule, text: str) -> str:
    decimal, thousands = _marks(plan, rule)
    if kind == "date":
        return clauses.date(text, _formats(plan, rule))
    if kind == "whole":
        return clauses.whole(text, decimal=decimal, thousands=thousands)
    return clauses.number(text, clauses.WIDTHS[kind], decimal=decimal, thousands=thousands)


def _marks(plan: Plan, rule: Rule) -> tuple[str, str]:
    decimal = rule.decimal or plan.mapping.file.decimal
    thousands = plan.mapping.file.thousands if rule.thousands is None else rule.thousands
    return decimal, "" if thousands == decimal else thousands


def _cells(plan: Plan, rule: Rule) -> Cells:
    decimal, thousands = _marks(plan, rule)
    blanks = (*plan.mapping.file.blank, *rule.blank)

    def text(column: str) -> str:
        cell = plan.text(plan.cleaned(column, blanks, rule.blank_pattern))
        cells.read.append(cell)
        return cell

    def number(text: str) -> str:
        return plan.read(clauses.number(text, clauses.OPERAND, decimal=decimal, thousands=thousands))

    cells = Cells(text=text, number=number)
    return cells


def _expression_piece(plan: Plan, column: Column, rule: Rule, expression: str) -> Piece:
    cells = _cells(plan, rule)
    term = compiled(expression, cells)
    shown = f"concat_ws(' · ', {', '.join(dict.fromkeys(cells.read))})" if cells.read else "null"
    unread = [f"({text} is not null and {parsed} is null)" for text, parsed in cells.read_as_numbers]
    if term.kind == "number" and column.kind in (*NUMBERS, "whole"):
        type_ = _type(column)
        value = f"try_cast({term.sql} as {type_})"
        if not cells.divides and cells.read_as_numbers:
            # Every operand was read and there is still no result: it is too large for the column.
            operands = " and ".join(f"{parsed} is not null" for _text_sql, parsed in cells.read_as_numbers)
            unread.append(f"({operands} and {value} is null)")
        return Piece(value, " or ".join(unread) or "false", shown)
    text = plan.read(_refined(rule, f"cast({term.sql} as varchar)"))
    if column.kind == "text":
        value = f"lower({text})" if column.values else text
        return Piece(value, " or ".join(unread) or "false", shown)
    value = _reading(plan, column.kind, rule, text)
    return Piece(value, " or ".join([*unread, f"({text} is not null and {value} is null)"]), shown)


def _text_piece(plan: Plan, rule: Rule) -> Piece:
    nothing = plan.mapping.schema.column("source")
    return _piece(plan, nothing, rule)


def _supplier_key(plan: Plan, column: Column) -> None:
    rule = plan.mapping.supplier.number or plan.mapping.columns.get("supplier_key")
    if rule is None:
        if column.required:
            raise Refused(
                _(
                    "The mapping does not say where the supplier's number comes from. Add “number” under [supplier]."
                )
            )
        plan.targets["supplier_key"] = "cast(null as varchar)"
        return
    key = _text_piece(plan, rule).value
    if plan.mapping.supplier.company_code:
        company = _text_piece(plan, plan.mapping.supplier.company_code).value
        key = f"case when {company} is null then {key} else {company} || '/' || {key} end"
    key = plan.result("supplier_key", key)
    if column.required:
        plan.checks.append(Check(f"{key} is null", rule.label, "null", reasons.missing(column)))
    plan.checks.append(Check(f"length({key}) > {LONGEST_KEY}", rule.label, key, reasons.KEY_TOO_LONG))
    plan.targets["supplier_key"] = key


def _value_from_price(plan: Plan) -> None:
    """A line without a value is worth its quantity times its price."""
    if plan.targets.keys() >= {"line_value", "quantity", "unit_price"}:
        quantity, price = plan.targets["quantity"], plan.targets["unit_price"]
        # Widened first: DuckDB multiplies two 18-digit decimals within 18 digits where it can, and overflows.
        product = f"try_cast(cast({quantity} as decimal(20, 4)) * {price} as decimal(18, 4))"
        value = f"coalesce({plan.targets['line_value']}, {product})"
        plan.targets["line_value"] = value
        too_large = f"{quantity} is not null and {price} is not null and {value} is null"
        shown = f"concat_ws(' · ', {quantity}, {price})"
        plan.checks.append(Check(too_large, "line_value", shown, reasons.VALUE_TOO_LARGE))


def _skip(plan: Plan, skip: Skip) -> None:
    cells = _cells(plan, Rule())
    term = compiled(skip.when, cells)
    if term.kind != "truth":
        raise Refused(_("“%(when)s” under [[skip]] must compare something.") % {"when": skip.when})
    shown = f"concat_ws(' · ', {', '.join(dict.fromkeys(cells.read))})" if cells.read else "null"
    reason = Reason(skip.reason, skip.reason_zh or skip.reason)
    columns: Table[str, None] = dict.fromkeys(_names_of(plan, cells))
    plan.checks.append(Check(term.sql, " · ".join(columns), shown, reason, kind="skipped"))


def _names_of(plan: Plan, cells: Cells) -> list[str]:
    by_alias = {alias: sql for sql, alias in plan.texts.items()}
    return [
        name
        for alias in cells.read
        for name in plan.source.columns
        if re.search(rf"\b{plan.source.cell(name)}\b", by_alias[alias])
    ]
