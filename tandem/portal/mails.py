"""Mails that carry a link, an invitation or both, each in the language of whoever gets it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.portal.models import Link
from tandem.relationships.models import Relationship


def address_of(site: str, token: str) -> str:
    """The link as its recipient gets it. `site` is Tandem's own address."""
    return urljoin(site, reverse("links:open", args=[token]))


def link_mail(link: Link, token: str, site: str) -> EmailMessage:
    """The mail that brings a link, which is in this mail and nowhere else."""
    ask = link.ask
    with override(link.language):
        subject = _("%(customer)s asks: %(kind)s") % {
            "customer": ask.relationship.customer,
            "kind": ask.get_kind_display(),
        }
        context = {"ask": ask, "link": link, "by": link.made_by_name, "address": address_of(site, token)}
        return EmailMessage(subject, render_to_string("links/mail.txt", context), None, [link.email])


def invitation_mail(
    relationship: Relationship, email: str, language: str, context: Mapping[str, Any]
) -> EmailMessage:
    """One mail with what the customer chose: `read` is a link to a scorecard, `join` where signing up begins."""
    ends = {"customer": relationship.customer, "supplier": relationship.supplier}
    with override(language):
        subject = _("%(customer)s invites you to Tandem") % ends
        body = render_to_string("links/invitation.txt", {**ends, **context})
    return EmailMessage(subject, body, None, [email])
