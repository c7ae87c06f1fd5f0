"""What a person fills in for an improvement project."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.improvement.actions.projects import FIELDS
from tandem.improvement.models import Project, ProjectStep
from tandem.relationships.models import Relationship
from tandem.scorecards.queries import current_kpis


class DateInput(forms.DateInput):
    """The browser's own calendar, which takes and gives ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    relationship = forms.ModelChoiceField(Relationship.objects.none())
    kpi = forms.ChoiceField(
        label=gettext_lazy("KPI"), required=False, help_text=gettext_lazy("Where the goal is about one.")
    )

    class Meta:
        model = Project
        fields = FIELDS
        widgets = {"why": forms.Textarea(attrs={"rows": 3}), "due_on": DateInput()}
        help_texts = {
            "why": gettext_lazy("In a language the other side reads: it is shown as you write it."),
            "goal": gettext_lazy("A number in the unit above, or a goal in words below."),
        }

    def __init__(
        self, *args: Any, ends: QuerySet[Relationship], customer_id: int | None, ours: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["relationship"].queryset = ends
        fields["relationship"].label = _("Supplier") if ours else _("Customer")
        fields["relationship"].empty_label = None
        if not ours:
            fields["relationship"].label_from_instance = lambda one: one.customer.display_name
        known = current_kpis(customer_id) if customer_id else {}
        choices = sorted(((code, str(kpi)) for code, kpi in known.items()), key=lambda each: each[1])
        fields["kpi"].choices = [("", _("none")), *choices]
        self.order_fields(("relationship", *FIELDS))

    def _post_clean(self) -> None:
        """The action checks the record, once it has given the saving a currency; here only each field."""

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class ProjectStepForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = ProjectStep
        fields = ("phase", "text", "side", "owner", "due_on")
        widgets = {"due_on": DateInput()}


class OutcomeForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Project
        fields = ("reached", "saved", "remark")
        labels = {"remark": gettext_lazy("What came of it")}
        widgets = {"remark": forms.Textarea(attrs={"rows": 3})}
