"""Which supplier an unknown number may mean: by its name, with a score.

The score is `relationships.names.likeness`, 0 to 100, of the names without legal forms, accents and punctuation:
100 is the same name. A name that says what it was called before ("X (FORMERLY Y)") is compared under both.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.facts.models import SupplierKey
from tandem.relationships import queries as relationships
from tandem.relationships.models import Relationship
from tandem.relationships.names import NameIndex, former_names

AT_LEAST = 72.0
SHOWN = 3


class Proposal(NamedTuple):
    relationship: Relationship
    name: str
    likeness: float


def for_keys(actor: Actor, keys: Sequence[SupplierKey]) -> list[tuple[SupplierKey, list[Proposal]]]:
    """Each key with its likeliest suppliers, best first, of those that the actor may number; two queries, however
    many keys."""
    if not keys:
        return []
    index = NameIndex(relationships.known_names(actor))
    found = {key.pk: _alike(index, key) for key in keys}
    wanted = {pk for matches in found.values() for pk in matches}
    own = relationships.within_reach(
        Relationship.objects.visible_to(actor), actor, Capability.MATCH_SUPPLIERS
    )
    rows = own.select_related("supplier").in_bulk(list(wanted))
    return [
        (
            key,
            [
                Proposal(rows[pk], name, likeness)
                for pk, (name, likeness) in found[key.pk].items()
                if pk in rows
            ],
        )
        for key in keys
    ]


def _alike(index: NameIndex, key: SupplierKey) -> dict[int, tuple[str, float]]:
    best: dict[int, tuple[str, float]] = {}
    for name in (key.shown_name, *former_names(key.shown_name)):
        for match in index.alike(name, at_least=AT_LEAST, limit=SHOWN):
            if match.key not in best or best[match.key][1] < match.likeness:
                best[match.key] = (match.name, match.likeness)
    ranked = sorted(best.items(), key=lambda item: -item[1][1])
    return dict(ranked[:SHOWN])
