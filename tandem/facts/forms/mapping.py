"""A mapping as a form: a line for each of the fact's columns, filled from one of the file's.

What a form cannot say (expressions, several columns in turn) is kept as the mapping's text says it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tandem.core.reading import Source
from tandem.facts.date_shapes import form_of, shape
from tandem.facts.mapping import Mapping, Rule, SupplierRules
from tandem.lake.schemas import Column, Text

CONSTANT = "=constant"
KEPT = "=kept"
NUMBERS = ("quantity", "money", "price", "whole")
SUPPLIER_LABELS = {
    "number": gettext_lazy("Supplier number"),
    "company_code": gettext_lazy("Company code"),
    "name": gettext_lazy("Supplier's name"),
    "identifier": gettext_lazy("Supplier's identifier"),
    "country": gettext_lazy("Supplier's country"),
}
MARKS = [(".", "1.5"), (",", "1,5")]
THOUSANDS = [("", "1000"), (",", "1,000"), (".", "1.000"), ("'", "1'000"), (" ", "1 000")]


@dataclass(frozen=True)
class Line:
    """One of the fact's columns on the form; `sample` are the first contents of the cells it is filled from."""

    label: str
    doc: str
    required: bool
    chosen: bool
    kept: str
    sample: str
    column: BoundField
    more: list[BoundField]


class TextForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Mapping (TOML)"),
        widget=forms.Textarea(attrs={"rows": 28, "class": "font-monospace", "spellcheck": "false"}),
    )


