"""When the runs of a template open and close by themselves."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.roles import SIDES, Role, Side
from tandem.scorecards.models import Schedule
from tandem.scorecards.periods import period

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

ASKED = [(role.value, role.label) for role in SIDES[Side.CUSTOMER]]


class ScheduleForm(ModelForm):
    asked_roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked for input"),
        choices=ASKED,
        widget=forms.CheckboxSelectMultiple,
        initial=[Role.BUYER, Role.QUALITY_ENGINEER, Role.LOGISTICS],
        help_text=gettext_lazy("They complete the facts and correct what is wrong before the run closes."),
    )

    class Meta:
        model = Schedule
        fields = ["grain", "first", "opens_after", "input_days", "remind_before", "asked_roles"]
        help_texts = {
            "first": gettext_lazy("The first period that opens by itself: 2026-09, 2026-Q3 or 2026.")
        }

    def clean_first(self) -> str:
        found = period(self.cleaned_data["first"])
        if found is None or found.grain != self.cleaned_data.get("grain"):
            raise forms.ValidationError(
                _("The first period is one of those it opens: 2026-09, 2026-Q3 or 2026.")
            )
        return found.name

    @property
    def given(self) -> dict[str, Any]:
        return self.cleaned_data
