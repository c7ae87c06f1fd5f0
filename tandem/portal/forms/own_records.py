from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.portal.delivery_rows import LABELS, NEEDED
from tandem.portal.models import RecordFile
from tandem.relationships.models import Relationship


class CustomerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    def label_from_instance(self, served: Relationship) -> str:
        return str(served.customer.display_name)


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(
            Relationship.objects.served_by(actor).select_related("customer"),
            label=_("Customer"),
            required=False,
            empty_label=_("A column of the file says which"),
            help_text=_("Whose order lines these are, where no column or an empty cell names the customer."),
        )


class ColumnsForm(forms.Form):
    """Which column of the file is which."""

    def __init__(self, *args: Any, file: RecordFile, **kwargs: Any) -> None:
        kwargs["initial"] = file.columns
        super().__init__(*args, **kwargs)
        headers = [("", "–"), *((header, header) for header in file.headers)]
        for name, label in LABELS.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=headers, required=name in NEEDED)
