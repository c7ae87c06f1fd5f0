"""A policy as a form that asks only for what its choices need."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.incentives import reckoning
from tandem.incentives.actions import POLICY
from tandem.incentives.models import Effect, Kind, Policy
from tandem.incentives.models.policies import MONEY, PENALTIES_ONLY, REWARDS_ONLY
from tandem.relationships.models import Category
from tandem.scorecards import queries

When, Base = Policy.When, Policy.Base
# What changes which other fields are asked.
TURNING = ("kind", "when", "effect", "base")


# What an empty form asks for belongs together.
BEGINNING = {"kind": Kind.PENALTY, "when": When.GRADE, "effect": Effect.DEDUCTION, "base": Base.LINES}


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    grades = forms.CharField(
        label=gettext_lazy("Grades"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("With commas between them: C, D"),
    )

    class Meta:
        model = Policy
        fields = POLICY
        widgets = {"clause_text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "scorecard": gettext_lazy("Left empty: any scorecard."),
            "threshold": gettext_lazy("Shares as a number from 0 to 1: 0.95 is 95 per cent."),
            "change": gettext_lazy("Of the score in points, of a KPI in its own unit. Shares from 0 to 1."),
            "cases": gettext_lazy(
                "How many must have improved in the period. Each counts in one period alone."
            ),
            "cap_amount": gettext_lazy(
                "Holds for lines in this currency; others are capped by the rate alone."
            ),
            "line_most": gettext_lazy("Left empty: no limit for a single line."),
            "clause": gettext_lazy("As it is numbered in the agreement: 12.3"),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None and instance.pk:
            kwargs["initial"] = {"grades": ", ".join(instance.grades), **kwargs.get("initial", {})}
        elif not kwargs.get("initial"):
            kwargs["initial"] = BEGINNING
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["category"].queryset = Category.objects.visible_to(actor)
        fields["category"].empty_label = _("any category")
        kpis = queries.current_kpis(actor.organization_id)
        fields["kpi"] = _choice(fields["kpi"], [(code, str(kpi)) for code, kpi in kpis.items()], _("none"))
        failed = [(code, str(kpi)) for code, kpi in kpis.items() if reckoning.flag_of(kpi)]
        fields["lines_of"] = _choice(fields["lines_of"], failed, _("choose a KPI"))
        titles = sorted(queries.titles(actor.organization_id or 0).items(), key=lambda each: each[1])
        fields["scorecard"] = _choice(fields["scorecard"], titles, _("any scorecard"))
        kind = self._chosen("kind")
        never = PENALTIES_ONLY if kind == Kind.REWARD else REWARDS_ONLY
        fields["effect"].choices = [(e.value, e.label) for e in Effect if e not in never]
        for name in set(fields) - self._asked():
            del fields[name]

    def _chosen(self, name: str) -> str:
        given = (
            self.data.get(name)
            if self.is_bound
            else self.initial.get(name) or getattr(self.instance, name, "")
        )
        field = self.fields.get(name)
        choices = [str(value) for value, _label in getattr(field, "choices", []) if value]
        return str(given) if given and str(given) in choices else (choices[0] if choices else "")

    def _asked(self) -> set[str]:
        asked = {
            "name", "name_local", "kind", "scorecard", "category", "segment", "when", "effect", "agreement", "clause",
            "clause_text", "answer_days",
        }  # fmt: skip
        when, effect = self._chosen("when"), self._chosen("effect")
        asked |= {
            When.GRADE: {"grades"},
            When.KPI: {"kpi", "comparison", "threshold"},
            When.STREAK: {"grades", "kpi", "comparison", "threshold", "periods"},
            When.TREND: {"kpi", "change", "periods"},
            When.IMPROVED: {"kpi", "cases"},
            When.INCIDENT: set(),
        }[When(when)]
        if effect in MONEY:
            asked |= {"base", "tax"}
            base = self._chosen("base")
            if base == Base.FIXED:
                asked |= {"amount", "currency"}
            else:
                asked |= {"lines_of", "rate", "cap_rate", "cap_amount", "currency"}
            if base == Base.LINES:
                asked |= {"per", "line_most"}
        asked |= {
            Effect.PAYMENT_TERMS: {"days"},
            Effect.SHARE: {"points"},
            Effect.STAGE: {"stage"},
            Effect.SEGMENT: {"to_segment"},
        }.get(Effect(effect), set())
        return asked

    @property
    def who(self) -> list[Any]:
        return self._some("name", "name_local", "kind", "scorecard", "category", "segment")

    @property
    def condition(self) -> list[Any]:
        return self._some("when", "grades", "kpi", "comparison", "threshold", "change", "periods", "cases")

    @property
    def result(self) -> list[Any]:
        return self._some(
            "effect", "base", "lines_of", "rate", "per", "line_most", "amount", "cap_rate", "cap_amount", "currency",
            "days", "points", "stage", "to_segment", "tax",
        )  # fmt: skip

    @property
    def ground(self) -> list[Any]:
        return self._some("agreement", "clause", "clause_text", "answer_days")

    def _some(self, *names: str) -> list[Any]:
        return [self[name] for name in names if name in self.fields]

    def clean_grades(self) -> list[str]:
        text = self.cleaned_data["grades"].replace("，", ",").replace("、", ",")
        return [grade.strip() for grade in text.split(",") if grade.strip()]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()

    def _post_clean(self) -> None:
        """The action checks the record; here only each field."""

    @property
    def values(self) -> dict[str, Any]:
        """Every part of a policy: what was not asked is empty."""
        blank = Policy()
        return {name: self.cleaned_data.get(name, getattr(blank, name)) for name in POLICY}


def _choice(field: Any, choices: list[tuple[str, str]], empty: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=field.label, required=False, choices=[("", empty), *choices], help_text=field.help_text
    )
