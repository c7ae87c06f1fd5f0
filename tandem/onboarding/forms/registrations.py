from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts import identifiers
from tandem.accounts.models import Identifier
from tandem.core.errors import Refused
from tandem.onboarding.models import RegistrationPage
from tandem.relationships.models import Category


class RegistrationPageForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none at run time
    class Meta:
        model = RegistrationPage
        fields = ["is_open", "welcome", "welcome_local"]
        widgets = {
            "welcome": forms.Textarea(attrs={"rows": 4}),
            "welcome_local": forms.Textarea(attrs={"rows": 4}),
        }


class RegistrationForm(forms.Form):
    """What a company says of itself at the open door. A wrong check digit is told; whether it is known is not."""

    name = forms.CharField(label=_("Legal name"), max_length=200, help_text=_("In Latin letters."))
    name_local = forms.CharField(label=_("Legal name in Chinese script"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"))
    scheme = forms.ChoiceField(label=_("Kind of number"), choices=Identifier.Scheme.choices)
    value = forms.CharField(
        label=_("Number"),
        max_length=40,
        help_text=_("The number by which your company's register or tax office knows it."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    categories = forms.ModelMultipleChoiceField(
        label=_("What you offer"),
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address at work"), help_text=_("A link is sent there, to confirm the address.")
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    note = forms.CharField(
        label=_("What we should know"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Left empty by people, who do not see it; programs fill in everything.
    company_fax = forms.CharField(required=False)

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = [("", "–"), *identifiers.country_choices()]
        offered: Any = self.fields["categories"]
        offered.queryset = categories
        if not categories.exists():
            del self.fields["categories"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("scheme") and cleaned.get("value") and cleaned.get("country"):
            try:
                cleaned["value"] = identifiers.check(cleaned["scheme"], cleaned["value"], cleaned["country"])
            except Refused as refusal:
                self.add_error("value", str(refusal))
        return cleaned
