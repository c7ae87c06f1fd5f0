from tandem.onboarding.models.approvals import (
    APPROVAL_TONES,
    Approval,
    ApprovalChange,
    ApprovalCondition,
    ApprovalRest,
)
from tandem.onboarding.models.bank_accounts import (
    ACCOUNT_FIELDS,
    CHANGE_TONES,
    BankAccount,
    BankChange,
    CallBack,
    KnownNumber,
)
from tandem.onboarding.models.documents import (
    REVIEW_TONES,
    Document,
    DocumentKind,
    DocumentLanguage,
    DocumentReview,
    DocumentSetting,
    RenewalAsk,
)
from tandem.onboarding.models.passports import PROPOSAL_TONES, Passport, PassportProposal, PassportVersion
from tandem.onboarding.models.registrations import REGISTRATION_TONES, Registration, RegistrationPage
from tandem.onboarding.models.screening import STATUS_TONES, ScreenedSupplier, Screening, ScreeningMatch
from tandem.onboarding.models.screening_lists import ListedEntry, ListedName, ListVersion, PublicList

__all__ = [
    "ACCOUNT_FIELDS",
    "APPROVAL_TONES",
    "CHANGE_TONES",
    "PROPOSAL_TONES",
    "REGISTRATION_TONES",
    "REVIEW_TONES",
    "STATUS_TONES",
    "Approval",
    "ApprovalChange",
    "ApprovalCondition",
    "ApprovalRest",
    "BankAccount",
    "BankChange",
    "CallBack",
    "Document",
    "DocumentKind",
    "DocumentLanguage",
    "DocumentReview",
    "DocumentSetting",
    "KnownNumber",
    "ListVersion",
    "ListedEntry",
    "ListedName",
    "Passport",
    "PassportProposal",
    "PassportVersion",
    "PublicList",
    "Registration",
    "RegistrationPage",
    "RenewalAsk",
    "ScreenedSupplier",
    "Screening",
    "ScreeningMatch",
]
