"""What is typed on the pages of a qualification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.accounts.models import Site, User
from tandem.core.file_kinds import LARGEST
from tandem.core.inputs import DateInput
from tandem.onboarding import results
from tandem.onboarding.actions.qualification_items import Upload, batch_figures, sample_figures
from tandem.onboarding.models import ItemKind, Proposal, QualificationItem, Risk
from tandem.onboarding.queries.requirements import ProposedRisk
from tandem.onboarding.requirement_data import number
from tandem.relationships import queries as relationships
from tandem.relationships.models import Category, Relationship

CONDITIONS = 4
# For how long one approves, by the risk.
YEARS = {Risk.LOW: 3, Risk.MEDIUM: 2, Risk.HIGH: 1}


def words(label: Any, *, required: bool = False, rows: int = 3, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class StartForm(forms.Form):
    category = forms.ModelChoiceField(Category.objects.none(), label=gettext_lazy("Category"))
    sites = forms.ModelMultipleChoiceField(
        Site.objects.none(),
        label=gettext_lazy("Sites"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: every site."),
    )
    risk = forms.ChoiceField(label=gettext_lazy("Risk class"), choices=Risk.choices, widget=forms.RadioSelect)
    risk_reason = words(
        gettext_lazy("Why this risk class"),
        required=True,
        rows=2,
        hint=gettext_lazy("The supplier does not read it."),
    )
    lead = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Led by"))

    def __init__(
        self, actor: Actor, relationship: Relationship, proposed: ProposedRisk, *args: Any, **kwargs: Any
    ) -> None:
        own = list(relationship.categories.all())
        kwargs["initial"] = {
            "risk": proposed.risk,
            "risk_reason": proposed.why,
            "lead": actor.user_id,
            "category": own[0].pk if own else None,
        }
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["category"]
        categories.queryset = Category.objects.visible_to(actor)
        if own:
            theirs = {each.pk for each in own}
            others = [each for each in categories.queryset if each.pk not in theirs]
            categories.choices = [
                (_("Its categories"), [(each.pk, str(each)) for each in own]),
                *([(_("Others"), [(each.pk, str(each)) for each in others])] if others else []),
            ]
        sites: Any = self.fields["sites"]
        sites.queryset = Site.objects.filter(organization=actor.organization_id)
        lead: Any = self.fields["lead"]
        lead.queryset = relationships.owners(actor)


class FileMixin(forms.Form):
    """A file and what it is, or words alone."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, PNG or JPEG. On a phone, take a photo."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB. Send a smaller scan.")
                % {"limit": LARGEST // 1024**2}
            )
        return file

    @property
    def upload(self) -> Upload | None:
        file = self.cleaned_data["file"]
        return Upload(file.name, file.read()) if file else None


