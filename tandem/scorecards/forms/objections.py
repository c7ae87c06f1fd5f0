"""What is said of a disputed line: why it should not count, and what was decided of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.file_kinds import LARGEST
from tandem.scorecards.actions import Grounds
from tandem.scorecards.models import Reason

LONGEST = 2000


class GroundsForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it should not count"), choices=[("", "—"), *Reason.choices]
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        help_text=gettext_lazy("A PDF, or a photo as PNG or JPEG, of up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("reason") == Reason.OTHER and not (given.get("remark") or "").strip():
            self.add_error("remark", _("Say what the other reason is."))
        return given

    def clean_evidence(self) -> Any:
        file = self.cleaned_data.get("evidence")
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB. Send a smaller scan.")
                % {"limit": LARGEST // 1024**2}
            )
        return file

    @property
    def grounds(self) -> Grounds:
        file = self.cleaned_data.get("evidence")
        return Grounds(
            self.cleaned_data["reason"],
            self.cleaned_data["remark"],
            file.read() if file else None,
            file.name or "" if file else "",
        )


class DecisionForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Reason of the decision"),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Say why you decide so: the supplier reads it.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SubmitForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Remark to the customer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
