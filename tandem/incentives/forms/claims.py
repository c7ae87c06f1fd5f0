"""A claim as a form: what happened, and what it cost item by item."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.incentives.actions import Damage, Told
from tandem.incentives.models import Claim

ROWS = 6


class ClaimForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Claim
        fields = ("title", "cause", "happened_on", "order_line", "text", "currency", "tax")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "happened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "text": gettext_lazy("What was found, what it stopped, what was done. The supplier reads this.")
        }

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()

    def _post_clean(self) -> None:
        """The action checks the record; here only each field."""

    @property
    def told(self) -> Told:
        return Told(**self.cleaned_data)


class ItemForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What"), max_length=200, required=False)
    quantity = forms.CharField(label=gettext_lazy("How much of it"), max_length=80, required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("Damage"),
        max_digits=16,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") and given.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Give what it cost."))
        if given.get("amount") is not None and not given.get("what"):
            self.add_error("what", _("Name what cost this much."))
        return given


class ItemsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # no subscript at run time
    @property
    def damages(self) -> list[Damage]:
        return [
            Damage(each["what"], each["amount"], each["quantity"])
            for each in (form.cleaned_data for form in self.forms)
            if each.get("what")
        ]


def items(data: Any = None, claim: Claim | None = None) -> ItemsFormSet:
    """The rows of a claim, and some empty ones."""
    known = list(claim.items.values("what", "quantity", "amount")) if claim else []
    made = forms.formset_factory(ItemForm, formset=ItemsFormSet, extra=max(ROWS - len(known), 2), max_num=40)
    return made(data, initial=known, prefix="items")  # type: ignore[return-value]  # of the class given
