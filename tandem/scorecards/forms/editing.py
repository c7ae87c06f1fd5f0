"""A template being edited: its own fields and its parts.

Parts come as rows of repeated fields (`criteria-kpi`, `criteria-weight`, …), so that rows can be added and
removed on the page without counting them.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from tandem.accounts.models import Membership, Site
from tandem.accounts.roles import SIDES, Role, Side
from tandem.relationships.models import Category, Segment
from tandem.scorecards import charts, curve_text, curves, queries, rubrics, standard, wording
from tandem.scorecards.actions import Parts
from tandem.scorecards.curves import Curve
from tandem.scorecards.judging import LEAST_ANSWERS
from tandem.scorecards.models import (
    Assignment,
    Criterion,
    Deduction,
    Function,
    GradeBand,
    Kpi,
    RedLine,
    Template,
)

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

NOTHING = ("", "—")
ROLE_FIELDS = ("first_role", "second_role", "third_role")
ASKED_ROLES = (*SIDES[Side.CUSTOMER], Role.ADMINISTRATOR)
Choices = Sequence[tuple[Any, Any]]


def without_zeros(form: "ModelForm") -> None:
    """Decimals of a stored row as a person would write them: 50, not 50.00."""
    for name, value in form.initial.items():
        if isinstance(value, Decimal):
            form.initial[name] = f"{value.normalize():f}"


class TemplateForm(ModelForm):
    countersigned_by = forms.MultipleChoiceField(
        label=gettext_lazy("Countersigned by"),
        choices=Function.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Template
        fields = ["name", "name_local", "minimum_sample", "minimum_coverage", "by_site", "weigh_by"]
        fields += ["data_check", "check_days", "countersigned_by", "appeal_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_zeros(self)
        for name in ("check_days", "appeal_days"):
            self.fields[name].required = False

    def clean_check_days(self) -> int:
        return self._days("check_days")

    def clean_appeal_days(self) -> int:
        return self._days("appeal_days")

    def _days(self, name: str) -> int:
        """Left blank it is as the template has it, for a new one as is usual."""
        given: int | None = self.cleaned_data[name]
        return int(getattr(self.instance, name)) if given is None else given


class CurveField(forms.CharField):
    """Breakpoints as text, kept as pairs."""

    def clean(self, value: Any) -> Any:
        pairs = curve_text.parse(super().clean(value))
        if pairs is None:
            raise forms.ValidationError(wording.UNREADABLE_CURVE)
        return pairs


def drawn(text: str, unit: str) -> dict[str, object]:
    """A typed curve as the page shows it: a chart, or what is wrong with it."""
    if not text.strip():
        return {}
    pairs = curve_text.parse(text)
    if pairs is None:
        return {"problems": [wording.UNREADABLE_CURVE]}
    typed = Curve.through(pairs)
    if found := curves.problems(typed):
        return {"problems": [wording.sentence(problem) for problem in found]}
    return {"chart": charts.curve(typed), "unit": unit}


class RowForm(ModelForm):
    """One row of a table of parts; `choices` fill its selects by field name, `units` are the KPIs' by
    code."""

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, Choices],
        units: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        without_zeros(self)
        self.units = units or {}
        self.auto_id = False
        for name, options in choices.items():
            if name in self.fields:
                self.fields[name].choices = [NOTHING, *options]  # type: ignore[attr-defined]  # these are selects
        for name, field in self.fields.items():
            select = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
            css = "form-select form-select-sm" if select else "form-control form-control-sm"
            field.widget.attrs |= {"aria-label": str(field.label or name), "class": css}


class CodedForm(RowForm):
    kpi = forms.ChoiceField(label=gettext_lazy("KPI"))
    code = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=60)


class CriterionForm(CodedForm):
    curve = CurveField(
        label=gettext_lazy("Scoring curve"),
        widget=forms.TextInput(
            attrs={
                "hx-get": reverse_lazy("scorecards:curve"),
                "hx-trigger": "keyup changed delay:300ms, change",
                "hx-target": "next .curve-drawn",
                "hx-include": "closest tr",
                "placeholder": "80%: 0, 95%: 80, 100%: 100",
            }
        ),
    )

    class Meta:
        model = Criterion
        fields = ["code", "kpi", "name", "name_local", "group", "group_local"]
        fields += ["weight", "curve", "minimum_sample"]

    def drawn(self) -> dict[str, object]:
        return drawn(str(self["curve"].value() or ""), self.units.get(str(self["kpi"].value()), ""))


class JudgedForm(RowForm):
    """A criterion that people judge: its rubric a level a line, and who is asked."""

    code = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=50)
    minimum_sample = forms.IntegerField(
        label=gettext_lazy("Least number of answers"), min_value=1, max_value=100, initial=LEAST_ANSWERS
    )
    first_role = forms.ChoiceField(label=gettext_lazy("Asked"), required=False)
    second_role = forms.ChoiceField(label=gettext_lazy("and"), required=False)
    third_role = forms.ChoiceField(label=gettext_lazy("and also"), required=False)
    people = forms.CharField(
        label=gettext_lazy("Colleagues by name: mail addresses, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rubric = forms.CharField(
        label=gettext_lazy("Rubric: points: sentence | sentence in Chinese, a level a line"),
        initial=rubrics.write(rubrics.DEFAULT),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = Criterion
        fields = ["code", "name", "name_local", "group", "group_local", "weight", "minimum_sample"]

    def __init__(self, *args: Any, members: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members or {}
        self.fields["name"].required = True

    def clean_rubric(self) -> list[list[str]]:
        levels = rubrics.parse(self.cleaned_data["rubric"])
        if levels is None:
            raise forms.ValidationError(wording.UNREADABLE_RUBRIC)
        return rubrics.as_data(levels)

    def clean_people(self) -> list[int]:
        addresses = self.cleaned_data["people"].replace(",", "\n").lower().split()
        unknown = [address for address in addresses if address not in self.members]
        if unknown:
            raise forms.ValidationError(
                gettext("No colleague of yours has this mail address: %(names)s.")
                % {"names": "; ".join(unknown)}
            )
        return [self.members[address] for address in dict.fromkeys(addresses)]

    @property
    def part(self) -> dict[str, Any]:
        """The row as the criterion's fields."""
        given = dict(self.cleaned_data)
        roles = [given.pop(name) for name in ROLE_FIELDS]
        given["asks"] = {"roles": list(dict.fromkeys(filter(None, roles))), "people": given.pop("people")}
        return given


