from tandem.onboarding.models.approvals import (
    APPROVAL_TONES,
    Approval,
    ApprovalChange,
    ApprovalCondition,
    ApprovalRest,
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
from tandem.onboarding.models.screening import STATUS_TONES, ScreenedSupplier, Screening, ScreeningMatch
from tandem.onboarding.models.screening_lists import ListedEntry, ListedName, ListVersion, PublicList

__all__ = [
    "APPROVAL_TONES",
    "REVIEW_TONES",
    "STATUS_TONES",
    "Approval",
    "ApprovalChange",
    "ApprovalCondition",
    "ApprovalRest",
    "Document",
    "DocumentKind",
    "DocumentLanguage",
    "DocumentReview",
    "DocumentSetting",
    "ListVersion",
    "ListedEntry",
    "ListedName",
    "PublicList",
    "RenewalAsk",
    "ScreenedSupplier",
    "Screening",
    "ScreeningMatch",
]
