"""What may stand in a sentence: plain text and numbers, and values that each reader sees in their own language.

A value is kept as JSON. `shown` writes it in the language in use; `plain` is what webhooks send of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.models import Organization
from tandem.accounts.roles import Role, labels
from tandem.core import formats
from tandem.relationships.models import Category, Consent, Stage

Value = Any
"""A string, a number, or what one of the functions below gives."""


def organisation(org: Organization) -> Value:
    """Its name in the reader's script."""
    return {"is": "organization", "slug": org.slug, "name": org.name, "name_local": org.name_local}


def in_both(name: str, name_local: str) -> Value:
    """A name that people gave in two scripts."""
    return {"is": "name", "name": name, "name_local": name_local}


def period(name: str) -> Value:
    return {"is": "period", "value": name}


def day(value: date) -> Value:
    return {"is": "day", "value": value.isoformat()}


def grade(value: str) -> Value:
    """“grade B”; where there is none, that the data did not suffice."""
    return {"is": "grade", "value": value}


def figure(value: Decimal, unit: str, currency: str = "") -> Value:
    """A value of a KPI, as a person wrote it."""
    return {"is": "figure", "value": str(value), "unit": unit, "currency": currency}


def stage(value: str) -> Value:
    return {"is": "stage", "value": value}


def shared(subject: str) -> Value:
    """What a supplier shares with a customer."""
    return {"is": "shared", "value": subject}


def roles(values: Iterable[Role | str]) -> Value:
    return {"is": "roles", "value": [str(value) for value in values]}


def categories(held: Iterable[Category], *, every: bool) -> Value:
    """What a member looks after, by name."""
    names = [{"name": each.name, "name_local": each.name_local} for each in held]
    return {"is": "categories", "value": "*" if every else names}


def somebody(name: str) -> Value:
    """A person's name, or that there was nobody."""
    return {"is": "person", "value": name}


def shown(value: Value) -> Any:
    if not isinstance(value, Mapping):
        return value
    language = get_language() or "en"
    match value["is"]:
        case "organization" | "name":
            return value["name_local"] if language.startswith("zh") and value["name_local"] else value["name"]
        case "period":
            return formats.period(value["value"], language)
        case "day":
            return formats.day(date.fromisoformat(value["value"]), language)
        case "grade":
            return _("grade %(grade)s") % {"grade": value["value"]} if value["value"] else _("no grade")
        case "figure":
            return formats.written(Decimal(value["value"]), value["unit"], value["currency"], language)
        case "stage":
            return str(Stage(value["value"]).label)
        case "shared":
            return str(Consent.Subject(value["value"]).label)
        case "roles":
            return labels(value["value"])
        case "categories":
            return _categories(value["value"], language)
        case _:
            return value["value"] or _("nobody")


def _categories(held: Any, language: str) -> str:
    if held == "*":
        return _("every category")
    script = "name_local" if language.startswith("zh") else "name"
    return " · ".join(each[script] or each["name"] for each in held) or _("none")


def plain(value: Value) -> Any:
    if not isinstance(value, Mapping):
        return value
    if value["is"] in ("organization", "name"):
        return {key: part for key, part in value.items() if key != "is"}
    return value["value"] or None
