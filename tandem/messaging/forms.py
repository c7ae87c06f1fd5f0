from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.messaging.kinds import KINDS, Group, Kind
from tandem.messaging.models import Mail


def time_zones() -> list[tuple[str, str]]:
    """Places by name, as the time zone database has them."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


class MailHourForm(forms.Form):
    hour = forms.TypedChoiceField(
        label=_("Daily summary at"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)


class ChannelsForm(forms.Form):
    """For each kind whether it stands in the inbox, and how it comes by mail."""

    def __init__(self, *args: Any, shown: Iterable[Kind], **options: Any) -> None:
        super().__init__(*args, **options)
        self.shown = list(shown)
        for kind in self.shown:
            self.fields[f"inbox.{kind.name}"] = forms.BooleanField(
                required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
            )
            self.fields[f"mail.{kind.name}"] = forms.ChoiceField(
                choices=Mail.choices, widget=forms.Select({"class": "form-select channel"})
            )

    def groups(self) -> list[tuple[str, list[tuple[Kind, forms.BoundField, forms.BoundField]]]]:
        rows = [(kind, self[f"inbox.{kind.name}"], self[f"mail.{kind.name}"]) for kind in self.shown]
        grouped = [(str(group.label), [row for row in rows if row[0].group == group]) for group in Group]
        return [(label, found) for label, found in grouped if found]

    def chosen(self) -> dict[str, tuple[bool, Mail]]:
        values = self.cleaned_data
        return {
            kind.name: (values[f"inbox.{kind.name}"], Mail(values[f"mail.{kind.name}"]))
            for kind in self.shown
        }


def event_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind by its group, in the words of the settings, with its stable name."""
    return [
        (str(group.label), [(kind.name, f"{kind.label} ({kind.name})") for kind in found])
        for group in Group
        if (found := [kind for kind in KINDS.values() if kind.group == group])
    ]


class EndpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Tandem sends a POST request there for each event."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events"), choices=event_choices, widget=forms.CheckboxSelectMultiple
    )
