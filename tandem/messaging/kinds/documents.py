"""What people and webhooks are told of documents and their renewal."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "document.handed_in",
        Group.QUALIFICATION,
        _("A supplier handed in a document"),
        _("%(supplier)s handed in: %(document)s"),
        C.MANAGE_QUALIFICATION,
        "certificate",
        mail=Mail.DIGEST,
    ),
    Kind(
        "document.lapsed",
        Group.QUALIFICATION,
        _("A supplier’s document lapsed without a renewal"),
        _("%(supplier)s: %(document)s lapsed after %(day)s and is not renewed"),
        C.MANAGE_QUALIFICATION,
        "file-alert",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "our_document.accepted",
        Group.QUALIFICATION,
        _("A customer accepted a document of ours"),
        _("%(customer)s accepted %(document)s"),
        C.READ_CUSTOMERS,
        "check",
        "good",
    ),
    Kind(
        "our_document.refused",
        Group.QUALIFICATION,
        _("A customer refused a document of ours"),
        _("%(customer)s refused %(document)s: %(reason)s"),
        C.READ_CUSTOMERS,
        "arrow-back-up",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "our_document.renewal_asked",
        Group.QUALIFICATION,
        _("A document of ours lapses soon"),
        ngettext_lazy(
            "%(document)s lapses after %(day)s, in %(count)s day: hand in its renewal (%(customers)s)",
            "%(document)s lapses after %(day)s, in %(count)s days: hand in its renewal (%(customers)s)",
            "count",
        ),
        C.READ_CUSTOMERS,
        "calendar-event",
        "warning",
        Mail.AT_ONCE,
    ),
    Kind(
        "our_document.lapsed",
        Group.QUALIFICATION,
        _("A document of ours lapsed"),
        _(
            "%(document)s lapsed after %(day)s: without a renewal, what rests on it is suspended (%(customers)s)"
        ),
        C.READ_CUSTOMERS,
        "file-alert",
        "bad",
        Mail.AT_ONCE,
    ),
)
