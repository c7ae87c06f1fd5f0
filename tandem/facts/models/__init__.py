from tandem.facts.models.batches import Batch, BatchStatus, Fact
from tandem.facts.models.keys import SupplierKey
from tandem.facts.models.lake import LakeVersion
from tandem.facts.models.mappings import SavedMapping
from tandem.facts.models.rates import ExchangeRate, RatesVersion

__all__ = [
    "Batch",
    "BatchStatus",
    "ExchangeRate",
    "Fact",
    "LakeVersion",
    "RatesVersion",
    "SavedMapping",
    "SupplierKey",
]
