"""What a person proposes for a supplier."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tandem.incentives.actions import Words
from tandem.incentives.models import Consequence, Effect, Kind
from tandem.incentives.models.policies import HONOURS, MONEY, PENALTIES_ONLY, REWARDS_ONLY
from tandem.relationships.models import Segment, Stage


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), required=False, choices=[("", "–"), *Stage.choices]
    )
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"), required=False, choices=[("", "–"), *Segment.choices]
    )

    class Meta:
        model = Consequence
        fields = (
            "kind", "effect", "reason", "amount", "currency", "days", "points", "stage", "segment", "title",
            "title_local", "agreement", "clause", "clause_text", "tax",
        )  # fmt: skip
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 4}),
            "clause_text": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "reason": gettext_lazy("What happened, when, and what it did. The supplier reads this."),
            "points": gettext_lazy("With a minus where it loses business."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["reason"].required = True
        kind = self._chosen("kind")
        never = PENALTIES_ONLY if kind == Kind.REWARD else REWARDS_ONLY
        fields["effect"].choices = [(e.value, e.label) for e in Effect if e not in never]
        effect = self._chosen("effect")
        asked = {"kind", "effect", "reason", "agreement", "clause", "clause_text"}
        if effect in MONEY:
            asked |= {"amount", "currency", "tax"}
        if effect in HONOURS:
            asked |= {"title", "title_local"}
        asked |= {
            Effect.PAYMENT_TERMS: {"days"},
            Effect.SHARE: {"points"},
            Effect.STAGE: {"stage"},
            Effect.SEGMENT: {"segment"},
        }.get(Effect(effect), set())
        for name in set(fields) - asked:
            del fields[name]

    def _chosen(self, name: str) -> str:
        given = self.data.get(name) if self.is_bound else self.initial.get(name)
        choices = [str(value) for value, _label in getattr(self.fields[name], "choices", []) if value]
        return str(given) if given and str(given) in choices else choices[0]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).strip().upper()

    def _post_clean(self) -> None:
        """The action checks the record; here only each field."""

    @property
    def words(self) -> Words:
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return Words(**{"reason": "", **given})
