"""What somebody writes of a template, its sections and its questions, and what becomes of it.

A question's form shows what its kind needs; its rows (options, columns, a scale) come as lists of the same names, and
rows left empty are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.assessments import schemes
from tandem.assessments.content import (
    Column,
    Content,
    Kind,
    Option,
    Question,
    Required,
    Section,
    ShownIf,
)
from tandem.assessments.editing import free_code
from tandem.assessments.models import Template
from tandem.core.reading.cells import number_in

EMPTY_ROWS = 3
LARGEST = Decimal(10) ** 12


class Sent(Protocol):
    """What a browser sends: `request.GET` or `request.POST`."""

    def get(self, name: str, default: str = ...) -> Any: ...
    def getlist(self, name: str) -> Sequence[str]: ...


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument
    class Meta:
        model = Template
        fields = ("title", "title_local", "code", "kind", "scheme", "note", "note_local")
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "note_local": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "code": gettext_lazy("Letters, digits and hyphens; all versions share it, and scripts use it."),
        }
        error_messages = {
            "code": {
                "invalid": gettext_lazy(
                    "Write letters, digits and hyphens alone, such as tool-audit: no spaces."
                )
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scheme"]
        field.choices = schemes.choices()
        if self.instance.pk is not None:
            del self.fields["code"]  # what has versions keeps it


class SectionForm(forms.Form):
    title = forms.CharField(label=capfirst(gettext_lazy("title")), max_length=160)
    title_local = forms.CharField(
        label=capfirst(gettext_lazy("title in Chinese script")), max_length=160, required=False
    )
    note = forms.CharField(
        label=capfirst(gettext_lazy("introduction")),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note_local = forms.CharField(
        label=capfirst(gettext_lazy("introduction in Chinese script")),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def section(self, content: Content, old: Section | None) -> Section:
        code = old.code if old is not None else free_code([each.code for each in content.sections], "s")
        return Section(code=code, marks=old.marks if old is not None else {}, **self.cleaned_data)


class QuestionDraft:
    """A question while it is written: `values` as the form shows them, `errors` once it was tried."""

    NAMES = ("kind", "text", "text_local", "help", "help_local", "weight", "evidence", "unit")
    BOUNDS = ("knock_out_below", "knock_out_above")

    def __init__(self, content: Content, old: Question | None, sent: Sent | None = None) -> None:
        self.content = content
        self.old = old
        self.errors: list[str] = []
        self.values = _sent(sent) if sent is not None else _of(old)

    @property
    def kind(self) -> str:
        return str(self.values["kind"])

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        return list(Kind.choices)

    @property
    def evidence_choices(self) -> list[tuple[str, Any]]:
        return list(Required.choices)

    @property
    def earlier(self) -> list[Question]:
        """What it may depend on."""
        return self.content.earlier_choices(self.old.code if self.old is not None else "")

    @property
    def depends_on(self) -> Question | None:
        return next((each for each in self.earlier if each.code == self.values["shown_question"]), None)

    def options(self) -> list[dict[str, Any]]:
        return _with_empty(
            self.values["options"], {"code": "", "text": "", "text_local": "", "points": "", "knock_out": ""}
        )

    def columns(self) -> list[dict[str, Any]]:
        return _with_empty(self.values["columns"], {"text": "", "text_local": ""})

    def scale(self) -> list[dict[str, Any]]:
        return _with_empty(self.values["scale"], {"value": "", "points": ""})

    def question(self) -> Question | None:
        """The question as written; None with `errors` where something cannot be understood."""
        values, kind = self.values, self.kind
        taken = [question.code for question in self.content]
        if kind not in Kind.values:
            self.errors.append(_("Choose what kind of question it is."))
            return None
        if not values["text"] and not values["text_local"]:
            self.errors.append(_("Write what is asked."))
        found = Question(
            code=self.old.code if self.old is not None else free_code(taken, "q"),
            kind=kind,
            text=values["text"],
            text_local=values["text_local"],
            help=values["help"],
            help_local=values["help_local"],
            weight=self._number(values["weight"], _("weight")) or Decimal(0),
            required=bool(values["required"]),
            evidence=values["evidence"] if values["evidence"] in Required.values else "",
            options=tuple(self._options()) if kind == Kind.CHOICE else (),
            columns=tuple(Column(row["text"], row["text_local"]) for row in values["columns"])
            if kind == Kind.TABLE
            else (),
            unit=values["unit"] if kind == Kind.NUMBER else "",
            scale=tuple(self._scale()) if kind == Kind.NUMBER else (),
            knock_out_below=self._number(values["knock_out_below"], _("knock-out below"))
            if kind == Kind.NUMBER
            else None,
            knock_out_above=self._number(values["knock_out_above"], _("knock-out above"))
            if kind == Kind.NUMBER
            else None,
            shown_if=self._condition(),
            marks=self.old.marks if self.old is not None else {},
        )
        return None if self.errors else found

    def _options(self) -> Iterator[Option]:
        codes = [row["code"] for row in self.values["options"]]
        for row in self.values["options"]:
            if not row["code"]:
                row["code"] = free_code(codes, "o")
                codes.append(row["code"])
            points = self._number(row["points"], _("points given"))
            yield Option(row["code"], row["text"], row["text_local"], points, bool(row["knock_out"]))

    def _scale(self) -> Iterator[tuple[Decimal, Decimal]]:
        pairs = []
        for row in self.values["scale"]:
            value = self._number(row["value"], _("value of the answer"))
            points = self._number(row["points"], _("points given"))
            if value is None or points is None:
                self.errors.append(_("Each line of the scale needs a value and its points."))
            else:
                pairs.append((value, points))
        return iter(sorted(pairs))

    def _condition(self) -> ShownIf | None:
        question = self.values["shown_question"]
        if not question:
            return None
        options = tuple(self.values["shown_options"])
        if not options:
            self.errors.append(_("Choose at least one answer on which it is shown."))
        return ShownIf(question, options)

    def _number(self, text: str, label: str) -> Decimal | None:
        if not str(text).strip():
            return None
        try:
            number = number_in(str(text).strip())
        except ValueError:
            number = LARGEST
        if not -LARGEST < number < LARGEST:
            self.errors.append(_("“%(text)s” is no number (%(what)s).") % {"text": text, "what": label})
            return None
        return number


def _of(question: Question | None) -> dict[str, Any]:
    if question is None:
        question = Question("", Kind.CHOICE, "", weight=Decimal(1))
    condition = question.shown_if
    return {
        **{name: getattr(question, name) for name in QuestionDraft.NAMES},
        "weight": _plain(question.weight),
        "required": question.required,
        **{name: _plain(getattr(question, name)) for name in QuestionDraft.BOUNDS},
        "options": [
            {
                "code": option.code,
                "text": option.text,
                "text_local": option.text_local,
                "points": _plain(option.points),
                "knock_out": option.knock_out,
            }
            for option in question.options
        ],
        "columns": [{"text": column.text, "text_local": column.text_local} for column in question.columns],
        "scale": [{"value": _plain(value), "points": _plain(points)} for value, points in question.scale],
        "shown_question": condition.question if condition else "",
        "shown_options": list(condition.options) if condition else [],
    }


def _sent(sent: Sent) -> dict[str, Any]:
    return {
        **{name: sent.get(name, "").strip() for name in (*QuestionDraft.NAMES, *QuestionDraft.BOUNDS)},
        "required": bool(sent.get("required", "")),
        "options": _rows(
            sent, "option", ("code", "text", "text_local", "points", "knock_out"), "text", "text_local"
        ),
        "columns": _rows(sent, "column", ("text", "text_local"), "text", "text_local"),
        "scale": _rows(sent, "scale", ("value", "points"), "value", "points"),
        "shown_question": sent.get("shown_question", ""),
        "shown_options": list(sent.getlist("shown_options")),
    }


def _rows(sent: Sent, prefix: str, names: Sequence[str], *filled: str) -> list[dict[str, Any]]:
    lists = [sent.getlist(f"{prefix}_{name}") for name in names]
    rows = [
        dict(zip(names, (cell.strip() for cell in cells), strict=True)) for cells in zip(*lists, strict=False)
    ]
    return [row for row in rows if any(row[name] for name in filled)]


def _with_empty(rows: Sequence[Mapping[str, Any]], empty: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*(dict(row) for row in rows), *(dict(empty) for _ in range(EMPTY_ROWS))]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
