"""The passport's forms, made from the table of what it asks for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts import identifiers
from tandem.onboarding.passport_fields import Field, Section
from tandem.onboarding.standing_questions import QUESTIONS, Answer, Question, Topic

EARLIEST = 1600


class SectionForm(forms.Form):
    """One section of the profile. Nothing is required: what is not known yet is left for later."""

    def __init__(self, data: Any, *, section: Section, profile: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(profile))
        for field in section.fields:
            self.fields[field.key] = _form_field(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("capital") is not None and not cleaned.get("capital_currency"):
            self.add_error("capital_currency", _("Say in which currency the capital is."))
        return cleaned

    @property
    def plain(self) -> dict[str, Any]:
        """What JSON can hold."""
        return {
            key: str(value) if isinstance(value, Decimal) else value
            for key, value in self.cleaned_data.items()
        }


class AnswersForm(forms.Form):
    """Two fields a question: the answer, and what is to be said to it."""

    def __init__(self, *args: Any, answers: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            given = answers.get(question.code, {})
            self.fields[question.code] = forms.ChoiceField(
                label=str(question.text),
                choices=Answer.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=given.get("answer", ""),
            )
            self.fields[f"{question.code}_details"] = forms.CharField(
                label=str(question.details),
                max_length=1000,
                required=False,
                initial=given.get("details", ""),
                widget=forms.Textarea(attrs={"rows": 1}),
            )

    @property
    def given(self) -> dict[str, dict[str, str]]:
        cleaned = self.cleaned_data
        return {
            each.code: {"answer": cleaned[each.code], "details": cleaned[f"{each.code}_details"].strip()}
            for each in QUESTIONS
        }

    def topics(self) -> list[tuple[str, list[tuple[Question, Any, Any]]]]:
        """By topic: each question with its two fields."""
        return [
            (
                str(topic.label),
                [
                    (question, self[question.code], self[f"{question.code}_details"])
                    for question in QUESTIONS
                    if question.topic == topic
                ],
            )
            for topic in Topic
        ]


class PublishForm(forms.Form):
    note = forms.CharField(
        label=_("What is new"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences for your customers."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def _form_field(field: Field) -> forms.Field:
    shared: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.help}
    match field.kind:
        case "text":
            return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **shared)
        case "year":
            return forms.IntegerField(min_value=EARLIEST, max_value=2100, **shared)
        case "count":
            return forms.IntegerField(min_value=0, max_value=10_000_000, **shared)
        case "percent":
            return forms.IntegerField(min_value=0, max_value=100, **shared)
        case "amount":
            return forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, **shared)
        case "choice":
            return forms.ChoiceField(choices=[("", "–"), *field.choices], **shared)
        case "country":
            return forms.ChoiceField(choices=lambda: [("", "–"), *identifiers.country_choices()], **shared)
        case "currency":
            return forms.ChoiceField(choices=lambda: [("", "–"), *identifiers.currency_choices()], **shared)
        case "email":
            return forms.EmailField(**shared)
        case "phone":
            return forms.RegexField(
                r"^[0-9+()/. \-]{5,40}$",
                max_length=40,
                error_messages={"invalid": _("Digits, with + and the country's code in front.")},
                widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
                **shared,
            )
        case _:
            return forms.CharField(max_length=200, **shared)
