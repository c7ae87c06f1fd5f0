"""What a person fills in: the need, a criterion, a value with its evidence, an offer."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Site
from tandem.accounts.roles import Capability
from tandem.core.file_kinds import LARGEST
from tandem.core.inputs import DateInput
from tandem.relationships.models import Category
from tandem.sourcing.actions.candidates import EXPECTED
from tandem.sourcing.actions.preparing import NEED
from tandem.sourcing.models import Candidate, Criterion, Offer, Selection, Value
from tandem.sourcing.queries import evidence
from tandem.sourcing.rules import selections as rules


class UploadMixin(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, PNG or JPEG of at most 10 MB; kept out of the web's reach."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 10 MB. Send a smaller scan."))
        return file

    @property
    def uploaded(self) -> tuple[str, bytes] | None:
        file = self.cleaned_data.get("file")
        return (file.name or "file", file.read()) if file else None


class NeedForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Selection
        fields = NEED
        widgets = {
            "begins_on": DateInput(),
            "ends_on": DateInput(),
            "decide_by": DateInput(),
            "description": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "volume": gettext_lazy("How much is needed in a year, all suppliers together."),
            "currency": gettext_lazy(
                "In which offers are compared. Offers in others are converted by your table of rates."
            ),
            "usual_days": gettext_lazy(
                "Payment at this term costs and gains nothing; a later one is worth the cost of capital."
            ),
            "defect_cost": gettext_lazy("What a defective piece costs you, besides its price."),
            "lateness_cost": gettext_lazy("What a piece that comes late costs you."),
            "most_share": gettext_lazy("Leave it empty if one supplier may have everything."),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        categories = Category.objects.visible_to(actor)
        within = actor.reach(Capability.RUN_SELECTIONS)
        if within is not None:
            categories = categories.filter(pk__in=within)
            fields["category"].required = True
        fields["category"].queryset = categories
        fields["category"].empty_label = _("none in particular")
        fields["site"].queryset = Site.objects.filter(organization=actor.organization_id)
        fields["site"].empty_label = _("every site")

    def _post_clean(self) -> None:
        """The action checks the record; here only each field."""

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NEED}


class CriterionForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    code = forms.ChoiceField(label=gettext_lazy("KPI"), required=False)

    class Meta:
        model = Criterion
        fields = ("name", "source", "code", "unit", "direction", "limit", "least", "most")
        help_texts = {
            "limit": gettext_lazy(
                "Whoever does not keep it is out, whatever else speaks for them. Shares in per cent."
            ),
            "least": gettext_lazy(
                "Between these two a missing value is bounded. Left empty: points and shares from 0 to 100, the others"
                " between the values known."
            ),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["code"].choices = [("", "–"), *evidence.kpi_choices(actor)]
        fields["source"].choices = Criterion.Source.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") == Criterion.Source.KPI:
            if not cleaned.get("code"):
                self.add_error("code", _("Choose the KPI whose values the criterion takes."))
        else:
            cleaned["code"] = ""
        return cleaned

    def _post_clean(self) -> None:
        if not self.errors:
            for name in self.Meta.fields:
                setattr(self.instance, name, self.cleaned_data[name])


class ValueForm(UploadMixin):
    known = forms.ChoiceField(
        label=gettext_lazy("What is known"),
        widget=forms.RadioSelect,
        choices=[
            ("value", gettext_lazy("The value")),
            ("limits", gettext_lazy("Two limits it lies between")),
            ("nothing", gettext_lazy("Nothing")),
        ],
        initial="value",
    )
    low = forms.DecimalField(label=gettext_lazy("Value, or at least"), required=False)
    high = forms.DecimalField(label=gettext_lazy("At most"), required=False)
    missing = forms.CharField(label=gettext_lazy("Why nothing is known"), max_length=200, required=False)
    as_of = forms.DateField(label=gettext_lazy("As of"), required=False, widget=DateInput())
    note = forms.CharField(
        label=gettext_lazy("Evidence in words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Who said or measured it, where it can be looked up."),
    )
    url = forms.URLField(
        label=gettext_lazy("Address of the evidence"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, value: Value | None = None, **kwargs: Any) -> None:
        if value is not None:
            limits = value.low is not None
            kwargs.setdefault(
                "initial",
                {
                    "known": ("value" if value.is_known else "limits") if limits else "nothing",
                    "low": value.low.normalize() if value.low is not None else None,
                    "high": value.high.normalize() if value.high is not None and not value.is_known else None,
                    "missing": "" if value.drawn else value.missing,
                    "as_of": value.as_of,
                    "note": value.note,
                    "url": "" if value.drawn else value.url,
                },
            )
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        known = cleaned.get("known")
        if known in ("value", "limits") and cleaned.get("low") is None and "low" not in self.errors:
            self.add_error("low", _("Give the value."))
        if known == "limits" and cleaned.get("high") is None and "high" not in self.errors:
            self.add_error("high", _("Give the upper limit too."))
        if known == "nothing" and not cleaned.get("missing"):
            self.add_error("missing", _("Say why there is no value: it is shown as missing with the reason."))
        return cleaned

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        given = self.cleaned_data
        if given["known"] == "nothing":
            return None, None
        return given["low"], given["high"] if given["known"] == "limits" else given["low"]


class ExpectationForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Candidate
        fields = EXPECTED
        help_texts = {
            "capacity": gettext_lazy("Left empty, nobody knows of a bound."),
            "expected_because": gettext_lazy(
                "Samples, references, an audit: a published scorecard goes before what is entered here."
            ),
        }

    def _post_clean(self) -> None:
        """The action checks the record; here only each field."""

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in EXPECTED}


OFFER = (
    "price", "currency", "freight", "tooling", "incoterm", "payment_days", "offered_on", "valid_until",
)  # fmt: skip


class OfferForm(UploadMixin, forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    breaks = forms.CharField(
        label=gettext_lazy("Price breaks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line: from which volume a year, and the price a piece, as in 50000: 11.20"
        ),
    )

    class Meta:
        model = Offer
        fields = OFFER
        widgets = {"offered_on": DateInput(), "valid_until": DateInput()}

    field_order = (*OFFER[:2], "breaks", *OFFER[2:], "file")

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean_breaks(self) -> list[tuple[Decimal, Decimal]]:
        return [_price_break(line) for line in self.cleaned_data["breaks"].splitlines() if line.strip()]

    def _post_clean(self) -> None:
        """The action checks the record; here only each field."""

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OFFER}


class MinutesForm(forms.Form):
    held_on = forms.DateField(label=gettext_lazy("Held on"), widget=DateInput())
    present = forms.CharField(label=gettext_lazy("Present"), max_length=500)
    text = forms.CharField(
        label=gettext_lazy("What the meeting said"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )


class _Members(forms.ModelChoiceField):  # type: ignore[type-arg]  # no subscript at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user} ({obj.roles_label})"


class JudgeForm(forms.Form):
    member = _Members(
        label=gettext_lazy("Who is to judge"),
        queryset=Membership.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
    )

    def __init__(self, selection: Selection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(organization=selection.customer_id, user__is_active=True)
        members = members.exclude(user__in=selection.judges.values("user")).select_related("user")
        able = [member.pk for member in members if rules.can_be_invited(member)]
        field: Any = self.fields["member"]
        field.queryset = members.filter(pk__in=able).order_by("user__name")


def _price_break(line: str) -> tuple[Decimal, Decimal]:
    found = re.fullmatch(r"\s*([\d\s]+(?:\.\d+)?)\s*[:：;\t]\s*(\d+(?:\.\d+)?)\s*", line)
    if not found:
        raise forms.ValidationError(
            _("“%(line)s” is no price break. Write the volume, a colon and the price, as in 50000: 11.20")
            % {"line": line.strip()}
        )
    try:
        return Decimal(re.sub(r"\s", "", found[1])), Decimal(found[2])
    except InvalidOperation as error:
        raise forms.ValidationError(_("“%(line)s” is no price break.") % {"line": line.strip()}) from error