class ResultForm(FileMixin):
    """What one's own side found; the figures depend on the item's kind."""

    text = words(gettext_lazy("What was found"), rows=3)
    passed = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=[("yes", gettext_lazy("Passed")), ("no", gettext_lazy("Not passed"))],
        widget=forms.RadioSelect,
    )
    reason = words(gettext_lazy("If not passed: why"), rows=2, hint=gettext_lazy("The supplier reads it."))
    field_order = ["score", "values", "made", "good", "defective", "text", "file", "passed", "reason"]

    def __init__(self, item: QualificationItem, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if item.kind in (ItemKind.AUDIT, ItemKind.QUESTIONNAIRE):
            self.fields["score"] = forms.DecimalField(
                label=_("Score, in per cent"), min_value=0, max_value=100, decimal_places=2, required=False
            )
        elif item.kind == ItemKind.SAMPLE:
            self.fields["values"] = forms.CharField(
                label=_("Measured values"),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("One for each sample, separated by blanks or lines, such as 24.98 25.01"),
            )
        elif item.kind == ItemKind.TRIAL:
            for name, label in (
                ("made", _("Pieces made")),
                ("good", _("Good pieces")),
                ("defective", _("Defective pieces")),
            ):
                self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=10**9)
        self.order_fields(self.field_order)

    def clean_values(self) -> list[Decimal]:
        text = str(self.cleaned_data["values"]).replace(";", " ").replace("，", " ")
        found = []
        for word in text.split():
            value = number(word)
            if value is None:
                raise forms.ValidationError(_("“%(word)s” is not a number.") % {"word": word})
            found.append(value)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.item.kind == ItemKind.TRIAL and not self.errors:
            if cleaned["made"] == 0:
                self.add_error("made", _("A batch of no pieces shows nothing."))
            elif cleaned["good"] + cleaned["defective"] > cleaned["made"]:
                self.add_error("made", _("There are more good and defective pieces than were made."))
        if not self.errors and cleaned["passed"] == "yes":
            verdict = self._verdict(cleaned)
            if not verdict.passed:
                said = " ".join(verdict.faults)
                self.add_error(
                    "passed",
                    _(
                        "%(faults)s By the requirements this is not passed; whoever approves suppliers may waive it."
                    )
                    % {"faults": said},
                )
        return cleaned

    def _verdict(self, cleaned: dict[str, Any]) -> results.Verdict:
        spec = self.item.spec
        if cleaned.get("score") is not None:
            return results.of_score(cleaned["score"], spec)
        if self.item.kind == ItemKind.SAMPLE:
            return results.of_samples(cleaned["values"], spec)
        if self.item.kind == ItemKind.TRIAL:
            return results.of_batch(self._batch(cleaned), spec)
        return results.Verdict(True)

    @property
    def figures(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("score") is not None:
            return {"score": str(cleaned["score"])}
        if self.item.kind == ItemKind.SAMPLE:
            return sample_figures(cleaned["values"])
        if self.item.kind == ItemKind.TRIAL:
            return batch_figures(self._batch(cleaned))
        return {}

    def _batch(self, cleaned: dict[str, Any]) -> results.Batch:
        return results.Batch(cleaned["made"], cleaned["good"], cleaned["defective"])


class PlanForm(forms.Form):
    due_on = forms.DateField(label=gettext_lazy("Due"), widget=DateInput())
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Owner by name"),
        required=False,
        empty_label=gettext_lazy("nobody by name"),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = relationships.owners(actor)


class ProposeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=Proposal.Outcome.choices, widget=forms.RadioSelect
    )
    reason = words(
        gettext_lazy("Reasons"),
        required=True,
        rows=4,
        hint=gettext_lazy("Once it is decided, the supplier reads them."),
    )
    starts_on = forms.DateField(label=gettext_lazy("Approved from"), widget=DateInput(), required=False)
    ends_on = forms.DateField(
        label=gettext_lazy("Approved until"),
        widget=DateInput(),
        required=False,
        help_text=gettext_lazy("The first day on which it holds no longer; empty: until it is ended."),
    )

    def __init__(self, risk: str, *args: Any, today: date, complete: bool, **kwargs: Any) -> None:
        ends = today + timedelta(days=365 * YEARS[Risk(risk)])
        kwargs["initial"] = {
            "starts_on": today,
            "ends_on": ends,
            "outcome": Proposal.Outcome.APPROVE if complete else Proposal.Outcome.REFUSE,
        }
        super().__init__(*args, **kwargs)
        for place in range(CONDITIONS):
            self.fields[f"condition{place}"] = forms.CharField(
                label=_("Condition %(number)s") % {"number": place + 1}, max_length=500, required=False
            )
            self.fields[f"due{place}"] = forms.DateField(
                label=_("To be met by"), widget=DateInput(), required=False
            )

    @property
    def condition_rows(self) -> Sequence[tuple[Any, Any]]:
        return [(self[f"condition{place}"], self[f"due{place}"]) for place in range(CONDITIONS)]

    @property
    def conditions(self) -> list[tuple[str, date]]:
        """Only of an approval with conditions: what stands in the fields counts for nothing else."""
        cleaned = self.cleaned_data
        if cleaned["outcome"] != Proposal.Outcome.CONDITIONAL:
            return []
        rows = [(cleaned[f"condition{place}"], cleaned[f"due{place}"]) for place in range(CONDITIONS)]
        return [(text, due) for text, due in rows if text and due]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") != Proposal.Outcome.CONDITIONAL:
            return cleaned
        for place in range(CONDITIONS):
            text, due = cleaned.get(f"condition{place}"), cleaned.get(f"due{place}")
            if text and not due:
                self.add_error(f"due{place}", _("Give the day by which it is to be met."))
            if due and not text:
                self.add_error(f"condition{place}", _("Say what is to be met by that day."))
        return cleaned
