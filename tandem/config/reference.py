"""The served schema as chapters of a page: each operation with what it takes and answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, str | Promise] = {
    "organisations": _("Organisations"),
    "audit": _("Audit trail"),
    "relationships": _("Suppliers"),
    "approved suppliers": _("Approved supplier list"),
    "customers": _("Customers"),
    "imports": _("Imports"),
    "kpis": _("KPIs and measures"),
    "scorecards": _("Scorecards"),
    "webhooks": _("Webhooks"),
}
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    name: str
    place: str
    kind: str
    required: bool
    # The form that it, or each of its items, has: a name among `forms`.
    form: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str
    scope: str
    takes: list[Field]
    status: str
    answers: list[Field]


@dataclass(frozen=True)
class Chapter:
    tag: str
    title: str | Promise
    operations: list[Operation]


def chapters(schema: Schema) -> list[Chapter]:
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(schema, path, method, told))
    return [Chapter(tag, TITLES.get(tag, tag), operations) for tag, operations in found.items()]


def forms(schema: Schema) -> list[tuple[str, list[Field]]]:
    """The forms that operations name, each with its fields."""
    found = sorted(schema["components"]["schemas"].items())
    told = [(name, list(_fields(schema, form, ""))) for name, form in found if form.get("properties")]
    # A page of a list is told where it is answered.
    return [(name, fields) for name, fields in told if not name.startswith("PageOf")]


def _operation(schema: Schema, path: str, method: str, told: Schema) -> Operation:
    takes = [
        Field(each["name"], each["in"], _kind(schema, each["schema"]), bool(each.get("required")), "")
        for each in told["parameters"]
        if each["in"] != "header"
    ]
    for content in told.get("requestBody", {}).get("content", {}).values():
        takes += _fields(schema, content["schema"], "body")
    status = next(code for code in told["responses"] if int(code) < 300)
    contents = told["responses"][status].get("content", {})
    answers = [
        field for content in contents.values() for field in _fields(schema, content["schema"], "answer")
    ]
    scope = told.get("x-tandem-scope") or ""
    return Operation(method.upper(), path, told["summary"], scope, takes, str(status), answers)


def _fields(schema: Schema, part: Schema, place: str) -> Iterable[Field]:
    part = _resolved(schema, part)
    required = set(part.get("required", ()))
    return [
        Field(name, place, _kind(schema, each), name in required, _form(each))
        for name, each in part.get("properties", {}).items()
    ]


def _kind(schema: Schema, part: Schema) -> str:
    """One line for what a value is: text, integer, list of …, one of …."""
    if "$ref" in part:
        return _name(part)
    if "anyOf" in part:
        return " | ".join(_kind(schema, each) for each in part["anyOf"])
    if "allOf" in part:
        return _kind(schema, part["allOf"][0])
    if "enum" in part:
        return " | ".join(str(each) for each in part["enum"])
    if "const" in part:
        return str(part["const"])
    if part.get("type") == "array":
        return f"[{_kind(schema, part.get('items', {}))}]"
    return str(part.get("format") or part.get("type", "any"))


def _form(part: Schema) -> str:
    if "$ref" in part:
        return _name(part)
    inner = [*part.get("anyOf", ()), *part.get("allOf", ()), part.get("items")]
    return next((name for each in inner if each and (name := _form(each))), "")


def _resolved(schema: Schema, part: Schema) -> Schema:
    if "$ref" not in part:
        return part
    found: Schema = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return found


def _name(part: Schema) -> str:
    return str(part["$ref"].rpartition("/")[2])
