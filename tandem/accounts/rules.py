from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact, Delegation, Invitation, Membership, Organization, Token
from tandem.accounts.roles import Capability, Role
from tandem.core.errors import Forbidden


def require(allowed: bool, message: Any = None) -> None:
    """Raise Forbidden, which is a Refused, unless `allowed`."""
    if not allowed:
        raise Forbidden(
            message or _("Your role does not allow this. Ask an administrator of your organisation.")
        )


def can_manage_organization(actor: Actor, organization_id: int) -> bool:
    return actor.organization_id == organization_id and actor.can(Capability.MANAGE_ORGANISATION)


def can_end(actor: Actor, delegation: Delegation) -> bool:
    """Whoever handed over, and administrators."""
    if delegation.giver.organization_id != actor.organization_id:
        return False
    given = actor.user_id is not None and delegation.giver.user_id == actor.user_id
    return given or actor.can(Capability.MANAGE_ORGANISATION)


def can_change_roles(actor: Actor, membership: Membership) -> bool:
    """Nobody widens their own roles by rights that were only handed to them."""
    if not can_manage_organization(actor, membership.organization_id):
        return False
    return membership.user_id != actor.user_id or Capability.MANAGE_ORGANISATION in actor.own_capabilities


def can_identify(actor: Actor, organization_id: int) -> bool:
    """One's own organisation's numbers are its administrators'; a supplier's are kept with its relationship."""
    if actor.organization_id == organization_id:
        return actor.can(Capability.MANAGE_ORGANISATION)
    return actor.can(Capability.MANAGE_RELATIONSHIPS)


def can_keep_contact(actor: Actor, contact: Contact) -> bool:
    """Whose note it is decides; what an organisation gives of itself is for those who manage it."""
    own = contact.organization_id == actor.organization_id
    needed = Capability.MANAGE_ORGANISATION if own else Capability.MANAGE_RELATIONSHIPS
    return contact.kept_by_id == actor.organization_id and actor.can(needed)


def can_make_tokens(actor: Actor, *, service: bool) -> bool:
    """Everybody for themselves; for the organisation, those who manage what works in its name by their own roles: a
    service token would outlast a delegation."""
    if not service:
        return actor.user_id is not None
    return Capability.MANAGE_INTEGRATIONS in actor.own_capabilities


def can_revoke(actor: Actor, token: Token) -> bool:
    if token.organization_id != actor.organization_id:
        return False
    own = token.user_id is not None and token.user_id == actor.user_id
    return own or actor.can(Capability.MANAGE_INTEGRATIONS)


# With whom a supplier begins: whoever looks after the customers there, and invites the others.
FIRST_MEMBER = frozenset({Role.ADMINISTRATOR, Role.SALES})


def can_invite(actor: Actor, organization: Organization, roles: Collection[Role]) -> bool:
    """One's own organisation's people are its administrators' to invite; a supplier's first one its customer's."""
    if actor.organization_id == organization.pk:
        return actor.can(Capability.MANAGE_ORGANISATION)
    return FIRST_MEMBER.issuperset(roles) and _asks(actor, organization.pk)


def can_handle_invitation(actor: Actor, invitation: Invitation) -> bool:
    """Send it again or revoke it: the organisation it leads into, and the customer who sent it."""
    if can_manage_organization(actor, invitation.organization_id):
        return True
    return (
        invitation.from_outside
        and invitation.sender_id == actor.organization_id
        and _asks(actor, invitation.organization_id)
    )


def _asks(actor: Actor, organization_id: int) -> bool:
    """Whether the actor may ask this supplier of theirs: a buyer asks those of the buyer's categories."""
    ours = Organization.objects.filter(pk=organization_id, as_supplier__customer=actor.organization_id)
    if actor.reach(Capability.ASK_SUPPLIERS) is None:
        return actor.can(Capability.ASK_SUPPLIERS) and ours.exists()
    categories = set(ours.values_list("as_supplier__categories", flat=True))
    return actor.can_for(Capability.ASK_SUPPLIERS, categories - {None})
