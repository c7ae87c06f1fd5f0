from tandem.accounts.forms.delegations import DelegationForm
from tandem.accounts.forms.organizations import ContactForm, IdentifierForm, OrganizationForm
from tandem.accounts.forms.people import MemberForm, NewcomerForm, PersonForm, RolesForm, role_choices
from tandem.accounts.forms.sites import SiteDayForm, SiteForm
from tandem.accounts.forms.tokens import TokenForm

__all__ = [
    "ContactForm",
    "DelegationForm",
    "IdentifierForm",
    "MemberForm",
    "NewcomerForm",
    "OrganizationForm",
    "PersonForm",
    "RolesForm",
    "SiteDayForm",
    "SiteForm",
    "TokenForm",
    "role_choices",
]
