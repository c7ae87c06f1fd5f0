from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts import identifiers
from tandem.accounts.models import Contact, Identifier, Organization


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none at run time
    country = forms.ChoiceField(label=_("Country"), choices=identifiers.country_choices)
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=identifiers.currency_choices,
        help_text=_("Amounts in other currencies are converted to it."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = ["name", "name_local", "country", "currency", "website"]


class IdentifierForm(forms.Form):
    scheme = forms.ChoiceField(label=_("Kind"), choices=Identifier.Scheme.choices)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=identifiers.country_choices,
        help_text=_("Counts for VAT and national tax numbers only."),
    )
    value = forms.CharField(label=_("Number"), max_length=40)


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none at run time
    class Meta:
        model = Contact
        fields = ["name", "position", "email", "phone"]
        labels = {"name": _("Full name")}
