"""What importing a file would do, said without doing it."""

from dataclasses import dataclass
from pathlib import Path

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.facts import opening, queries, rules
from tandem.facts.actions.loading import Choices, check_file
from tandem.facts.actions.suppliers import rows_to_stay_without_supplier
from tandem.facts.checking import Checked
from tandem.facts.mapping import Mapping
from tandem.lake import store


@dataclass(frozen=True)
class Foretold:
    """The counts that the batch would have, and the checked file with its rejects."""

    checked: Checked
    loaded: int
    unchanged: int
    unmatched: int


def foretell(path: Path, mapping: Mapping, *, by: Actor, choices: Choices) -> Foretold:
    """Read and check the file and hold it against the current facts. Raises Refused as loading would."""
    require(rules.can_import(by))
    checked = check_file(mapping, path)
    if not checked.taken or (checked.rejected and not choices.good_rows_only):
        return Foretold(checked, 0, 0, 0)
    customer = Organization.objects.get(pk=by.organization_id)
    root, base = queries.lake_root(customer), queries.lake_snapshot(customer)
    with opening.refusing():
        found = store.foretell(root, base, mapping.fact, checked.rows)
    unmatched = 0
    if not choices.create_suppliers:
        unmatched = rows_to_stay_without_supplier(customer.pk, mapping.source, checked.suppliers)
    return Foretold(checked, found.loaded, found.unchanged + checked.repeated, unmatched)
