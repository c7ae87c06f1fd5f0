from tandem.accounts.models.audit import AuditEntry
from tandem.accounts.models.organizations import Contact, Identifier, Organization, Site, SiteException
from tandem.accounts.models.people import Membership, User

__all__ = [
    "AuditEntry",
    "Contact",
    "Identifier",
    "Membership",
    "Organization",
    "Site",
    "SiteException",
    "User",
]
