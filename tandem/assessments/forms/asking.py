"""What a customer fills in to ask suppliers, and to say who verifies."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.models import User
from tandem.assessments.actions import Wanted
from tandem.assessments.models import Finding, Template
from tandem.assessments.schemes import SchemeName
from tandem.core.inputs import DateInput
from tandem.relationships.models import Relationship

DUE_IN = timedelta(days=21)


def not_past(due_on: date, today: date) -> date:
    if due_on < today:
        raise forms.ValidationError(_("The day it is due has passed already. Choose a later one."))
    return due_on


class AskForm(forms.Form):
    template = forms.ModelChoiceField(
        Template.objects.none(), label=gettext_lazy("Questionnaire or audit"), empty_label=None
    )
    who_first = forms.ChoiceField(
        label=gettext_lazy("How it begins"),
        choices=[
            ("supplier", gettext_lazy("The supplier answers first, then it is verified")),
            ("assessors", gettext_lazy("With our assessors, as an audit on site")),
        ],
        widget=forms.RadioSelect,
        initial="supplier",
    )
    due_on = forms.DateField(label=gettext_lazy("Due"), widget=DateInput())
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In a language the supplier reads: it is shown as you write it."),
    )

    def __init__(self, *args: Any, templates: QuerySet[Template], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["template"]
        field.queryset = templates
        field.label_from_instance = _label
        self.fields["due_on"].initial = today + DUE_IN

    def clean_due_on(self) -> date:
        return not_past(self.cleaned_data["due_on"], self.today)

    @property
    def is_process_audit(self) -> bool:
        """It has process steps to be named, so it begins on a page of its own."""
        return bool(self.cleaned_data["template"].scheme == SchemeName.VDA63)

    def suits(self, suppliers: list[Relationship]) -> bool:
        """Whether what was chosen can be asked of so many; else the form says why not."""
        if self.is_process_audit and len(suppliers) != 1:
            self.add_error(
                "template",
                _(
                    "A process audit is begun at one supplier, whose process steps you name. Choose one alone."
                ),
            )
        return self.is_valid()

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            given["template"],
            given["due_on"],
            given["purpose"],
            self_assessed=given["who_first"] == "supplier",
        )


class AssessorsForm(forms.Form):
    """Who verifies, and who of them leads."""

    assessors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Assessors"),
        widget=forms.CheckboxSelectMultiple,
    )
    lead = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Lead assessor"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        for name in ("assessors", "lead"):
            field: Any = self.fields[name]
            field.queryset = people
            field.label_from_instance = User.get_full_name


class ReturnForm(forms.Form):
    """Why the answers go back to the supplier, and until when it has time."""

    reason = forms.CharField(
        label=gettext_lazy("What is missing or wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say what is missing or wrong, so that the supplier can mend it.")
        },
    )
    due_on = forms.DateField(label=gettext_lazy("Answer by"), widget=DateInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        return not_past(self.cleaned_data["due_on"], self.today)


class FindingForm(forms.Form):
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), choices=Finding.Severity.choices, initial=Finding.Severity.MINOR
    )
    question = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What was found"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["question"]
        field.choices = [("", _("the whole")), *questions]


def _label(template: Template) -> str:
    return f"{template} · {template.get_kind_display()}"
