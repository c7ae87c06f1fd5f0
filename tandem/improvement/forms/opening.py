"""What a person fills in for a rule that opens cases, and for a rung of the ladder."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.models import User
from tandem.improvement.models import OpeningRule, Rung
from tandem.improvement.queries.cases import owners
from tandem.relationships.models import Category
from tandem.scorecards.queries import current_kpis


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    kpi = forms.ChoiceField(label=gettext_lazy("KPI"), required=False)

    class Meta:
        model = OpeningRule
        fields = ("event", "grades", "kpi", "limit", "least", "category", "kind", "severity", "owner")
        help_texts = {
            "grades": gettext_lazy("For a grade: which ones, with spaces between, for instance: C D."),
            "kpi": gettext_lazy(
                "For a penalty or a claim: what its effect is watched by, where the penalty names none."
            ),
            "limit": gettext_lazy("For a KPI: beyond which value, as pages show it; shares in per cent."),
            "least": gettext_lazy("For a finding."),
            "owner": gettext_lazy("Whose case it is at your side."),
        }

    def __init__(self, *args: Any, customer_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpis = current_kpis(customer_id)
        fields: dict[str, Any] = self.fields
        judged = [(code, str(kpi)) for code, kpi in self.kpis.items() if kpi.higher_is_better is not None]
        fields["kpi"].choices = [("", "–"), *sorted(judged, key=lambda each: each[1])]
        fields["category"].queryset = Category.objects.filter(customer=customer_id)
        fields["category"].empty_label = _("all suppliers")
        fields["owner"].queryset = owners(customer_id, now)
        fields["owner"].label_from_instance = User.get_full_name
        fields["owner"].empty_label = _("nobody yet")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kpi = self.kpis.get(cleaned.get("kpi", ""))
        if kpi is not None and kpi.unit == "share" and cleaned.get("limit") is not None:
            cleaned["limit"] = cleaned["limit"] / Decimal(100)
        return cleaned


class RungForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Rung
        fields = ("after_days", "whom")
        help_texts = {"after_days": gettext_lazy("0: as soon as something is overdue.")}
