"""What people and webhooks are told of rewards, penalties, claims and reconciliation statements."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "consequence.proposed",
        Group.INCENTIVES,
        _("Rewards or penalties wait for approval"),
        ngettext_lazy(
            "%(count)s reward or penalty was proposed (%(about)s): approve it, or say why not",
            "%(count)s rewards and penalties were proposed (%(about)s): approve them, or say why not",
            "count",
        ),
        C.APPROVE_INCENTIVES,
        "gavel",
        mail=Mail.DIGEST,
    ),
    Kind(
        "consequence.approved",
        Group.INCENTIVES,
        _("A reward or penalty was approved"),
        _("%(consequence)s for %(supplier)s was approved by %(by)s: announce it"),
        C.PROPOSE_INCENTIVES,
        "circle-check",
        "good",
    ),
    Kind(
        "consequence.refused",
        Group.INCENTIVES,
        _("A reward or penalty was not approved"),
        _("%(consequence)s for %(supplier)s was not approved by %(by)s: %(reason)s"),
        C.PROPOSE_INCENTIVES,
        "circle-x",
        "warning",
    ),
    Kind(
        "consequence.announced",
        Group.INCENTIVES,
        _("A customer announced a reward or penalty"),
        _(
            "%(customer)s announces: %(consequence)s. Read it, and answer by %(respond_by)s where you do not agree"
        ),
        C.READ_CUSTOMERS,
        "gavel",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "consequence.rewarded",
        Group.INCENTIVES,
        _("A customer rewards us"),
        _("%(customer)s rewards you: %(consequence)s"),
        C.READ_CUSTOMERS,
        "award",
        "good",
        Mail.AT_ONCE,
    ),
    Kind(
        "consequence.accepted",
        Group.INCENTIVES,
        _("A supplier accepted a penalty"),
        _("%(supplier)s accepted: %(consequence)s"),
        C.PROPOSE_INCENTIVES,
        "check",
        "good",
    ),
    Kind(
        "consequence.appealed",
        Group.INCENTIVES,
        _("A supplier appeals against a penalty"),
        _("%(supplier)s appeals against %(consequence)s: decide, or ask somebody who had no hand in it"),
        C.APPROVE_INCENTIVES,
        "message-exclamation",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "consequence.decided",
        Group.INCENTIVES,
        _("A customer decided on our appeal"),
        _("%(customer)s decided on your appeal against %(consequence)s: %(decision)s"),
        C.READ_CUSTOMERS,
        "gavel",
        "info",
        Mail.AT_ONCE,
    ),
    Kind(
        "consequence.in_force",
        Group.INCENTIVES,
        _("A penalty came into force without an answer"),
        _("%(consequence)s is in force: nobody answered by %(respond_by)s"),
        C.READ_CUSTOMERS,
        "clock",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "consequence.reversed",
        Group.INCENTIVES,
        _("A customer took a reward or penalty back"),
        _("%(customer)s took %(consequence)s back: %(reason)s"),
        C.READ_CUSTOMERS,
        "arrow-back-up",
        "info",
        Mail.AT_ONCE,
    ),
)
