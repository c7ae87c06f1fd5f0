from tandem.incentives.models.consequences import (
    OVER,
    SHOWN,
    TONES,
    Consequence,
    ConsequenceLine,
)
from tandem.incentives.models.policies import Effect, Kind, Policy, Tax

__all__ = [
    "OVER",
    "SHOWN",
    "TONES",
    "Consequence",
    "ConsequenceLine",
    "Effect",
    "Kind",
    "Policy",
    "Tax",
]
