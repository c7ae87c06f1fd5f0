from tandem.sourcing.models.decision import SIGNING, Allocation, Countersignature, Function
from tandem.sourcing.models.evidence import DRAWN, Criterion, Offer, Value
from tandem.sourcing.models.judging import DirectWeight, Judge, Judgement
from tandem.sourcing.models.selections import OVER, PREPARING, TONES, Candidate, Minutes, Selection

__all__ = [
    "DRAWN",
    "OVER",
    "PREPARING",
    "SIGNING",
    "TONES",
    "Allocation",
    "Candidate",
    "Countersignature",
    "Criterion",
    "DirectWeight",
    "Function",
    "Judge",
    "Judgement",
    "Minutes",
    "Offer",
    "Selection",
    "Value",
]
