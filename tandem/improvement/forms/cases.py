"""What a person fills in to open a case."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.models import User
from tandem.improvement.actions.cases import FIELDS
from tandem.improvement.models import Case
from tandem.improvement.queries.cases import owners
from tandem.relationships.models import Relationship
from tandem.scorecards.queries import current_kpis


class CaseForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    """`ends` are the relationships to choose from; `ours` says that the customer opens it."""

    relationship = forms.ModelChoiceField(Relationship.objects.none())
    owner = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Owner"), required=False)
    kpi = forms.ChoiceField(
        label=gettext_lazy("KPI to be watched"),
        required=False,
        help_text=gettext_lazy("Once the actions are in place, this KPI is compared before and after."),
    )

    class Meta:
        model = Case
        fields = FIELDS
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "description": gettext_lazy("In a language the other side reads: it is shown as you write it."),
            "item": gettext_lazy("The customer’s item number."),
        }

    def __init__(
        self,
        *args: Any,
        ends: QuerySet[Relationship],
        customer_id: int | None,
        ours: bool,
        now: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        ends_field = fields["relationship"]
        ends_field.queryset = ends
        ends_field.label = _("Supplier") if ours else _("Customer")
        ends_field.empty_label = None
        if not ours:
            ends_field.label_from_instance = lambda relationship: relationship.customer.display_name
            del fields["owner"]
        else:
            fields["owner"].queryset = owners(customer_id or 0, now)
            fields["owner"].label_from_instance = User.get_full_name
            fields["owner"].empty_label = _("myself")
        known = current_kpis(customer_id) if customer_id else {}
        choices = sorted(((code, str(kpi)) for code, kpi in known.items()), key=lambda each: each[1])
        fields["kpi"].choices = [("", _("none")), *choices]
        self.order_fields(("relationship", *FIELDS, "owner"))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}
