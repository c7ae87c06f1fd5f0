"""The mails of the open door, each in the language in which somebody registered."""

from urllib.parse import urljoin

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.accounts.models import Invitation
from tandem.onboarding.models import Registration


def confirming(registration: Registration, token: str, site: str) -> EmailMessage:
    """The link that confirms the address is in this mail and nowhere else."""
    address = urljoin(site, reverse("registering:confirm", args=[token]))
    with override(registration.language):
        subject = _("Confirm your registration with %(customer)s") % {"customer": registration.customer}
    return _mail(registration, subject, "registering/confirm.txt", address=address)


def welcoming(registration: Registration, invitation: Invitation, address: str) -> EmailMessage:
    """Accepted: the way in, for the first person of the company."""
    with override(registration.language):
        subject = _("%(customer)s accepted your registration") % {"customer": registration.customer}
    return _mail(registration, subject, "registering/accepted.txt", address=address, invitation=invitation)


def accepted(registration: Registration, site: str) -> EmailMessage:
    """Accepted, where people act for the company already."""
    with override(registration.language):
        subject = _("%(customer)s accepted your registration") % {"customer": registration.customer}
    return _mail(registration, subject, "registering/accepted_known.txt", address=site)


def refused(registration: Registration) -> EmailMessage:
    with override(registration.language):
        subject = _("Your registration with %(customer)s") % {"customer": registration.customer}
    return _mail(registration, subject, "registering/refused.txt")


def _mail(registration: Registration, subject: str, template: str, **context: object) -> EmailMessage:
    with override(registration.language):
        known = {"registration": registration, "customer": registration.customer}
        body = render_to_string(template, {**known, **context})
    return EmailMessage(subject, body, None, [registration.email])
