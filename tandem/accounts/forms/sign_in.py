"""allauth's forms in our own words: one name for each thing, said once and not again inside its field."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.utils.translation import gettext_lazy as _

EMAIL, PASSWORD = _("E-mail address"), _("Password")
NEW: Mapping[str, Any] = {"password1": _("New password"), "password2": _("New password once more")}


class Worded:
    """Gives the fields their labels."""

    LABELS: ClassVar[Mapping[str, Any]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.LABELS.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]  # allauth ships no types
    LABELS = {"login": EMAIL, "password": PASSWORD, "remember": _("Stay signed in on this device")}


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    LABELS = {"password": PASSWORD}


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    LABELS = {"oldpassword": _("Current password"), **NEW}


class SetPasswordForm(Worded, account.SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    LABELS = NEW


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    LABELS = {"email": EMAIL}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    LABELS = NEW


class AddKeyForm(keys.AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone, without the password"),
        help_text=_(
            "It then asks for your fingerprint, your face or a PIN. Otherwise it is asked for after the password; "
            "choose that for a key that knows none of these."
        ),
        required=False,
        initial=True,
    )


class RenameKeyForm(Worded, keys.EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    LABELS = {"name": _("Name")}
