"""Proposing a target, and another value for one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.relationships.models import Category, Relationship, Segment
from tandem.scorecards import queries, target_text
from tandem.scorecards.actions import Asked
from tandem.scorecards.models import Kpi, Target

Scope = Target.Scope
LONGEST = 2000


def read_value(text: str, unit: str) -> Decimal:
    """What was typed. Raises ValidationError with how to write it."""
    value = target_text.parse(text, unit)
    if value is None and unit == "share":
        raise forms.ValidationError(_("Write a share in per cent, with the sign and a point: 97.5%."))
    if value is None:
        raise forms.ValidationError(_("Write a plain number, with a point before the decimals: 200 or 2.5."))
    return value


def read_suppliers(text: str, customer_id: int) -> list[int]:
    """Relationships by short name, number or legal name, one a line. Raises ValidationError naming who is unknown."""
    named = [line.strip() for line in text.splitlines() if line.strip()]
    if not named:
        return []
    known = queries.suppliers_by_name(customer_id)
    unknown = [name for name in named if name.lower() not in known]
    if unknown:
        raise forms.ValidationError(
            _("No supplier of yours has this number or name: %(names)s.") % {"names": "; ".join(unknown)}
        )
    return list(dict.fromkeys(known[name.lower()] for name in named))


class TargetForm(forms.Form):
    kpi = forms.ChoiceField(label=gettext_lazy("KPI"))
    value = forms.CharField(
        label=gettext_lazy("Target value"),
        max_length=20,
        help_text=gettext_lazy("A share in per cent, with the sign: 97.5%. Anything else as a plain number."),
    )
    scope = forms.ChoiceField(label=gettext_lazy("For"), choices=Scope.choices)
    suppliers = forms.CharField(
        label=gettext_lazy("Suppliers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Of one supplier or of a project: short names, numbers or legal names, one a line."
        ),
    )
    project = forms.CharField(
        label=gettext_lazy("Project"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Only for a project: its name, which its suppliers read."),
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label=gettext_lazy("Category"), required=False, empty_label="–"
    )
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"),
        required=False,
        choices=[("", "–"), *Segment.choices],
        help_text=gettext_lazy("Suppliers are not told their segment."),
    )
    starts = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Its last day; empty: until it is withdrawn."),
    )
    source = forms.CharField(
        label=gettext_lazy("Requirement it comes from"),
        max_length=160,
        help_text=gettext_lazy("The agreement or the standard, for example: Quality agreement 2026."),
    )
    clause = forms.CharField(label=gettext_lazy("Clause"), required=False, max_length=40)
    clause_text = forms.CharField(
        label=gettext_lazy("What the clause says"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    document = forms.CharField(
        label=gettext_lazy("Document reference"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Where the document is found: its number, or its address."),
    )

    def __init__(self, *args: Any, kpis: Mapping[str, Kpi], customer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpis, self.customer_id = kpis, customer_id
        fields: dict[str, Any] = self.fields
        useful = [(code, str(kpi)) for code, kpi in kpis.items() if kpi.higher_is_better is not None]
        fields["kpi"].choices = [("", "–"), *sorted(useful, key=lambda pair: pair[1])]
        fields["category"].queryset = Category.objects.filter(customer=customer_id)

    def clean_suppliers(self) -> list[int]:
        return read_suppliers(self.cleaned_data["suppliers"], self.customer_id)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kpi = self.kpis.get(given.get("kpi", ""))
        if kpi is not None and given.get("value"):
            try:
                given["value"] = read_value(given["value"], kpi.unit)
            except forms.ValidationError as error:
                self.add_error("value", error)
        return given

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        found = queries.supplier_names(given["suppliers"])
        return Asked(**{**given, "suppliers": [found[pk] for pk in given["suppliers"]]})


class FurtherForm(forms.Form):
    """Whom to ask besides, of a project."""

    suppliers = forms.CharField(
        label=gettext_lazy("Further suppliers of the project"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Short names, numbers or legal names, one a line."),
    )

    def __init__(self, *args: Any, customer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.customer_id = customer_id

    def clean_suppliers(self) -> list[int]:
        return read_suppliers(self.cleaned_data["suppliers"], self.customer_id)

    @property
    def named(self) -> list[Relationship]:
        found = queries.supplier_names(self.cleaned_data["suppliers"])
        return [found[pk] for pk in self.cleaned_data["suppliers"]]


class OfferForm(forms.Form):
    value = forms.CharField(label=gettext_lazy("Another value"), max_length=20)
    reason = forms.CharField(
        label=gettext_lazy("Why this value"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_value(self) -> Decimal:
        return read_value(self.cleaned_data["value"], self.unit)
