from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tandem.messaging.kinds import KINDS
from tandem.messaging.values import shown


def sentence(kind: str, context: Mapping[str, Any]) -> str:
    """What happened, in the language in use. A kind that is gone since is named by its name."""
    known = KINDS.get(kind)
    if known is None:
        return _("Something happened: %(kind)s") % {"kind": kind}
    return str(known.sentence % {name: shown(value) for name, value in context.items()})
