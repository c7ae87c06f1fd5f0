from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor, day_of
from tandem.accounts.models import Membership


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]  # no subscript at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user} ({obj.roles_label})"


class DelegationForm(forms.Form):
    taker = Colleague(
        label=_("Who stands in for you"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a colleague"),
    )
    begins_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=_("Back on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The first day on which nobody stands in for you any more."),
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["taker"].queryset = (
            Membership.objects.filter(organization=actor.organization_id, user__is_active=True)
            .exclude(user=actor.user_id)
            .select_related("user", "organization")
            .order_by("user__name")
        )
        today = day_of(now)
        fields["begins_on"].initial = today
        fields["begins_on"].widget.attrs["min"] = today.isoformat()
        fields["ends_on"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()