class DeductionForm(CodedForm):
    class Meta:
        model = Deduction
        fields = ["code", "kpi", "name", "name_local", "points_each", "free", "at_most"]


class RedLineForm(CodedForm):
    downward = forms.TypedChoiceField(
        label=gettext_lazy("Direction"),
        choices=[("", gettext_lazy("that many or more")), ("1", gettext_lazy("that value or less"))],
        coerce=bool,
        required=False,
    )

    class Meta:
        model = RedLine
        fields = ["code", "kpi", "name", "name_local", "downward", "trips_at", "cap"]

    def clean_downward(self) -> bool:
        return bool(self.cleaned_data["downward"])


class BandForm(RowForm):
    class Meta:
        model = GradeBand
        fields = ["grade", "floor"]


class AssignmentForm(RowForm):
    segment = forms.ChoiceField(label=gettext_lazy("segment"), required=False)

    class Meta:
        model = Assignment
        fields = ["category", "segment", "site"]


ROWS: dict[str, type[RowForm]] = {
    "criteria": CriterionForm,
    "judged": JudgedForm,
    "bands": BandForm,
    "deductions": DeductionForm,
    "red_lines": RedLineForm,
    "assignments": AssignmentForm,
}


class Editor:
    """The whole page's forms: from a template (None: a new one), or from what was posted."""

    def __init__(self, customer_id: int, template: Template | None, data: QueryDict | None = None) -> None:
        self.kpis = queries.current_kpis(customer_id)
        self.choices = row_choices(customer_id, self.kpis)
        self.units = {code: kpi.unit for code, kpi in self.kpis.items()}
        self.members = members_by_mail(customer_id)
        self.form = TemplateForm(data, instance=template)
        if data is not None:
            self.rows = {part: self._posted(data, part) for part in ROWS}
        else:
            self.rows = {part: self._stored(template, part) for part in ROWS}

    def headings(self) -> dict[str, list[str]]:
        """What the visible fields of each part's rows are called, in their order."""
        return {part: [str(field.label) for field in self.blank(part).visible_fields()] for part in ROWS}

    def is_valid(self) -> bool:
        checks = [self.form.is_valid(), *(row.is_valid() for rows in self.rows.values() for row in rows)]
        return all(checks)

    def parts(self) -> Parts:
        cleaned = {part: [dict(row.cleaned_data) for row in rows] for part, rows in self.rows.items()}
        del cleaned["judged"]
        cleaned["criteria"] += [row.part for row in self.rows["judged"] if isinstance(row, JudgedForm)]
        for part in ("criteria", "deductions", "red_lines"):
            cleaned[part] = codes_given(cleaned[part])
        return Parts(**cleaned)

    def blank(self, part: str) -> RowForm:
        return self._row(part)

    def _row(self, part: str, *args: Any, **kwargs: Any) -> RowForm:
        more = {"members": self.members} if part == "judged" else {}
        return ROWS[part](*args, prefix=part, choices=self.choices, units=self.units, **more, **kwargs)

    def _stored(self, template: Template | None, part: str) -> list[RowForm]:
        if template is None:
            return self._first(part)
        if part in ("criteria", "judged"):
            criteria = template.criteria.all()
            stored = [row for row in criteria if row.is_judged == (part == "judged")]
        else:
            stored = getattr(template, part).all()
        return [self._row(part, instance=row, initial=self._initial(row)) for row in stored]

    def _first(self, part: str) -> list[RowForm]:
        """What a new template begins with: a criterion to be filled in, and the usual grades."""
        if part == "criteria":
            return [self.blank(part)]
        if part != "bands":
            return []
        return [self._row(part, initial=dict(band)) for band in standard.BANDS]

    def _initial(self, row: Any) -> dict[str, Any]:
        if not isinstance(row, Criterion):
            return {}
        if row.is_judged:
            return self._asking(row)
        kpi = self.kpis.get(row.kpi)
        as_percent = kpi is not None and kpi.unit == "share"
        return {"curve": curve_text.write(row.curve, as_percent=as_percent)}

    def _asking(self, row: Criterion) -> dict[str, Any]:
        asks = row.asks or {}
        addresses = {user: address for address, user in self.members.items()}
        people = [addresses[user] for user in asks.get("people", ()) if user in addresses]
        roles = zip(ROLE_FIELDS, asks.get("roles", ()), strict=False)
        return {**dict(roles), "people": "\n".join(people), "rubric": rubrics.write(row.levels)}

    def _posted(self, data: QueryDict, part: str) -> list[RowForm]:
        rows = posted_rows(data, part, list(ROWS[part].base_fields))
        return [self._row(part, {f"{part}-{name}": value for name, value in row.items()}) for row in rows]


