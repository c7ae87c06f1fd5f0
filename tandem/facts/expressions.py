"""The small language of a mapping's expressions, read by sqlglot and rendered by us, node by allowed node.

    "PO number" || '-' || "Position"            text joined (blank if a part is blank)
    "Quantity" * "Price" / 1000                 arithmetic: text is read as a number by the file's marks
    coalesce("Confirmed", "Requested")          the first that is not blank
    case when "Type" = 'X' then 'a' else 'b' end
    regexp_extract("Text", 'PO-(\\d+)', 1)       also: concat nullif upper lower trim left right replace lpad abs round

A column of the file stands in double quotes, text in single ones. Nothing else is understood.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _
from sqlglot import errors, exp, parse_one

from tandem.core.errors import Refused
from tandem.facts.clauses import FACTOR, OPERAND, literal

Kind = Literal["text", "number", "truth", "blank"]


@dataclass(frozen=True)
class Term:
    sql: str
    kind: Kind


@dataclass
class Cells:
    """What an expression may read: `text(column)` names a cleaned cell, `number(text_sql)` one parsed number.

    `read_as_numbers` collects (text, number) pairs, so that a cell that is no number is found by name.
    """

    text: Callable[[str], str]
    number: Callable[[str], str]
    read_as_numbers: list[tuple[str, str]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    divides: bool = False


ARITHMETIC: dict[type[exp.Expression], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
COMPARISONS: dict[type[exp.Expression], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}


def compiled(text: str, cells: Cells) -> Term:
    """The expression as DuckDB SQL over the cells' names. Raises Refused, naming the part, for anything else."""
    try:
        tree = parse_one(text, dialect="duckdb")
    except errors.SqlglotError as error:
        raise Refused(
            _(
                "The expression %(text)s cannot be read. Put columns in double quotes and text in single quotes."
            )
            % {"text": text}
        ) from error
    if not isinstance(tree, exp.Expression):
        raise _refuse(tree)
    return _render(tree, cells)


def _refuse(node: exp.Expr) -> Refused:
    return Refused(
        _(
            "“%(part)s” is not allowed in a mapping's expression. Allowed are columns, text, numbers, "
            "+ - * / ||, comparisons, case, coalesce, nullif, concat, upper, lower, trim, left, right, replace, "
            "lpad, abs, round and regexp_extract."
        )
        % {"part": node.sql(dialect="duckdb")[:80]}
    )


def _render(node: exp.Expression, cells: Cells) -> Term:
    for kinds, render in RENDERERS:
        if isinstance(node, kinds):
            return render(node, cells)
    raise _refuse(node)


def _column(node: exp.Expression, cells: Cells) -> Term:
    if not isinstance(node, exp.Column) or len(node.parts) != 1:
        raise _refuse(node)
    return Term(cells.text(node.name), "text")


def _literal(node: exp.Expression, cells: Cells) -> Term:
    if isinstance(node, exp.Null):
        return Term("null", "blank")
    if node.args.get("is_string"):
        return Term(literal(node.name), "text")
    return Term(node.name, "number")


def _as_number(term: Term, cells: Cells) -> str:
    if term.kind == "text":
        parsed = cells.number(term.sql)
        cells.read_as_numbers.append((term.sql, parsed))
        return parsed
    return term.sql


def _as_text(term: Term) -> str:
    return term.sql if term.kind in ("text", "blank") else f"cast({term.sql} as varchar)"


def _arithmetic(node: exp.Expression, cells: Cells) -> Term:
    if isinstance(node, exp.Neg):
        return Term(f"(-{_as_number(_render(node.this, cells), cells)})", "number")
    left = _as_number(_render(node.args["this"], cells), cells)
    right = _as_number(_render(node.args["expression"], cells), cells)
    if isinstance(node, exp.Div):
        cells.divides = True
        # Divided by zero is blank. DuckDB divides in double precision; the result is rounded to six digits at once.
        return Term(f"try_cast(({left}) / nullif({right}, 0) as {OPERAND})", "number")
    if isinstance(node, exp.Mul):
        # DuckDB multiplies two 18-digit decimals within 18 digits: 25,000 pieces at 90,000 would be too large.
        left, right = f"try_cast({left} as {FACTOR})", f"try_cast({right} as {FACTOR})"
    return Term(f"try(({left}) {ARITHMETIC[type(node)]} ({right}))", "number")


def _same_kind(terms: list[Term], cells: Cells) -> tuple[list[str], Kind]:
    """Operands of one comparison or alternative: all as numbers where one is a number, else as text."""
    if any(term.kind == "truth" for term in terms):
        return [term.sql for term in terms], "truth"
    if any(term.kind == "number" for term in terms):
        return [_as_number(term, cells) for term in terms], "number"
    return [term.sql for term in terms], "text"


def _comparison(node: exp.Expression, cells: Cells) -> Term:
    (left, right), _kind = _same_kind(
        [_render(node.args["this"], cells), _render(node.args["expression"], cells)], cells
    )
    # A blank cell equals nothing, and differs from every word.
    return Term(f"coalesce({left} {COMPARISONS[type(node)]} {right}, {isinstance(node, exp.NEQ)})", "truth")


def _truth(node: exp.Expression, cells: Cells) -> str:
    term = _render(node, cells)
    if term.kind != "truth":
        raise Refused(
            _("“%(part)s” is neither true nor false; compare it with something.")
            % {"part": node.sql(dialect="duckdb")[:80]}
        )
    return term.sql


def _logic(node: exp.Expression, cells: Cells) -> Term:
    if isinstance(node, exp.Not):
        return Term(f"(not {_truth(node.this, cells)})", "truth")
    word = "and" if isinstance(node, exp.And) else "or"
    return Term(
        f"({_truth(node.args['this'], cells)} {word} {_truth(node.args['expression'], cells)})", "truth"
    )


