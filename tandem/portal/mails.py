"""Mails that carry a link or an invitation, each in the language of whoever gets it."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.portal.models import Link


def address_of(request: HttpRequest, token: str) -> str:
    """The link as its recipient gets it."""
    return request.build_absolute_uri(reverse("links:open", args=[token]))


def send_link(request: HttpRequest, link: Link, token: str) -> None:
    """Mail the link once the transaction stands. The link is in the mail and nowhere else."""
    ask = link.ask
    with override(link.language):
        context = {"ask": ask, "link": link, "by": link.made_by_name, "address": address_of(request, token)}
        subject = _("%(customer)s asks: %(kind)s") % {
            "customer": ask.relationship.customer,
            "kind": ask.get_kind_display(),
        }
    send_later(link.email, subject, "links/mail.txt", context, link.language)


def send_later(email: str, subject: str, template: str, context: Mapping[str, Any], language: str) -> None:
    with override(language):
        body = render_to_string(template, dict(context))
    transaction.on_commit(lambda: send_mail(" ".join(subject.split()), body, None, [email]))
