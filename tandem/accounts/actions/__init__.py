"""People and organisations: every write of the room, one business verb a function."""

from tandem.accounts.actions.contacts import remove_contact, save_contact
from tandem.accounts.actions.delegations import end_delegation, hand_over
from tandem.accounts.actions.identifiers import add_identifier, remove_identifier
from tandem.accounts.actions.invitations import (
    accept_as_newcomer,
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from tandem.accounts.actions.members import add_member, change_roles, remove_member
from tandem.accounts.actions.organizations import (
    add_organization,
    change_organization,
    free_slug,
    free_slugs,
    require_second_factor,
)
from tandem.accounts.actions.people import act_for, change_person, choose_language
from tandem.accounts.actions.sites import remove_site_exception, save_site, set_site_exception
from tandem.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "accept_as_newcomer",
    "accept_invitation",
    "act_for",
    "add_identifier",
    "add_member",
    "add_organization",
    "change_organization",
    "change_person",
    "change_roles",
    "choose_language",
    "end_delegation",
    "free_slug",
    "free_slugs",
    "hand_over",
    "invite",
    "make_token",
    "remove_contact",
    "remove_identifier",
    "remove_member",
    "remove_site_exception",
    "require_second_factor",
    "resend_invitation",
    "revoke_invitation",
    "revoke_token",
    "save_contact",
    "save_site",
    "set_site_exception",
]
