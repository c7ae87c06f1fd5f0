from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.core.file_kinds import LARGEST
from tandem.core.inputs import DateInput
from tandem.onboarding.actions import About
from tandem.onboarding.models import Document, DocumentKind, DocumentLanguage, DocumentSetting
from tandem.relationships.models import Relationship


class DocumentForm(forms.Form):
    """One document with its file. `renewable`: those it may be the renewal of."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=80)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=160)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DateInput())
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("The last day. Left empty, it has no end."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=DocumentLanguage.choices)
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.pptx"}),
        help_text=gettext_lazy(
            "PDF, PNG, JPEG, Excel, Word or PowerPoint, up to 10 MB, without a password. A photo from your phone"
            " will do."
        ),
    )
    replaces = forms.ModelChoiceField(
        label=gettext_lazy("Renews"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=gettext_lazy("nothing, it is a new document"),
    )

    def __init__(self, *args: Any, renewable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["replaces"].queryset = renewable

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:  # before it is read into memory
            raise forms.ValidationError(_("The file is larger than 10 MB. Send a smaller scan."))
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("valid_from"), given.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("The last day is not after the first."))
        return given

    @property
    def about(self) -> About:
        given = self.cleaned_data
        names = ("kind", "number", "issuer", "valid_from", "valid_until", "language")
        return About(**{name: given[name] for name in names})


class CustomersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no subscript at run time
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.customer)


class OwnDocumentForm(DocumentForm):
    """A supplier's own, with the customers it is handed to."""

    to = CustomersField(
        label=gettext_lazy("Hand it to"),
        queryset=Relationship.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=gettext_lazy("Only those you choose see it. You can hand it to others later."),
    )

    def __init__(self, *args: Any, customers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["to"].queryset = customers


class GraceForm(forms.Form):
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days of grace"),
        min_value=0,
        max_value=180,
        help_text=gettext_lazy(
            "So many days after a document's last day, the approvals that rest on it are suspended unless its renewal"
            " has been accepted."
        ),
    )

    @classmethod
    def initial_of(cls, days: int) -> dict[str, int]:
        return {"grace_days": days if days is not None else DocumentSetting.GRACE}


def begins_after(document: Document, today: date) -> date:
    """Where a renewal usually begins: the day after what it renews."""
    if document.valid_until is None or document.valid_until == date.max:
        return today
    return date.fromordinal(document.valid_until.toordinal() + 1)
