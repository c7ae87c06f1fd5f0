from tandem.facts.actions.batches import discard_batch, keep_upload, map_batch, open_batch
from tandem.facts.actions.foretelling import foretell
from tandem.facts.actions.loading import Choices, load_batch, start_loading
from tandem.facts.actions.mappings import save_mapping
from tandem.facts.actions.rates import import_rates, save_rates
from tandem.facts.actions.suppliers import create_for_keys, mark_key_internal, match_supplier_key
from tandem.facts.actions.withdrawing import withdraw_batch

__all__ = [
    "Choices",
    "create_for_keys",
    "discard_batch",
    "foretell",
    "import_rates",
    "keep_upload",
    "load_batch",
    "map_batch",
    "mark_key_internal",
    "match_supplier_key",
    "open_batch",
    "save_mapping",
    "save_rates",
    "start_loading",
    "withdraw_batch",
]
