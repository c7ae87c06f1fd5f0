"""What people and webhooks are told of selections."""

from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "selection.judge",
        Group.SELECTIONS,
        _("I am asked to weigh the criteria of a selection"),
        _("%(by)s asks you to weigh the criteria of “%(selection)s”"),
        C.READ_SUPPLIERS,
        "scale",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "selection.judged",
        Group.SELECTIONS,
        _("A judge has weighed the criteria of my selection"),
        _("%(judge)s has weighed the criteria of “%(selection)s”"),
        C.READ_SUPPLIERS,
        "scale",
        "good",
    ),
    Kind(
        "selection.countersign",
        Group.SELECTIONS,
        _("A selection waits for countersignatures"),
        _("%(by)s proposes “%(selection)s”: countersign it, or say what speaks against it"),
        C.COUNTERSIGN_SELECTIONS,
        "clipboard-check",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "selection.agreed",
        Group.SELECTIONS,
        _("Somebody countersigned my selection"),
        _("%(by)s countersigned “%(selection)s”"),
        C.READ_SUPPLIERS,
        "check",
        "good",
    ),
    Kind(
        "selection.disagreed",
        Group.SELECTIONS,
        _("Somebody disagrees with my selection"),
        _("%(by)s disagrees with “%(selection)s”: %(remark)s"),
        C.READ_SUPPLIERS,
        "alert-triangle",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "selection.decide",
        Group.SELECTIONS,
        _("A selection is ready to be decided"),
        _("“%(selection)s” is countersigned and waits for the decision"),
        C.DECIDE_SELECTIONS,
        "gavel",
        mail=Mail.AT_ONCE,
    ),
    Kind(
        "selection.taken_back",
        Group.SELECTIONS,
        _("My selection went back to be judged anew"),
        _("“%(selection)s” went back to be judged anew: %(reason)s"),
        C.READ_SUPPLIERS,
        "arrow-back-up",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "selection.decided",
        Group.SELECTIONS,
        _("A selection that I worked on was decided"),
        _("%(by)s decided “%(selection)s”"),
        C.READ_SUPPLIERS,
        "circle-check",
        "good",
        Mail.DIGEST,
    ),
)
