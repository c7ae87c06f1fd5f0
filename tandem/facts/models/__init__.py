from tandem.facts.models.batches import Batch
from tandem.facts.models.lake import LakeVersion
from tandem.facts.models.mappings import SavedMapping
from tandem.facts.models.rates import ExchangeRate, RatesVersion

__all__ = ["Batch", "ExchangeRate", "LakeVersion", "RatesVersion", "SavedMapping"]
