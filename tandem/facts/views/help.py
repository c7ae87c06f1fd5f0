"""What every column of the facts means, which views measures read, and the mappings kept."""

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.accounts.requests import ActorRequest
from tandem.facts import queries, rules
from tandem.facts.models import SavedMapping
from tandem.lake import schemas, views

KINDS = {
    "text": _("text"),
    "date": _("day"),
    "quantity": _("quantity"),
    "money": _("money"),
    "price": _("price"),
    "whole": _("whole number"),
    "flag": _("yes or no"),
    "days": _("days"),
    "base": _("money in the organisation's currency"),
}


@dataclass(frozen=True)
class Shown:
    """A table of the help page: columns as (name, kind, label, what it means, values, required)."""

    name: str
    label: str
    doc: str
    columns: list[dict[str, object]]


def columns(request: ActorRequest) -> HttpResponse:
    """Every table folded to one line; what is looked for stands open."""
    language = get_language() or "en"
    wanted = request.GET.get("q", "").strip().casefold()
    facts = [
        Shown(
            fact.name,
            fact.label.in_language(language),
            fact.doc.in_language(language),
            _columns(fact, language),
        )
        for fact in schemas.facts().values()
    ]
    context = {
        "facts": _holding(wanted, facts),
        "views": _holding(wanted, _views(language)),
        "open": bool(wanted),
    }
    return render(request, "facts/column_tables.html" if request.htmx else "facts/columns.html", context)


def mappings(request: ActorRequest) -> HttpResponse:
    return render(
        request,
        "facts/mappings.html",
        {"mappings": queries.mappings(request.actor), "may_import": rules.can_import(request.actor)},
    )


def saved_mapping(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SavedMapping.objects.visible_to(request.actor), pk=pk)
    return render(request, "facts/saved_mapping.html", {"mapping": found})


def _holding(wanted: str, tables: list[Shown]) -> list[Shown]:
    """The tables with those of their columns that hold the words; all of them where a table's name does."""
    found = []
    for table in tables:
        if wanted in f"{table.label} {table.name}".casefold():
            found.append(table)
        elif columns := [one for one in table.columns if wanted in _words(one)]:
            found.append(replace(table, columns=columns))
    return found


def _words(column: dict[str, object]) -> str:
    choices = column.get("choices", [])
    return f"{column['label']} {column['name']} {column['doc']} {choices}".casefold()


def _columns(fact: schemas.Fact, language: str) -> list[dict[str, object]]:
    return [
        {
            "name": column.name,
            "kind": KINDS[column.kind],
            "label": column.label.in_language(language),
            "doc": column.doc.in_language(language),
            "required": column.required and column.default is None,
            "key": column.name in fact.key,
            "choices": [(one.value, one.label.in_language(language)) for one in column.choices],
        }
        for column in fact.columns
    ]


def _views(language: str) -> list[Shown]:
    return [
        Shown(
            view.name,
            view.label.in_language(language),
            view.doc.in_language(language),
            [
                {
                    "name": column.name,
                    "kind": KINDS[column.kind],
                    "label": column.label.in_language(language),
                    "doc": column.doc.in_language(language),
                    "choices": [(one.value, one.label.in_language(language)) for one in column.choices],
                }
                for column in view.columns
            ],
        )
        for view in views.views().values()
    ]