class MappingForm(forms.Form):
    decimal = forms.ChoiceField(label=gettext_lazy("Decimal mark"), choices=MARKS)
    thousands = forms.ChoiceField(label=gettext_lazy("Thousands mark"), choices=THOUSANDS, required=False)
    blank = forms.CharField(
        label=gettext_lazy("Words that mean blank"),
        required=False,
        help_text=gettext_lazy("Separated by semicolons."),
    )
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)

    def __init__(self, data: Any = None, *, mapping: Mapping, source: Source) -> None:
        self.mapping, self.source = mapping, source
        file = mapping.file
        initial: dict[str, Any] = {
            "decimal": file.decimal,
            "thousands": file.thousands,
            "blank": "; ".join(file.blank),
            "sheet": source.sheet,
        }
        super().__init__(data, initial=initial)
        if len(source.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=gettext_lazy("Sheet"), choices=[(name, name) for name in source.sheets]
            )
        else:
            del self.fields["sheet"]
        for column in self._columns():
            self._add(column.name, mapping.columns.get(column.name), column)
        for role in SUPPLIER_LABELS:
            self._add(f"supplier-{role}", getattr(mapping.supplier, role), None)

    def mapped(self) -> Mapping:
        """The mapping as the form says it; what the form does not show stays as it was."""
        values = self.cleaned_data
        file = replace(
            self.mapping.file,
            decimal=values["decimal"],
            thousands=values["thousands"],
            blank=_words(values["blank"]),
            sheet=values.get("sheet") or self.mapping.file.sheet,
        )
        columns = {}
        for column in self._columns():
            rule = self._rule(column.name, self.mapping.columns.get(column.name), column)
            if rule is not None:
                columns[column.name] = rule
        supplier = {
            role: self._rule(f"supplier-{role}", getattr(self.mapping.supplier, role), None)
            for role in SUPPLIER_LABELS
        }
        return replace(self.mapping, file=file, columns=columns, supplier=SupplierRules(**supplier))

    def lines(self) -> Iterator[Line]:
        for column in self._columns():
            yield self._line(
                column.name,
                _said(column.label),
                _said(column.doc),
                column.required and column.default is None,
            )

    def supplier_lines(self) -> Iterator[Line]:
        needed = self.mapping.schema.column("supplier_key").required
        for role, label in SUPPLIER_LABELS.items():
            yield self._line(f"supplier-{role}", str(label), "", needed and role == "number")

    def _columns(self) -> list[Column]:
        return [one for one in self.mapping.schema.columns if one.name not in ("source", "supplier_key")]

    def _add(self, name: str, rule: Rule | None, column: Column | None) -> None:
        choices = [
            ("", "–"),
            *((one, one) for one in self.source.columns),
            (CONSTANT, _("the same for every row")),
        ]
        if rule is not None and (rule.expression is not None or rule.first_of):
            choices.append((KEPT, _("as the text says")))
        label = _said(column.label) if column else str(SUPPLIER_LABELS[name.removeprefix("supplier-")])
        self._field(
            f"{name}-column", forms.ChoiceField(choices=choices, required=False, label=label), _chosen(rule)
        )
        constant = forms.CharField(required=False, label=_("Same for every row"))
        self._field(f"{name}-constant", constant, (rule.constant if rule else "") or "")
        blank = forms.CharField(required=False, label=_("Words that mean blank"))
        self._field(f"{name}-blank", blank, "; ".join(rule.blank) if rule else "")
        if column is not None and column.kind == "date":
            dates = forms.CharField(
                required=False,
                label=_("Date formats, tried in order"),
                help_text=_("For example DD.MM.YYYY; YYYY-MM-DD; DD-Mon-YY; Excel."),
            )
            self._field(f"{name}-dates", dates, "; ".join(shape(form) for form in rule.dates) if rule else "")
        if column is not None and column.kind == "text":
            words = forms.CharField(
                required=False,
                label=_("Words translated"),
                help_text=_("For example: X = cancelled; 已关闭 = closed.") if column.choices else "",
            )
            shown = "; ".join(f"{word} = {meaning}" for word, meaning in rule.words.items()) if rule else ""
            self._field(f"{name}-words", words, shown)

    def _field(self, name: str, field: forms.Field, initial: str) -> None:
        self.fields[name] = field
        self.initial[name] = initial

    def _rule(self, name: str, before: Rule | None, column: Column | None) -> Rule | None:
        values = self.cleaned_data
        chosen = values[f"{name}-column"]
        if chosen == KEPT:
            return before
        if chosen == CONSTANT:
            return Rule(constant=values[f"{name}-constant"].strip())
        if not chosen:
            return None
        rule = before if before is not None and before.column is not None else Rule()
        dates = tuple(form_of(one) for one in _words(values.get(f"{name}-dates", "")))
        return replace(
            rule,
            column=chosen,
            blank=_words(values[f"{name}-blank"]),
            dates=dates if column is not None and column.kind == "date" else rule.dates,
            words=_pairs(values[f"{name}-words"]) if f"{name}-words" in values else rule.words,
        )

    def _line(self, name: str, label: str, doc: str, required: bool) -> Line:
        more = [
            self[f"{name}-{part}"]
            for part in ("constant", "dates", "words", "blank")
            if f"{name}-{part}" in self.fields
        ]
        chosen = self[f"{name}-column"].value() or ""
        rule = self._before(name)
        return Line(
            label=label,
            doc=doc,
            required=required,
            chosen=bool(chosen),
            kept=rule.label if rule is not None and chosen == KEPT else "",
            sample=" · ".join(self._samples(chosen)),
            column=self[f"{name}-column"],
            more=more,
        )

    def _before(self, name: str) -> Rule | None:
        if name.startswith("supplier-"):
            rule: Rule | None = getattr(self.mapping.supplier, name.removeprefix("supplier-"))
            return rule
        return self.mapping.columns.get(name)

    def _samples(self, chosen: str) -> list[str]:
        if chosen not in self.source.columns:
            return []
        cells = self.source.table[self.source.cell(chosen)].slice(0, 50).to_pylist()
        return list(dict.fromkeys(cell.strip()[:30] for cell in cells if cell and cell.strip()))[:3]


def _chosen(rule: Rule | None) -> str:
    if rule is None:
        return ""
    if rule.constant is not None:
        return CONSTANT
    return rule.column if rule.column is not None else KEPT


def _said(text: Text) -> str:
    return text.in_language(get_language() or "en")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("；", ";").split(";") if word.strip())


def _pairs(text: str) -> dict[str, str]:
    pairs = (word.partition("=") for word in _words(text))
    return {word.strip(): meaning.strip() for word, _mark, meaning in pairs if word.strip()}
