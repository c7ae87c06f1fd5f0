from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.scorecards.models import Template
from tandem.scorecards.periods import period


class StartForm(forms.Form):
    template = forms.ModelChoiceField(
        Template.objects.none(), label=gettext_lazy("Template"), empty_label=None
    )
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=10,
        help_text=gettext_lazy("2015-09, 2015-Q3, 2015 or 2015-W36."),
    )
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("What was due by this day counts; today unless you say otherwise."),
    )

    only = forms.CharField(
        label=gettext_lazy("Only these suppliers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Short names, numbers or legal names, one a line. Empty: all the template is for."
        ),
    )

    def __init__(self, *args: Any, templates: Any, suppliers: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suppliers = suppliers
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_period(self) -> str:
        found = period(self.cleaned_data["period"])
        if found is None:
            raise forms.ValidationError(_("Write 2015-09, 2015-Q3, 2015 or 2015-W36."))
        return found.name

    def clean_only(self) -> list[int] | None:
        """The ids of the relationships named, None where nobody is."""
        named = [line.strip() for line in self.cleaned_data["only"].splitlines() if line.strip()]
        unknown = [name for name in named if name.lower() not in self.suppliers]
        if unknown:
            raise forms.ValidationError(
                _("No supplier of yours has this number or name: %(names)s.") % {"names": "; ".join(unknown)}
            )
        return [self.suppliers[name.lower()] for name in named] or None


class HistoryForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose the file with the grades first.")},
    )
