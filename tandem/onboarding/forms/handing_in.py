"""What a supplier hands in for an item of its qualification."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.core.inputs import DateInput
from tandem.onboarding.actions import qualification_items as actions
from tandem.onboarding.actions.documents import About
from tandem.onboarding.forms.qualification import FileMixin, words
from tandem.onboarding.models import Document, DocumentKind, DocumentLanguage, QualificationItem


class HandInForm(FileMixin):
    text = words(gettext_lazy("Answer or remark"), rows=3)

    def submit(self, item: QualificationItem, *, by: Actor, now: datetime) -> None:
        """Raises Refused."""
        actions.hand_in(item, text=self.cleaned_data["text"], upload=self.upload, by=by, now=now)


class DocumentForm(FileMixin):
    """A document with what it says of itself, or one that is kept already."""

    kept = forms.ChoiceField(label=gettext_lazy("One you keep already"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=DocumentKind.choices)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=80, required=False)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=160, required=False)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DateInput(), required=False)
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        widget=DateInput(),
        required=False,
        help_text=gettext_lazy("Its last day; leave it empty where it holds for good."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=DocumentLanguage.choices)
    text = words(gettext_lazy("Remark to the customer"), rows=2)
    field_order = (
        "kept",
        "file",
        "kind",
        "number",
        "issuer",
        "valid_from",
        "valid_until",
        "language",
        "text",
    )

    def __init__(self, item: QualificationItem, kept: Sequence[Document], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_documents = {str(each.pk): each for each in kept}
        if wanted := item.spec.get("document_kind"):
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].initial = wanted
        if kept:
            chosen: Any = self.fields["kept"]
            chosen.choices = [
                ("", _("a new one, entered below")),
                *((pk, _said(each)) for pk, each in self.kept_documents.items()),
            ]
        else:
            del self.fields["kept"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kept"):
            return cleaned
        for name, missing in (
            ("file", _("Attach the document.")),
            ("number", _("Give its number; where it has none, its date or title.")),
            ("issuer", _("Say who issued it.")),
            ("valid_from", _("Give the day from which it holds.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return cleaned

    def submit(self, item: QualificationItem, *, by: Actor, now: datetime) -> None:
        """Raises Refused."""
        cleaned, upload = self.cleaned_data, self.upload
        if cleaned.get("kept"):
            document = self.kept_documents[cleaned["kept"]]
            actions.hand_in_kept(item, document, text=cleaned["text"], by=by, now=now)
        elif upload is not None:
            about = About(
                kind=cleaned["kind"],
                number=cleaned["number"],
                issuer=cleaned["issuer"],
                valid_from=cleaned["valid_from"],
                valid_until=cleaned["valid_until"],
                language=cleaned["language"],
            )
            actions.hand_in_document(item, about, upload, text=cleaned["text"], by=by, now=now)


def _said(document: Document) -> str:
    if document.valid_until is None:
        return str(document)
    return _("%(document)s, until %(day)s") % {"document": document, "day": document.valid_until}
