"""Forms of what is said of a supplier's means. What an entry hangs on is chosen among the same desk's."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tandem.accounts import identifiers
from tandem.accounts.models import Site
from tandem.assessments.desk import Desk
from tandem.assessments.kinds import Kind
from tandem.assessments.models import CommittedLoad, Kept
from tandem.relationships.models import Relationship

HUNDRED = Decimal(100)
SHARES = {"efficiency", "share", "first_pass_yield", "accuracy"}
FIELDS: dict[str, list[str]] = {
    "plants": ["name", "name_local", "country", "city", "week", "site", "area", "people"],
    "shifts": ["plant", "name", "name_local", "begins", "ends", "breaks"],
    "lines": ["name", "name_local", "unit"],
    "processes": ["line", "plant", "position", "name", "name_local", "per_piece", "first_pass_yield"],
    "equipment": [
        "process", "name", "name_local", "maker", "built_in", "count", "rate", "efficiency", "share", "shifts",
    ],
    "loads": ["line", "month", "quantity"],
    "standards": ["standard", "other", "scope", "number", "issuer", "valid_until"],
    "instruments": [
        "number", "what", "measures", "resolution", "calibrated_on", "due_on", "calibrated_by", "certificate",
    ],
    "mechanisms": ["which", "state", "evidence"],
    "references": [
        "customer", "contact", "begins", "ends", "volume", "lead_time", "accuracy", "reliability", "words", "said_on",
    ],
}  # fmt: skip


class PercentField(forms.DecimalField):
    """A share of one, written in per cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=3, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | float):
            return f"{(Decimal(value) * HUNDRED).normalize():f}"
        return value

    def clean(self, value: Any) -> Any:
        given = super().clean(value)
        return None if given is None else given / HUNDRED


class MonthField(forms.CharField):
    """A month as 2026-11."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"})
        super().__init__(widget=widget, max_length=7, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError as error:
            raise forms.ValidationError(_("Write the month as 2026-11.")) from error


def entry_form(
    kind: Kind, entry: Kept, desk: Desk, data: Any = None, files: Any = None, initial: Any = None
) -> Any:
    """The form of one entry; whose word it is comes from the desk, not from what was sent."""
    made: Any = forms.modelform_factory(
        kind.model, form=forms.ModelForm, fields=FIELDS[kind.key], formfield_callback=_field
    )
    form = made(data, files, instance=entry, initial=initial)
    for name, field in form.fields.items():
        if name in kind.parents:
            field.queryset = field.queryset.filter(supplier=desk.supplier, kept_by=desk.kept_by)
            field.empty_label = None
    if "site" in form.fields:
        form.fields["site"].queryset = Site.objects.filter(organization=desk.supplier)
    if kind.key == "references":
        form.fields["file"] = forms.FileField(
            label=_("Their letter or message"), required=False, help_text=_("PDF, PNG or JPEG, up to 10 MB.")
        )
    return form


def _field(model_field: Any, **kwargs: Any) -> Any:
    """The form's field of a model's, as people fill it in."""
    name = model_field.name
    told = {
        "label": capfirst(model_field.verbose_name),
        "help_text": model_field.help_text,
        "required": not model_field.blank,
    }
    if name in SHARES:
        return PercentField(initial=model_field.get_default(), **_percent(told))
    if name == "country":
        return forms.ChoiceField(choices=lambda: [("", "–"), *identifiers.country_choices()], **told)
    if name == "month":
        return MonthField(**told)
    if name in ("begins", "ends") and model_field.get_internal_type() == "TimeField":
        kwargs["widget"] = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    elif model_field.get_internal_type() == "DateField":
        kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif name == "words":
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    return model_field.formfield(**kwargs)


def _percent(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "label": _("%(name)s, %%") % {"name": told["label"]}}


class CustomerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    def label_from_instance(self, served: Relationship) -> str:
        return str(served.customer.display_name)


class ShareForm(forms.Form):
    """How much of a month's load is for which customer."""

    quantity = forms.DecimalField(label=_("Quantity"), min_value=0, max_digits=14, decimal_places=2)

    def __init__(self, *args: Any, load: CommittedLoad, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = Relationship.objects.current().filter(supplier=load.supplier_id).select_related("customer")
        self.fields["customer"] = CustomerField(served, label=_("Customer"), empty_label=None)
        self.order_fields(["customer", "quantity"])


class TableFileForm(forms.Form):
    file = forms.FileField(label=_("File"))


class MeasurementFileForm(forms.Form):
    file = forms.FileField(label=_("File"))
    measured_on = forms.DateField(
        label=_("Measured on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
