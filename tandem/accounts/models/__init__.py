from tandem.accounts.models.audit import AuditEntry
from tandem.accounts.models.delegations import Delegation
from tandem.accounts.models.invitations import Invitation
from tandem.accounts.models.organizations import Contact, Identifier, Organization, Site, SiteException
from tandem.accounts.models.people import Membership, User
from tandem.accounts.models.tokens import KeptAnswer, RequestCount, Token

__all__ = [
    "AuditEntry",
    "Contact",
    "Delegation",
    "Identifier",
    "Invitation",
    "KeptAnswer",
    "Membership",
    "Organization",
    "RequestCount",
    "Site",
    "SiteException",
    "Token",
    "User",
]
