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

__all__ = [
    "APPROVAL_TONES",
    "REVIEW_TONES",
    "Approval",
    "ApprovalChange",
    "ApprovalCondition",
    "ApprovalRest",
    "Document",
    "DocumentKind",
    "DocumentLanguage",
    "DocumentReview",
    "DocumentSetting",
    "RenewalAsk",
]
