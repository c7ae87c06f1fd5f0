"""What people and webhooks are told of 8D cases."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "case.opened",
        Group.IMPROVEMENT,
        _("A customer opened an 8D case"),
        _("%(customer)s opened %(case)s “%(title)s”: contain it within 24 hours"),
        C.ANSWER_CASES,
        "flag",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "case.returned",
        Group.IMPROVEMENT,
        _("A customer returned a step of an 8D case"),
        _("%(customer)s returned %(step)s of %(case)s: %(reason)s"),
        C.ANSWER_CASES,
        "arrow-back-up",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "case.accepted",
        Group.IMPROVEMENT,
        _("A customer accepted a step of an 8D case"),
        _("%(customer)s accepted %(step)s of %(case)s “%(title)s”"),
        C.ANSWER_CASES,
        "circle-check",
        "good",
    ),
    Kind(
        "case.reopened",
        Group.IMPROVEMENT,
        _("An 8D case was opened again"),
        _("%(customer)s: %(case)s “%(title)s” is open again: %(reason)s"),
        C.ANSWER_CASES,
        "refresh",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "case.withdrawn",
        Group.IMPROVEMENT,
        _("A customer withdrew an 8D case"),
        _("%(customer)s withdrew %(case)s “%(title)s”: %(reason)s"),
        C.ANSWER_CASES,
        "ban",
    ),
    Kind(
        "case.closed",
        Group.IMPROVEMENT,
        _("An 8D case of ours was closed"),
        _("%(customer)s: %(case)s “%(title)s” is closed"),
        C.ANSWER_CASES,
        "lock",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "case.opened_here",
        Group.IMPROVEMENT,
        _("A supplier, or a rule of ours, opened an 8D case"),
        _("%(case)s “%(title)s” was opened for %(supplier)s"),
        C.MANAGE_IMPROVEMENT,
        "flag",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "case.handed_over",
        Group.IMPROVEMENT,
        _("An 8D case was handed over to me"),
        _("%(case)s “%(title)s” of %(supplier)s is yours now"),
        C.MANAGE_IMPROVEMENT,
        "user",
        mail=Mail.DIGEST,
    ),
    Kind(
        "case.handed_in",
        Group.IMPROVEMENT,
        _("A supplier handed in a step of an 8D case"),
        _("%(supplier)s handed in %(step)s of %(case)s “%(title)s”"),
        C.MANAGE_IMPROVEMENT,
        "clipboard-check",
        mail=Mail.DIGEST,
    ),
    Kind(
        "case.closed_here",
        Group.IMPROVEMENT,
        _("An 8D case of mine was closed"),
        _("%(case)s “%(title)s” of %(supplier)s is closed: its effect was shown"),
        C.MANAGE_IMPROVEMENT,
        "lock",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "case.reopened_here",
        Group.IMPROVEMENT,
        _("An 8D case of mine was opened again"),
        _("%(case)s “%(title)s” of %(supplier)s is open again: %(reason)s"),
        C.MANAGE_IMPROVEMENT,
        "refresh",
        "bad",
        Mail.AT_ONCE,
    ),
)
