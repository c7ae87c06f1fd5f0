from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.accounts.models import Site
from tandem.core.inputs import DateInput
from tandem.onboarding.models import Document
from tandem.relationships.models import Category, Relationship

CONDITIONS = 3


class SupplierField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no subscript at run time
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.supplier)


class ApproveForm(forms.Form):
    """A line of the approved list. Up to three conditions, each with the day by which it is to be met."""

    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=Category.objects.none())
    site = forms.ModelChoiceField(
        label=gettext_lazy("Site"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=gettext_lazy("every site"),
    )
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy(
            "The first day on which it holds no longer. Left empty, it holds until it is ended."
        ),
    )
    rests_on = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Rests on"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=gettext_lazy(
            "Documents that you accepted. When one of them lapses and is not renewed, the approval is suspended by"
            " itself."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The supplier reads it."),
    )

    def __init__(
        self, *args: Any, relationship: Relationship, actor: Actor, documents: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["category"].queryset = Category.objects.visible_to(actor)
        fields["site"].queryset = Site.objects.filter(organization=actor.organization_id)
        fields["rests_on"].queryset = documents
        if not documents:
            del self.fields["rests_on"]
        for number in range(1, CONDITIONS + 1):
            self.fields[f"condition_{number}"] = forms.CharField(
                label=_("Condition %(number)d") % {"number": number}, max_length=500, required=False
            )
            self.fields[f"due_{number}"] = forms.DateField(
                label=_("To be met by"), required=False, widget=DateInput()
            )

    @property
    def plain_fields(self) -> list[Any]:
        return [bound for bound in self.visible_fields() if not bound.name.startswith(("condition_", "due_"))]

    @property
    def condition_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"condition_{number}"], self[f"due_{number}"]) for number in range(1, CONDITIONS + 1)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for number in range(1, CONDITIONS + 1):
            text, due = given.get(f"condition_{number}"), given.get(f"due_{number}")
            if text and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", _("Say by which day it is to be met."))
            if due and not text:
                self.add_error(f"condition_{number}", _("Say what the condition asks for."))
        begins, ends = given.get("starts_on"), given.get("ends_on")
        if begins and ends and ends <= begins:
            self.add_error("ends_on", _("The approval ends before it begins: look at its two dates."))
        return given

    @property
    def conditions(self) -> list[tuple[str, date]]:
        given = self.cleaned_data
        numbers = range(1, CONDITIONS + 1)
        return [
            (given[f"condition_{number}"], given[f"due_{number}"])
            for number in numbers
            if given.get(f"condition_{number}")
        ]
