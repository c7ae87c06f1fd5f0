"""What a customer fills in to ask: of one supplier or of many, and how it is to reach them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tandem.accounts.models import Contact
from tandem.core import formats
from tandem.core.inputs import DateInput
from tandem.portal.actions.asks import Wanted
from tandem.portal.models import Ask, AskedLine
from tandem.portal.models.certificate_kinds import CertificateKind
from tandem.portal.order_lines import key_of
from tandem.relationships.models import Segment
from tandem.relationships.picking import SuppliersForm
from tandem.scorecards import periods
from tandem.scorecards.models import Card

DUE_IN = timedelta(days=7)
QUARTERS, MONTHS = 6, 6


class AskForm(forms.Form):
    """Fields that the kind does not need are left out."""

    period = forms.ChoiceField(label=gettext_lazy("Lines due in"))
    card = forms.ModelChoiceField(Card.objects.none(), label=gettext_lazy("Scorecard"), empty_label=None)
    certificate_kind = forms.ChoiceField(label=gettext_lazy("Certificate"), choices=CertificateKind.choices)
    lines = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label=gettext_lazy("Answer by"), widget=DateInput())
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In a language the supplier reads: it is shown as you write it."),
    )

    def __init__(
        self,
        kind: str,
        *args: Any,
        today: date,
        cards: QuerySet[Card] | None = None,
        open_lines: Sequence[AskedLine] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.today = today
        self.open_lines = open_lines
        self.fields["due_on"].initial = today + DUE_IN
        if kind == Ask.Kind.CHECK_DATA:
            _choices(self.fields["period"], period_choices(today))
        else:
            del self.fields["period"]
        if kind == Ask.Kind.SCORECARD and cards is not None:
            field: Any = self.fields["card"]
            field.queryset = cards
            field.label_from_instance = _card_label
        else:
            del self.fields["card"]
        if kind != Ask.Kind.CERTIFICATE:
            del self.fields["certificate_kind"]
        if kind == Ask.Kind.CONFIRM_DATE and open_lines is not None:
            _choices(self.fields["lines"], [(key_of(line), str(line)) for line in open_lines])
            self.fields["lines"].initial = [key_of(line) for line in open_lines]
        else:
            del self.fields["lines"]

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("The day it is due has passed already. Choose a later one."))
        return due_on

    def clean_lines(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["lines"]
        if not chosen:
            raise forms.ValidationError(_("Choose at least one order line."))
        return chosen

    @property
    def picked(self) -> list[tuple[str, AskedLine, bool]]:
        """The open lines as (value, line, ticked)."""
        value = self["lines"].value() or []
        return [(key_of(line), line, key_of(line) in value) for line in self.open_lines or ()]

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            self.kind,
            due_on=given["due_on"],
            message=given["message"],
            period=given.get("period", ""),
            certificate_kind=given.get("certificate_kind", ""),
            card=given.get("card"),
            chosen=frozenset(given["lines"]) if "lines" in given else None,
        )


class SendForm(forms.Form):
    """How the request reaches somebody who may have no account: by mail, or as a link to hand on oneself."""

    how = forms.ChoiceField(label=gettext_lazy("How it reaches them"), widget=forms.RadioSelect)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(
        self, *args: Any, contacts: Sequence[Contact] = (), members: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("mail", _("By mail, with a link that needs no password")),
            ("copy", _("As a link or QR code that I hand on myself")),
        ]
        if members:
            choices.append(("portal", _("Only in Tandem: the supplier's people are notified there")))
        _choices(self.fields["how"], choices)
        self.fields["email"].widget.attrs["list"] = "contacts"
        self.contacts = [contact for contact in contacts if contact.email]
        if self.contacts:
            self.fields["email"].initial = self.contacts[0].email
        self.fields["how"].initial = "mail" if self.contacts else "copy"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == "mail" and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give the address the link is to go to."))
        return cleaned


class ManyForm(SuppliersForm):
    """Which suppliers are asked, and whether a link goes to the first contact of each."""

    mail = forms.BooleanField(
        label=gettext_lazy("Send each a link by mail, to its first contact with an address"),
        required=False,
        initial=True,
    )


class OpenSurveyForm(forms.Form):
    period = forms.ChoiceField(label=gettext_lazy("Quarter"))
    segment = forms.ChoiceField(label=gettext_lazy("Suppliers asked"), required=False)
    closes_on = forms.DateField(label=gettext_lazy("Answers until"), widget=DateInput())
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mail = forms.BooleanField(
        label=gettext_lazy("Send each a link by mail, to its first contact with an address"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["period"], quarter_choices(today))
        _choices(
            self.fields["segment"],
            [("", _("All suppliers you work with")), *((one.value, one.label) for one in Segment)],
        )
        self.fields["closes_on"].initial = today + 2 * DUE_IN


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    card = forms.BooleanField(
        label=gettext_lazy("A link to its latest published scorecard"), required=False, initial=True
    )
    join = forms.BooleanField(
        label=gettext_lazy("An invitation to sign up as the supplier's first person"),
        required=False,
        initial=True,
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In a language the supplier reads: it is shown as you write it."),
    )

    def __init__(
        self, *args: Any, contacts: Sequence[Contact], may_join: bool, has_card: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not may_join:
            del self.fields["join"]
        if not has_card:
            del self.fields["card"]
        self.fields["email"].widget.attrs["list"] = "contacts"
        self.contacts = [contact for contact in contacts if contact.email]
        if self.contacts:
            self.fields["email"].initial = self.contacts[0].email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("card") and not cleaned.get("join"):
            raise forms.ValidationError(_("Choose what the mail is to bring."))
        return cleaned


def language_for(country: str) -> str:
    """What somebody at a company of that country most likely reads."""
    return "zh-hans" if country in ("CN", "TW", "HK", "MO") else "en"


def quarter_choices(today: date) -> list[tuple[str, str]]:
    this = periods.containing(today, "quarter")
    names = [periods.before(this, back).name for back in range(1, QUARTERS + 1)]
    return [(name, formats.period(name, _language())) for name in [*names[:1], this.name, *names[1:]]]


def period_choices(today: date) -> list[tuple[str, str]]:
    """Recent months, then quarters."""
    month, quarter = (periods.containing(today, grain) for grain in ("month", "quarter"))
    names = [periods.before(month, back).name for back in range(MONTHS)]
    names += [periods.before(quarter, back).name for back in range(QUARTERS)]
    return [(name, formats.period(name, _language())) for name in names]


def _card_label(card: Card) -> str:
    shown = formats.period(card.run.period, _language())
    return f"{shown} · {card.run.template.name} · {card.grade or '–'}"


def _language() -> str:
    return get_language() or "en"


def _choices(field: forms.Field, choices: Any) -> None:
    chooser: Any = field
    chooser.choices = choices