def posted_rows(data: QueryDict, part: str, names: Sequence[str]) -> list[dict[str, str]]:
    """The rows of one part, the fields of a row taken from the same place of each list. Empty rows are
    dropped."""
    columns = {name: data.getlist(f"{part}-{name}") for name in names}
    count = max((len(values) for values in columns.values()), default=0)
    rows = [
        {name: values[place] if place < len(values) else "" for name, values in columns.items()}
        for place in range(count)
    ]
    return [row for row in rows if any(value.strip() for value in row.values())]


def codes_given(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose missing codes are made of their KPIs', or of the name of what people judge; each code once."""
    taken: set[str] = {str(row["code"]) for row in rows if row.get("code")}
    given = []
    for row in rows:
        code = str(row.get("code") or "")
        if not code:
            base = str(row["kpi"]) if "kpi" in row else slugify(row["name"])[:45] or "judged"
            code, number = base, 2
            while code in taken:
                code, number = f"{base}-{number}", number + 1
            taken.add(code)
        given.append({**row, "code": code})
    return given


def members_by_mail(customer_id: int) -> dict[str, int]:
    members = Membership.objects.filter(organization=customer_id, user__is_active=True)
    return {address.lower(): user for address, user in members.values_list("user__email", "user_id")}


def row_choices(customer_id: int, kpis: Mapping[str, Kpi]) -> dict[str, Choices]:
    sites = Site.objects.filter(organization=customer_id)
    categories = Category.objects.filter(customer=customer_id)
    return {
        "kpi": sorted(((code, str(kpi)) for code, kpi in kpis.items()), key=lambda pair: pair[1]),
        "segment": list(Segment.choices),
        **{key: [(role.value, role.label) for role in ASKED_ROLES] for key in ROLE_FIELDS},
        "category": [(category.pk, str(category)) for category in categories],
        "site": [(site.pk, str(site)) for site in sites],
    }