def _is_null(node: exp.Expression, cells: Cells) -> Term:
    if not isinstance(node.args["expression"], exp.Null):
        raise _refuse(node)
    return Term(f"({_render(node.this, cells).sql} is null)", "truth")


def _in(node: exp.Expression, cells: Cells) -> Term:
    if node.args.get("query") or not node.expressions:
        raise _refuse(node)
    terms, _kind = _same_kind([_render(part, cells) for part in (node.this, *node.expressions)], cells)
    return Term(f"coalesce({terms[0]} in ({', '.join(terms[1:])}), false)", "truth")


def _like(node: exp.Expression, cells: Cells) -> Term:
    word = "ilike" if isinstance(node, exp.ILike) else "like"
    subject, pattern = (_as_text(_render(part, cells)) for part in (node.this, node.args["expression"]))
    found = f"coalesce({subject} {word} {pattern}, false)"
    return Term(f"(not {found})" if node.args.get("negate") else found, "truth")


def _alternatives(node: exp.Expression, cells: Cells) -> Term:
    name = "nullif" if isinstance(node, exp.Nullif) else "coalesce"
    rest = [node.args["expression"]] if name == "nullif" else node.expressions
    terms, kind = _same_kind([_render(part, cells) for part in (node.this, *rest)], cells)
    return Term(f"{name}({', '.join(terms)})", kind)


def _case(node: exp.Expression, cells: Cells) -> Term:
    if node.args.get("this") is not None:
        raise _refuse(node)
    branches = node.args.get("ifs") or []
    conditions = [_truth(branch.this, cells) for branch in branches]
    results = [branch.args["true"] for branch in branches]
    default = node.args.get("default")
    terms, kind = _same_kind(
        [_render(part, cells) for part in (*results, *([default] if default is not None else []))], cells
    )
    whens = " ".join(
        f"when {condition} then {term}" for condition, term in zip(conditions, terms, strict=False)
    )
    other = f" else {terms[-1]}" if default is not None else ""
    return Term(f"case {whens}{other} end", kind)


def _joined(node: exp.Expression, cells: Cells) -> Term:
    if isinstance(node, exp.DPipe):
        parts = [node.args["this"], node.args["expression"]]
        return Term(" || ".join(f"({_as_text(_render(part, cells))})" for part in parts), "text")
    parts = [_as_text(_render(part, cells)) for part in node.expressions]
    return Term(f"nullif(concat({', '.join(parts)}), '')", "text")


def _text_function(node: exp.Expression, cells: Cells) -> Term:
    name = type(node).__name__.lower()
    if any(node.args.get(key) for key in ("position", "collation")):
        raise _refuse(node)
    parts = [node.this, node.args.get("expression"), node.args.get("replacement")]
    terms = [_as_text(_render(part, cells)) for part in parts if part is not None]
    return Term(f"{name}({', '.join(terms)})", "text")


def _cut(node: exp.Expression, cells: Cells) -> Term:
    """left, right and lpad: text and a length written as a number."""
    length = node.args.get("expression")
    if not isinstance(length, exp.Literal) or length.args.get("is_string"):
        raise _refuse(node)
    text = _as_text(_render(node.this, cells))
    if not isinstance(node, exp.Pad):
        return Term(f"{type(node).__name__.lower()}({text}, {int(length.name)})", "text")
    fill = node.args.get("fill_pattern")
    if not node.args.get("is_left") or not isinstance(fill, exp.Literal):
        raise _refuse(node)
    return Term(f"lpad({text}, {int(length.name)}, {literal(fill.name)})", "text")


def _extract(node: exp.Expression, cells: Cells) -> Term:
    pattern, group = node.args.get("expression"), node.args.get("group")
    if not isinstance(pattern, exp.Literal) or (group is not None and not isinstance(group, exp.Literal)):
        raise _refuse(node)
    number = int(group.name) if group is not None else 0
    text = _as_text(_render(node.this, cells))
    return Term(f"nullif(regexp_extract({text}, {literal(pattern.name)}, {number}), '')", "text")


def _rounding(node: exp.Expression, cells: Cells) -> Term:
    inner = _as_number(_render(node.this, cells), cells)
    if isinstance(node, exp.Abs):
        return Term(f"abs({inner})", "number")
    digits = node.args.get("decimals")
    if digits is not None and not isinstance(digits, exp.Literal):
        raise _refuse(node)
    return Term(f"round({inner}, {int(digits.name) if digits is not None else 0})", "number")


def _paren(node: exp.Expression, cells: Cells) -> Term:
    inner = _render(node.this, cells)
    return Term(f"({inner.sql})", inner.kind)


Renderer = Callable[[exp.Expression, Cells], Term]
RENDERERS: tuple[tuple[tuple[type[exp.Expression], ...], Renderer], ...] = (
    ((exp.Column,), _column),
    ((exp.Literal, exp.Null), _literal),
    ((exp.Paren,), _paren),
    ((exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg), _arithmetic),
    (tuple(COMPARISONS), _comparison),
    ((exp.And, exp.Or, exp.Not), _logic),
    ((exp.Is,), _is_null),
    ((exp.In,), _in),
    ((exp.Like, exp.ILike), _like),
    ((exp.Coalesce, exp.Nullif), _alternatives),
    ((exp.Case,), _case),
    ((exp.DPipe, exp.Concat), _joined),
    ((exp.RegexpExtract,), _extract),
    ((exp.Left, exp.Right, exp.Pad), _cut),
    ((exp.Upper, exp.Lower, exp.Trim, exp.Replace), _text_function),
    ((exp.Abs, exp.Round), _rounding),
)
