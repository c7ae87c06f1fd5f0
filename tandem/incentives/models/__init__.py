from tandem.incentives.models.claims import CLAIM_TONES, Claim, ClaimItem, ClaimPaper
from tandem.incentives.models.consequences import (
    OVER,
    TONES,
    Consequence,
    ConsequenceLine,
)
from tandem.incentives.models.honours import Honour
from tandem.incentives.models.policies import Effect, Kind, Policy, Tax
from tandem.incentives.models.statements import STATEMENT_TONES, Statement, StatementLine

__all__ = [
    "CLAIM_TONES",
    "OVER",
    "STATEMENT_TONES",
    "TONES",
    "Claim",
    "ClaimItem",
    "ClaimPaper",
    "Consequence",
    "ConsequenceLine",
    "Effect",
    "Honour",
    "Kind",
    "Policy",
    "Statement",
    "StatementLine",
    "Tax",
]
