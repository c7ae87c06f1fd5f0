"""The fields of an 8D report as an Excel form names them, one text each: `d2.problem`, `d1.team.1.name`, `case.title`.

A form's mapping says for each field in which cells it stands. Case fields are only written, step fields are also read
back.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.core import formats
from tandem.core.errors import Refused
from tandem.improvement import eight_d
from tandem.improvement.disciplines import DISCIPLINES, Discipline, Field, Kind
from tandem.improvement.models import Case

# As many rows of a table as a form may have.
MOST_ROWS = 10
CASE_FIELDS = (
    "case.number", "case.title", "case.description", "case.item", "case.site", "case.defect", "case.customer",
    "case.supplier", "case.opened", "case.severity", "case.owner",
)  # fmt: skip


def step_fields() -> Iterator[tuple[str, Discipline, Field, str, int]]:
    """Code, step, field, table and row (0 for a field of the step itself)."""
    for step in DISCIPLINES:
        key = step.code.lower()
        for field in step.fields:
            yield f"{key}.{field.code}", step, field, "", 0
        for table in step.tables:
            for row in range(1, MOST_ROWS + 1):
                for column in table.columns:
                    yield f"{key}.{table.code}.{row}.{column.code}", step, column, table.code, row


def known() -> set[str]:
    return {*CASE_FIELDS, *(code for code, *_rest in step_fields())}


def values_of(case: Case, contents: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, str]:
    """Every field of a case by its code; `contents` are the steps' latest."""
    found = {
        "case.number": case.label,
        "case.title": case.title,
        "case.description": case.description,
        "case.item": case.item,
        "case.site": case.site,
        "case.defect": case.defect,
        "case.customer": case.relationship.customer.display_name,
        "case.supplier": case.relationship.supplier.display_name,
        "case.opened": formats.day(case.opened_at.date(), language),
        "case.severity": str(case.get_severity_display()),
        "case.owner": case.owner.get_full_name() if case.owner else "",
    }
    for code, step, field, table, row in step_fields():
        content = contents.get(step.code) or {}
        if not table:
            found[code] = _written(field, content.get(field.code))
            continue
        rows = content.get(table) or []
        found[code] = _written(field, rows[row - 1].get(field.code)) if row <= len(rows) else ""
    return found


def contents_of(
    texts: Mapping[str, str], cells: Mapping[str, str]
) -> tuple[dict[str, eight_d.Content], list[tuple[str, str]]]:
    """Steps' contents from a form's texts by code, and what cannot be understood: the cell, and a sentence. `cells`
    says in which cell a field stands."""
    contents: dict[str, eight_d.Content] = {}
    faults: list[tuple[str, str]] = []
    for code, step, field, table, row in step_fields():
        if code not in texts:
            continue
        content = contents.setdefault(step.code, {})
        try:
            value = _read(field, texts[code])
        except Refused as refusal:
            faults.append((cells.get(code, ""), str(refusal)))
            value = ""
        if not table:
            content[field.code] = value
            continue
        rows = content.setdefault(table, [])
        while len(rows) < row:
            rows.append({})
        rows[row - 1][field.code] = value
    tidy = {}
    for step in DISCIPLINES:
        if step.code in contents:
            tidy[step.code] = eight_d.tidied(step, contents[step.code])
    return {code: each for code, each in tidy.items() if any(_filled(each))}, faults


def _written(field: Field, value: Any) -> str:
    """Days stay as 2026-03-31, so that they are read back as they were written."""
    if not value:
        return ""
    return str(dict(field.choices).get(value, value)) if field.kind == Kind.CHOICE else str(value)


def _read(field: Field, text: str) -> str:
    text = text.strip()
    if field.kind == Kind.CHOICE and text:
        by_word = {word: code for code, name in field.choices for word in _words(code, name)}
        if text.casefold() not in by_word:
            return eight_d.kept(field, text, "")
        return by_word[text.casefold()]
    return eight_d.kept(field, text, "")


def _words(code: str, name: Any) -> Iterator[str]:
    """What a choice may be called in a form: its code, and its name in either language."""
    yield code
    for language in ("en", "zh-hans"):
        with override(language):
            yield str(name).casefold()


def _filled(content: Mapping[str, Any]) -> Iterator[bool]:
    for value in content.values():
        yield bool(value)


def described() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each field's code with its name, by step; of tables the first row, which stands for the others."""
    found: dict[str, list[tuple[str, str]]] = {_("The case"): [(code, "") for code in CASE_FIELDS]}
    for code, step, field, table, row in step_fields():
        if row <= 1:
            of_table = next((str(each.label) for each in step.tables if each.code == table), "")
            name = " · ".join(filter(None, (of_table, str(field.label))))
            found.setdefault(str(step), []).append((code, name))
    return list(found.items())
