from tandem.accounts.views.contacts import add_contact, edit_contact, remove_contact
from tandem.accounts.views.delegations import delegations, end_delegation, hand_over
from tandem.accounts.views.invitations import invitation, resend_invitation, revoke_invitation
from tandem.accounts.views.members import (
    add_member,
    change_roles,
    member,
    members,
    remove_member,
    require_second_factor,
    roles,
)
from tandem.accounts.views.organization import (
    add_identifier,
    edit_organization,
    organization,
    organization_history,
    remove_identifier,
)
from tandem.accounts.views.person import me, not_offered
from tandem.accounts.views.sites import add_site, edit_site, remove_site_day, site, sites
from tandem.accounts.views.switching import choose_language, switch_organization
from tandem.accounts.views.tokens import my_tokens, revoke_token, service_tokens

__all__ = [
    "add_contact",
    "add_identifier",
    "add_member",
    "add_site",
    "change_roles",
    "choose_language",
    "delegations",
    "edit_contact",
    "edit_organization",
    "edit_site",
    "end_delegation",
    "hand_over",
    "invitation",
    "me",
    "member",
    "members",
    "my_tokens",
    "not_offered",
    "organization",
    "organization_history",
    "remove_contact",
    "remove_identifier",
    "remove_member",
    "remove_site_day",
    "require_second_factor",
    "resend_invitation",
    "revoke_invitation",
    "revoke_token",
    "roles",
    "service_tokens",
    "site",
    "sites",
    "switch_organization",
]
