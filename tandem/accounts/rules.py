from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.core.errors import Refused


def require(allowed: bool, message: Any = None) -> None:
    """Raise Refused unless `allowed`."""
    if not allowed:
        raise Refused(
            message or _("Your role does not allow this. Ask an administrator of your organisation.")
        )


def can_manage_organization(actor: Actor, organization_id: int) -> bool:
    return actor.organization_id == organization_id and actor.can(Capability.MANAGE_ORGANISATION)
