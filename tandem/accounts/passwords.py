"""What a password must be, said in both languages."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's own check; its sentence has no Chinese in the catalogues of Django 5.2."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs %(n)s character at least.",
            "This password is too short: it needs %(n)s characters at least.",
            self.min_length,
        ) % {"n": self.min_length}
