from tandem.accounts.forms.organizations import ContactForm, IdentifierForm, OrganizationForm
from tandem.accounts.forms.people import MemberForm, PersonForm, RoleForm
from tandem.accounts.forms.sites import SiteDayForm, SiteForm

__all__ = [
    "ContactForm",
    "IdentifierForm",
    "MemberForm",
    "OrganizationForm",
    "PersonForm",
    "RoleForm",
    "SiteDayForm",
    "SiteForm",
]
