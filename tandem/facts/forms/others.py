from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tandem.facts.models import Fact
from tandem.relationships.models import Relationship

LARGEST = 512 * 1024 * 1024
ACCEPT = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods,.parquet"


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"))

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 512 MB. Split it by month, or use `tandem import` on the server.")
            )
        return file


class UploadForm(FileForm):
    fact = forms.ChoiceField(label=_("What the rows are"), choices=Fact.choices)
    source = forms.CharField(
        label=_("Source system"),
        max_length=60,
        help_text=_(
            "The name you give the system that exported the file, such as SAP-100. Numbers are unique within it."
        ),
    )


class RatesForm(FileForm):
    pass


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class MatchForm(forms.Form):
    relationship = forms.ModelChoiceField(
        label=_("Supplier"), queryset=Relationship.objects.none(), to_field_name="slug"
    )

    def __init__(self, *args: Any, customer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["relationship"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Relationship.objects.current().filter(customer=customer_id)
