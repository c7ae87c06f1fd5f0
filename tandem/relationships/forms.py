from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tandem.accounts import identifiers
from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact, Identifier, Organization, Site, User
from tandem.accounts.roles import Capability
from tandem.core.errors import Refused
from tandem.relationships import queries
from tandem.relationships.columns import FIELDS, NAME_FIELDS
from tandem.relationships.models import Category, Relationship, Segment, Stage, SupplierNumber

# A relationship begins at one of these; the later stages are reached by moving.
FIRST_STAGES = [
    (stage.value, stage.label)
    for stage in (Stage.POTENTIAL, Stage.REGISTERED, Stage.QUALIFIED, Stage.APPROVED)
]


class IdentifierForm(forms.Form):
    """One number that names a company. A wrong check digit is refused with the reason."""

    scheme = forms.ChoiceField(label=gettext_lazy("Kind of number"), choices=Identifier.Scheme.choices)
    value = forms.CharField(label=gettext_lazy("Number"), max_length=40)

    def __init__(self, *args: Any, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _check_identifier(self, cleaned, self.country)
        return cleaned


def _check_identifier(form: forms.Form, cleaned: dict[str, Any], country: str) -> None:
    """Put the number into its compact form, or say at its field why it cannot be right."""
    scheme, value = cleaned.get("scheme"), cleaned.get("value")
    if scheme and value:
        try:
            cleaned["value"] = identifiers.check(scheme, value, country)
        except Refused as refusal:
            form.add_error("value", str(refusal))


class SupplierForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Legal name"), max_length=200)
    name_local = forms.CharField(
        label=gettext_lazy("Legal name in Chinese script"), max_length=200, required=False
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        required=False,
        help_text=gettext_lazy("Three letters, for example CNY. Left empty, it is the country's own."),
    )
    scheme = forms.ChoiceField(
        label=gettext_lazy("Kind of number"), choices=[("", "–"), *Identifier.Scheme.choices], required=False
    )
    value = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "A credit code, VAT or D-U-N-S number finds a company that Tandem knows already."
        ),
    )
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=FIRST_STAGES)
    another = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = [("", "–"), *identifiers.country_choices()]

    def clean_currency(self) -> str:
        text = str(self.cleaned_data["currency"])
        try:
            if text:
                return identifiers.currency_code(text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        country = self.cleaned_data.get("country") or ""
        found = identifiers.currency_of(country)
        if country and not found:
            raise forms.ValidationError(_("Give the currency: this country has none of its own."))
        return found or ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _check_identifier(self, cleaned, cleaned.get("country", ""))
        if cleaned.get("value") and not cleaned.get("scheme"):
            self.add_error("scheme", _("Say what kind of number this is."))
        return cleaned


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = ["name", "name_local", "country", "currency", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = identifiers.country_choices()

    def clean_currency(self) -> str:
        try:
            return identifiers.currency_code(self.cleaned_data["currency"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RelationshipForm(forms.Form):
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"), choices=[("", "–"), *Segment.choices], required=False
    )
    preferred = forms.BooleanField(label=gettext_lazy("Preferred supplier"), required=False)
    owner = forms.ModelChoiceField(label=gettext_lazy("Owner"), queryset=User.objects.none(), required=False)
    categories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Categories"),
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sites = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sites served"),
        queryset=Site.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = queries.owners(actor)
        fields["categories"].queryset = Category.objects.visible_to(actor)
        within = actor.reach(Capability.MANAGE_RELATIONSHIPS)
        if within is not None:
            fields["categories"].queryset = fields["categories"].queryset.filter(pk__in=within)
            fields["categories"].help_text = _("Those you look after; the supplier’s other ones stay.")
        fields["sites"].queryset = Site.objects.filter(organization=actor.organization_id)

    def categories_of(self, relationship: Relationship) -> list[Category]:
        """The chosen ones, with those of the supplier that were not to be chosen from."""
        offered: Any = self.fields["categories"]
        others = relationship.categories.exclude(pk__in=offered.queryset.values("pk"))
        return [*self.cleaned_data["categories"], *others]

    @classmethod
    def of(cls, relationship: Relationship, actor: Actor) -> "RelationshipForm":
        return cls(
            actor=actor,
            initial={
                "segment": relationship.segment,
                "preferred": relationship.preferred,
                "owner": relationship.owner_id,
                "categories": relationship.categories.all(),
                "sites": relationship.sites.all(),
            },
        )


class StageForm(forms.Form):
    """Only the moves that are allowed from where the relationship stands."""

    stage = forms.ChoiceField(label=gettext_lazy("New stage"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the history for everybody who asks later."),
    )

    def __init__(self, *args: Any, relationship: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage: Any = self.fields["stage"]
        stage.choices = relationship.next_stages


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Contact
        fields = ["name", "position", "email", "phone"]


class NumberForm(forms.Form):
    source = forms.CharField(
        label=gettext_lazy("Source system"),
        max_length=60,
        help_text=gettext_lazy("The name of the system whose number it is, as your imports call it."),
    )
    company_code = forms.CharField(label=gettext_lazy("Company code"), max_length=40, required=False)
    number = forms.CharField(label=gettext_lazy("Supplier number"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """The number as `key`. One that means something already is refused here, not taken away silently."""
        cleaned = super().clean() or {}
        if "number" not in cleaned or "source" not in cleaned:
            return cleaned
        cleaned["key"] = "/".join(filter(None, (cleaned["company_code"].strip(), cleaned["number"].strip())))
        held = (
            SupplierNumber.objects.visible_to(self.actor)
            .in_force()
            .filter(source=cleaned["source"], key=cleaned["key"])
            .select_related("relationship__supplier")
            .first()
        )
        if held is not None and held.relationship is not None:
            message = _("This number means %(supplier)s at present. End it there first.")
            self.add_error("number", message % {"supplier": held.relationship})
        elif held is not None:
            self.add_error("number", _("This number is marked as internal. Take the mark away first."))
        return cleaned


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript at run time
    class Meta:
        model = Category
        fields = ["code", "name", "name_local"]


class DutiesForm(forms.Form):
    """Which categories a member looks after."""

    every = forms.BooleanField(label=gettext_lazy("Every category, and those still to come"), required=False)
    categories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Or these"),
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["categories"]
        categories.queryset = Category.objects.visible_to(actor)

    @staticmethod
    def of(duties: queries.Duties) -> dict[str, Any]:
        return {"every": duties.every, "categories": duties.categories}


class MergeForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why they are one company"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who says so, or which paper shows it. The reason stays in the history."),
    )


class ListForm(forms.Form):
    """What the columns of a supplier list hold, and what stands in where a row says nothing."""

    source = forms.CharField(
        label=gettext_lazy("Source system"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("The system whose supplier numbers these are, as your imports call it."),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        required=False,
        help_text=gettext_lazy("For rows that name none and have no Chinese credit code."),
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage of new suppliers"),
        choices=Stage.choices,
        help_text=gettext_lazy("Suppliers that you have already keep their stage."),
    )

    def __init__(self, *args: Any, headers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.choices = [("", "–"), *identifiers.country_choices()]
        choices = [("", _("not in this file")), *((header, header) for header in headers)]
        for column in FIELDS:
            self.fields[f"column_{column.code}"] = forms.ChoiceField(
                label=column.name_in(get_language() or "en"), choices=choices, required=False
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{column.code}"] for column in FIELDS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = {column.code: cleaned.get(f"column_{column.code}") for column in FIELDS}
        cleaned["columns"] = {code: header for code, header in chosen.items() if header}
        if not cleaned["columns"].keys() & set(NAME_FIELDS):
            self.add_error("column_name", _("Say which column holds the suppliers' names."))
        if "number" in cleaned["columns"] and not cleaned.get("source", "").strip():
            self.add_error("source", _("Name the system whose supplier numbers these are."))
        return cleaned
