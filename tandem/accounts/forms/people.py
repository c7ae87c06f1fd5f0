from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import User
from tandem.accounts.roles import SIDES, Role


def role_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles by the side they look from."""
    return [
        (str(side.label), [(role.value, str(role.label)) for role in roles]) for side, roles in SIDES.items()
    ]


class RoleBoxes(forms.CheckboxSelectMultiple):
    """Boxes grouped by the side that a role looks from."""

    template_name = "accounts/role_boxes.html"


class RolesForm(forms.Form):
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"), choices=role_choices, coerce=Role, widget=RoleBoxes
    )


class MemberForm(RolesForm):
    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Full name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the invitation, and of the pages until this person chooses another."),
    )
    field_order = ["email", "name", "language", "roles"]


class NewcomerForm(forms.Form):
    """What somebody new to Tandem says of themselves when they accept an invitation."""

    name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Ten characters or more."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
