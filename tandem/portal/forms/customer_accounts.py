from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.accounts.identifiers import country_choices
from tandem.accounts.models import User
from tandem.portal.models import (
    AccountContact,
    BuyingRole,
    CustomerAccount,
    PrivateCase,
    PrivateGrade,
    PrivatePayment,
)
from tandem.portal.private_files import KINDS
from tandem.scorecards.periods import period

DAY = {"type": "date"}


def colleagues(actor: Actor) -> Any:
    return User.objects.filter(memberships__organization=actor.organization_id).order_by("name")


class ManagerForm(forms.Form):
    """Of a customer on Tandem: whose it is in one's own team."""

    manager = forms.ModelChoiceField(label=_("Account manager"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["manager"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = colleagues(actor)


class PrivateCustomerForm(ManagerForm):
    name = forms.CharField(label=_("Legal name"), max_length=200)
    name_local = forms.CharField(label=_("Legal name in Chinese script"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        help_text=_("Three letters, for example CNY."),
        error_messages={"invalid": _("Write three letters, for example CNY.")},
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    revenue = forms.DecimalField(
        label=_("Your revenue with it a year"), max_digits=16, decimal_places=2, min_value=0, required=False
    )
    field_order = ["name", "name_local", "country", "currency", "revenue", "website", "manager"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [("", "–"), *country_choices()]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    @classmethod
    def of(cls, account: CustomerAccount, actor: Actor) -> "PrivateCustomerForm":
        names = ("name", "name_local", "country", "currency", "website", "revenue", "manager")
        return cls(initial={name: getattr(account, name) for name in names}, actor=actor)


class AccountContactForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    role = forms.ChoiceField(
        label=_("Role in buying"), choices=[("", "–"), *BuyingRole.choices], required=False
    )

    class Meta:
        model = AccountContact
        fields = ("name", "position", "role", "email", "phone", "remark")


class StepForm(forms.Form):
    text = forms.CharField(label=_("Next step"), max_length=250)
    due = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs=DAY))
    assignee = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignee"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = colleagues(actor)
        field.initial = actor.user_id


class JudgementForm(forms.Form):
    factor = forms.SlugField(widget=forms.HiddenInput)
    points = forms.IntegerField(label=_("Points, 0 to 10"), min_value=0, max_value=10, required=False)
    reason = forms.CharField(label=_("Why"), max_length=250, required=False)


class GradeForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = PrivateGrade
        fields = ("period", "grade", "score")
        help_texts = {"period": _("2026-09, 2026-Q3, 2026 or 2026-W36")}

    def clean_period(self) -> str:
        found = period(self.cleaned_data["period"])
        if found is None:
            raise forms.ValidationError(_("The period is none: write 2015-09, 2015-Q3, 2015 or 2015-W36."))
        return found.name


class PaymentForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = PrivatePayment
        fields = ("invoice", "amount", "currency", "due", "paid")
        widgets = {"due": forms.DateInput(attrs=DAY), "paid": forms.DateInput(attrs=DAY)}


class CaseForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = PrivateCase
        fields = ("reference", "title", "opened", "due", "closed")
        widgets = {name: forms.DateInput(attrs=DAY) for name in ("opened", "due", "closed")}


class PrivateFileForm(forms.Form):
    kind = forms.ChoiceField(label=_("What the file holds"), choices=[*KINDS.items()])
    file = forms.FileField(label=_("File"))
