from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Role


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)


class MemberForm(RoleForm):
    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Full name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the invitation, and of the pages until this person chooses another."),
    )
    field_order = ["email", "name", "language", "role"]


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
