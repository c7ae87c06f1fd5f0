from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.accounts import identifiers
from tandem.core.errors import Refused
from tandem.onboarding import bank_numbers
from tandem.onboarding.models import BankChange, KnownNumber
from tandem.relationships.models import Relationship


class BankAccountForm(forms.Form):
    holder = forms.CharField(
        label=_("Account holder"), max_length=200, help_text=_("As the bank has it: usually your legal name.")
    )
    country = forms.ChoiceField(label=_("Country of the bank"), choices=identifiers.country_choices)
    bank_name = forms.CharField(
        label=_("Bank and branch"),
        max_length=200,
        help_text=_("In China with the branch, for example 中国银行苏州分行."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=identifiers.currency_choices)
    number = forms.CharField(
        label=_("IBAN or account number"),
        max_length=50,
        help_text=_("Where a country has IBANs, give the IBAN; its check digits are verified."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    bic = forms.CharField(
        label=_("SWIFT/BIC"), max_length=20, required=False, help_text=_("For payments from abroad.")
    )
    bank_code = forms.CharField(
        label=_("CNAPS or bank code"),
        max_length=20,
        required=False,
        help_text=_("In China the twelve digits of CNAPS (联行号); a routing number or sort code elsewhere."),
    )

    def clean(self) -> dict[str, Any]:
        """Each number in its compact form, or the reason at its field."""
        cleaned = super().clean() or {}
        country = cleaned.get("country", "")
        if not country:
            return cleaned
        bic = ""
        try:
            bic = cleaned["bic"] = bank_numbers.bic(cleaned.get("bic", ""), country)
        except Refused as refusal:
            self.add_error("bic", str(refusal))
        if cleaned.get("number"):
            try:
                bank_numbers.account_number(cleaned["number"], country)
            except Refused as refusal:
                self.add_error("number", str(refusal))
        try:
            cleaned["bank_code"] = bank_numbers.bank_code(cleaned.get("bank_code", ""), country, bic)
        except Refused as refusal:
            self.add_error("bank_code", str(refusal))
        return cleaned


class EnterAccountForm(BankAccountForm):
    """At the customer, from what the supplier sent some other way."""

    note = forms.CharField(
        label=_("Where it comes from"),
        max_length=500,
        help_text=_("Such as a letter, a contract or an invoice, and its date."),
    )


class NameAccountForm(forms.Form):
    """To which customers an account is named."""

    customers = forms.ModelMultipleChoiceField(
        label=_("Customers"),
        queryset=Relationship.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a customer at least.")},
    )
    note = forms.CharField(
        label=_("Why it changes"), max_length=500, required=False, help_text=_("The customer reads it.")
    )

    def __init__(self, *args: Any, customers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["customers"]
        field.queryset = customers
        field.label_from_instance = lambda relationship: str(relationship.customer)


class CallBackForm(forms.Form):
    """The call, as whoever made it tells it."""

    number = forms.ModelChoiceField(
        label=_("Number you called"),
        queryset=KnownNumber.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the number that you called.")},
    )
    reached = forms.CharField(label=_("Whom you spoke to"), max_length=120)
    called_at = forms.DateTimeField(
        label=_("When you called"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    said = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: read out the last four digits, and why the account changes."),
    )

    def __init__(self, data: Any = None, *, change: BankChange) -> None:
        super().__init__(data, initial={"called_at": timezone.localtime()})
        field: Any = self.fields["number"]
        field.queryset = KnownNumber.objects.filter(change=change)
        field.label_from_instance = lambda known: f"{known.name} · {known.phone}"
