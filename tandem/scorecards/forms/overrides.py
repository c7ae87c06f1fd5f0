"""Points put in the place of computed ones: how many, why, what the supplier reads, and the evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.file_kinds import LARGEST
from tandem.scorecards.actions import Ground
from tandem.scorecards.forms.objections import LONGEST


class OverrideForm(forms.Form):
    points = forms.DecimalField(
        label=gettext_lazy("Points that should count"), min_value=0, max_value=100, decimal_places=2
    )
    why = forms.CharField(
        label=gettext_lazy("Reason, for colleagues"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    told = forms.CharField(
        label=gettext_lazy("Reason, as the supplier reads it"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference = forms.CharField(
        label=gettext_lazy("Where the evidence is"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("A number or a place, unless you attach a file."),
    )
    evidence = forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy("A PDF, or a photo as PNG or JPEG, of up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def clean_evidence(self) -> Any:
        file = self.cleaned_data.get("evidence")
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB. Send a smaller scan.")
                % {"limit": LARGEST // 1024**2}
            )
        return file

    @property
    def ground(self) -> Ground:
        given, file = self.cleaned_data, self.cleaned_data.get("evidence")
        return Ground(
            given["why"],
            given["told"],
            given["reference"],
            file.read() if file else None,
            file.name or "" if file else "",
        )
