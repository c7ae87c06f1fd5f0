from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.accounts.scopes import Scope


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What it is for, so that it can be told from others later."),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("half a year")), (365, _("a year"))],
        coerce=int,
        initial=90,
    )
    scopes = forms.TypedMultipleChoiceField(
        label=_("May be used to"), coerce=Scope, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, scopes: Iterable[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(scope.value, f"{scope.label} ({scope.value})") for scope in scopes]
