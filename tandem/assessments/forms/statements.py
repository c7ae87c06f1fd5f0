from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from tandem.accounts import identifiers
from tandem.assessments.actions.statements import Given
from tandem.assessments.models import Statement
from tandem.assessments.statement_amounts import amount
from tandem.assessments.statement_lines import CODES, LINES, PARTS


class AmountField(forms.CharField):
    """An amount as people write it; empty is not known, and never zero."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "autocomplete": "off"})
        super().__init__(required=False, max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            return amount(text)
        except ValueError as error:
            raise forms.ValidationError(_("Write an amount, such as 12,345.60 or -300.")) from error


class AboutForm(forms.Form):
    """What holds for a statement as a whole, typed or from a file."""

    currency = forms.ChoiceField(label=_("Currency"), choices=identifiers.currency_choices)
    unit = forms.TypedChoiceField(label=_("Amounts are in"), choices=Statement.Unit.choices, coerce=int)
    standard = forms.ChoiceField(label=_("Standard"), choices=Statement.Standard.choices)
    audited_by = forms.CharField(
        label=_("Audited by"),
        max_length=120,
        required=False,
        help_text=_("The auditor's name; empty where nobody has audited it."),
    )


class StatementForm(AboutForm):
    """One year, typed in."""

    year_end = forms.DateField(
        label=_("Last day of the year"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=24, initial=12)
    field_order = ["year_end", "months", "currency", "unit", "standard", "audited_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in LINES:
            self.fields[line.code] = AmountField(label=line.label)

    def about(self) -> list[Any]:
        return [self[name] for name in self.field_order or ()]

    def parts(self) -> Iterator[tuple[str, list[Any]]]:
        for part, label in PARTS.items():
            yield str(label), [self[line.code] for line in LINES if line.part == part]

    def given(self) -> Given:
        values = self.cleaned_data
        return Given(
            lines={code: values[code] for code in CODES if values[code] is not None},
            **{name: values[name] for name in self.field_order or ()},
        )


class StatementFileForm(AboutForm):
    """A file of several years; what it says of unit and currency itself goes before what is chosen here."""

    file = forms.FileField(label=_("File"))
    ends_in = forms.TypedChoiceField(
        label=_("The financial year ends in"),
        choices=list(MONTHS.items()),
        initial=12,
        coerce=int,
        help_text=_("For columns that name a year by its number alone."),
    )
    field_order = ["file", "currency", "unit", "ends_in", "standard", "audited_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].help_text = _("Where the file names none.")
        self.fields["unit"].help_text = _("Where the file names none, such as 单位：万元 or RMB'000.")
