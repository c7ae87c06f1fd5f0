"""What people and webhooks are told of files of facts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail
from tandem.messaging.kinds.kind import Group, Kind

C = Capability

KINDS = (
    Kind(
        "import.finished",
        Group.FACTS,
        _("A file was loaded, without some of its rows"),
        ngettext_lazy(
            "%(file)s was loaded, but %(count)s row was rejected",
            "%(file)s was loaded, but %(count)s rows were rejected",
            "count",
        ),
        C.IMPORT_FACTS,
        "file-alert",
        "warning",
        Mail.DIGEST,
    ),
    Kind(
        "import.rejected",
        Group.FACTS,
        _("A file was refused because rows were rejected"),
        ngettext_lazy(
            "%(file)s was not loaded: %(count)s row was rejected",
            "%(file)s was not loaded: %(count)s rows were rejected",
            "count",
        ),
        C.IMPORT_FACTS,
        "file-alert",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "import.failed",
        Group.FACTS,
        _("The loading of a file was interrupted"),
        _("%(file)s was not loaded: %(problem)s"),
        C.IMPORT_FACTS,
        "alert-triangle",
        "bad",
        Mail.AT_ONCE,
    ),
    Kind(
        "suppliers.unmatched",
        Group.FACTS,
        _("Rows came in under unknown supplier numbers"),
        ngettext_lazy(
            "%(count)s row of %(file)s waits for a supplier number to be matched",
            "%(count)s rows of %(file)s wait for supplier numbers to be matched",
            "count",
        ),
        C.MATCH_SUPPLIERS,
        "arrow-merge",
        "warning",
        Mail.DIGEST,
    ),
)
