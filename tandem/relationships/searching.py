"""What a supplier is found by: both names, the slug and its numbers, in lower case."""

from tandem.accounts.models import Organization
from tandem.relationships.models import Relationship


def search_text(supplier: Organization, relationship: Relationship | None = None) -> str:
    words = [supplier.name, supplier.name_local, supplier.slug]
    if relationship is not None:
        words += relationship.numbers.in_force().values_list("key", flat=True)
        words += relationship.aliases.values_list("name", flat=True)
    return "\n".join(word.lower() for word in words if word)
