"""What people and webhooks are told of requests to suppliers and their answers."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "request.asked",
        Group.REQUESTS,
        _("A customer asks us for something"),
        _("%(customer)s asks: %(what)s, by %(due)s"),
        C.ANSWER_CUSTOMERS,
        "send",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "request.answered",
        Group.REQUESTS,
        _("A supplier answered what I asked"),
        _("%(supplier)s answered: %(what)s"),
        C.READ_SUPPLIERS,
        "message",
        "good",
        Mail.DIGEST,
    ),
    Kind(
        "request.returned",
        Group.REQUESTS,
        _("A customer returned our answer"),
        _("%(customer)s returned the answer (%(what)s): %(reason)s"),
        C.ANSWER_CUSTOMERS,
        "arrow-back-up",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "request.accepted",
        Group.REQUESTS,
        _("A customer accepted our answer"),
        _("%(customer)s accepted the answer: %(what)s"),
        C.ANSWER_CUSTOMERS,
        "check",
        "good",
    ),
    Kind(
        "request.withdrawn",
        Group.REQUESTS,
        _("A customer withdrew a request"),
        _("%(customer)s withdrew its request: %(what)s"),
        C.ANSWER_CUSTOMERS,
        "ban",
    ),
    Kind(
        "link.wanted",
        Group.REQUESTS,
        _("A supplier asks for a new link"),
        _("%(supplier)s asks for a new link: %(what)s"),
        C.ASK_SUPPLIERS,
        "refresh",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "invitation.wanted",
        Group.REQUESTS,
        _("Somebody at a supplier asks to be invited"),
        _("Somebody at %(supplier)s asks to be invited: %(email)s"),
        C.ASK_SUPPLIERS,
        "user-plus",
        mail=Mail.DIGEST,
    ),
    Kind(
        "supplier.first_member",
        Group.REQUESTS,
        _("A supplier of ours has its first person in Tandem, invited by another customer"),
        _("%(email)s, invited by another of its customers, is the first administrator of %(supplier)s"),
        C.MANAGE_RELATIONSHIPS,
        "user-check",
    ),
)
