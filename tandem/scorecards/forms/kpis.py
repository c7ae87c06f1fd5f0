from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.lake.kpis import KpiSpec, from_data, shipped
from tandem.lake.views import View, views

UNITS = [
    ("percent", _("share, in per cent")),
    ("days", _("days")),
    ("ppm", _("parts per million")),
    ("count", _("number of cases")),
    ("money", _("money, in your currency")),
    ("number", _("plain number")),
]
DIRECTIONS = [
    ("higher", _("higher is better")),
    ("lower", _("lower is better")),
    ("neutral", _("neither is better")),
]
INTERVALS = [
    ("none", _("no interval")),
    ("rate", _("share of n cases: Wilson score interval")),
    ("mean", _("mean with a standard deviation: Student's t")),
    ("exposure", _("events over a quantity: Poisson")),
]
DUE_BASES = [
    ("requested", _("the requested date as it now stands")),
    ("first_requested", _("the first requested date")),
    ("first_confirmed", _("the first confirmed date")),
    ("latest_confirmed", _("the latest confirmed date")),
]
DAY_COUNTS = [("calendar", _("calendar days")), ("working", _("working days of the site"))]


@dataclass(frozen=True)
class Described:
    """A view's column in the reader's language, with the codes it may hold in words."""

    name: str
    label: str
    doc: str
    choices: list[tuple[str, str]]


class KpiForm(forms.Form):
    """A customer's own KPI; `spec` is what it describes."""

    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Lower-case letters, digits and underscores.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120, required=False)
    definition_en = forms.CharField(
        label=_("Exact definition in English"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    definition_zh = forms.CharField(
        label=_("Exact definition in Chinese"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    view = forms.ChoiceField(label=_("Fact view"))
    date = forms.ChoiceField(label=_("Date that puts a row into a period"))
    expression = forms.CharField(
        label=_("Expression"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "font-monospace", "spellcheck": "false"}),
        max_length=2000,
        help_text=_(
            "An aggregate over the view's columns, for example sum(filled_quantity) / nullif(sum(due_quantity), 0)."
        ),
    )
    sample = forms.CharField(
        label=_("Sample"),
        widget=forms.TextInput(attrs={"class": "font-monospace", "spellcheck": "false"}),
        initial="count(*)",
        max_length=500,
        help_text=_("Counts the cases the value rests on."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
    decimals = forms.IntegerField(label=_("Decimals shown"), min_value=0, max_value=6, initial=1)
    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS)
    interval = forms.ChoiceField(label=_("95% interval"), choices=INTERVALS)
    spread = forms.CharField(
        label=_("Spread"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "font-monospace", "spellcheck": "false"}),
        help_text=_(
            "For a mean its standard deviation, for events the quantity exposed; else leave it empty."
        ),
    )
    due_basis = forms.ChoiceField(label=_("Judge lateness by"), choices=DUE_BASES)
    early_days = forms.IntegerField(
        label=_("Days too early allowed"), min_value=0, required=False, help_text=_("Empty: however early.")
    )
    late_days = forms.IntegerField(label=_("Days late allowed"), min_value=0, initial=0)
    day_count = forms.ChoiceField(label=_("Days are"), choices=DAY_COUNTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        choices = {
            "view": [(name, view.label.in_language(language)) for name, view in views().items()],
            "date": [
                (column.name, column.label.in_language(language))
                for column in self.seen.columns
                if column.kind == "date"
            ],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]  # these are selects
        self.fields["date"].initial = self.first_date

    @property
    def seen(self) -> View:
        """The view that is chosen; the first one until then."""
        known = views()
        return known.get(str(self["view"].value()), next(iter(known.values())))

    @property
    def first_date(self) -> str:
        """The date proposed for the chosen view: the one that the KPIs of Tandem judge it by."""
        return next(spec.date for spec in shipped().values() if spec.view == self.seen.name)

    @property
    def dated_elsewhere(self) -> bool:
        """Another view has been chosen, which has no date of the name given before."""
        return self.is_bound and self["date"].value() not in self.seen.dates

    def columns(self) -> list[Described]:
        """The columns an expression may use, of the view that is chosen."""
        return described(self.seen)

    def spec(self) -> KpiSpec:
        given = self.cleaned_data
        return from_data(
            {
                "code": given["code"],
                "name": {"en": given["name_en"], "zh": given["name_zh"]},
                "definition": {"en": given["definition_en"], "zh": given["definition_zh"]},
                "spread": given["spread"] or None,
                "judging": {
                    "due_basis": given["due_basis"],
                    "early_days": given["early_days"],
                    "late_days": given["late_days"],
                    "day_count": given["day_count"],
                },
                **{
                    name: given[name]
                    for name in (
                        "unit",
                        "direction",
                        "decimals",
                        "view",
                        "date",
                        "expression",
                        "sample",
                        "interval",
                    )
                },
            }
        )


def described(view: View) -> list[Described]:
    language = get_language() or "en"
    return [
        Described(
            column.name,
            column.label.in_language(language),
            column.doc.in_language(language),
            [(one.value, one.label.in_language(language)) for one in column.choices],
        )
        for column in view.columns
    ]


def initial_of(spec: KpiSpec) -> dict[str, Any]:
    """The form's fields for a KPI that is kept already."""
    data = spec.as_data()
    texts = {
        f"{key}_{tongue}": data[key][tongue] for key in ("name", "definition") for tongue in ("en", "zh")
    }
    return {**data, **texts, **data["judging"], "spread": data["spread"] or ""}
