"""What a customer fills in to begin a process audit at one supplier."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.models import User
from tandem.assessments import audits, vda63
from tandem.assessments.actions import Wanted
from tandem.assessments.forms.asking import AssessorsForm
from tandem.assessments.models import Template
from tandem.core.errors import Refused
from tandem.core.inputs import DateInput

IN_SERIES = ("P5", "P6", "P7")


class BeginAuditForm(AssessorsForm):
    """The audit of a series process: P5 to P7, unless one chooses otherwise."""

    template = forms.ModelChoiceField(
        Template.objects.none(), label=gettext_lazy("Edition"), empty_label=None
    )
    elements = forms.MultipleChoiceField(
        label=gettext_lazy("Process elements"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one process element to audit.")},
    )
    steps = forms.CharField(
        label=gettext_lazy("Process steps"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One on each line, in the order in which you walk the line. P6 is rated once for each."
        ),
    )
    due_on = forms.DateField(label=gettext_lazy("Day of the audit"), widget=DateInput())
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The supplier reads it with the result."),
    )
    field_order = ("template", "elements", "steps", "due_on", "purpose", "assessors", "lead")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: QuerySet[User],
        templates: QuerySet[Template],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, people=people, **kwargs)
        self.today = today
        fields: dict[str, Any] = self.fields
        fields["template"].queryset = templates
        fields["elements"].choices = [
            (code, audits.place(vda63.ELEMENT, code)) for code in vda63.edition(vda63.editions()[0]).elements
        ]
        fields["elements"].initial = list(IN_SERIES)

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("That day has passed already. Choose a later one."))
        return due_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "template" in cleaned and "elements" in cleaned and "steps" in cleaned:
            try:
                audits.checked(cleaned["template"].asked, self.particulars)
            except Refused as refusal:
                self.add_error("steps", str(refusal))
        return cleaned

    @property
    def particulars(self) -> dict[str, Any]:
        return {
            "elements": self.cleaned_data["elements"],
            "steps": self.cleaned_data["steps"].splitlines(),
        }

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            given["template"],
            given["due_on"],
            given["purpose"],
            self_assessed=False,
            particulars=self.particulars,
        )
