from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import SIDES, Role


def role_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles by the side they look from."""
    return [
        (str(side.label), [(role.value, str(role.label)) for role in roles]) for side, roles in SIDES.items()
    ]


class RolesForm(forms.Form):
    roles = forms.TypedMultipleChoiceField(label=_("Roles"), choices=role_choices, coerce=Role)


class MemberForm(RolesForm):
    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Full name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the invitation, and of the pages until this person chooses another."),
    )
    field_order = ["email", "name", "language", "roles"]


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
