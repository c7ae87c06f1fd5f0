"""What a supplier is found by: both names, the slug, its numbers, identifiers and aliases, in lower case."""

from tandem.accounts.models import Organization
from tandem.relationships.models import Relationship


def search_text(supplier: Organization, relationship: Relationship | None = None) -> str:
    """The text to search; it begins with the legal name, so that the list sorts by it too."""
    words = [supplier.name, supplier.name_local, supplier.slug]
    words += supplier.identifiers.values_list("value", flat=True)
    if relationship is not None:
        words += relationship.numbers.in_force().values_list("key", flat=True)
        words += relationship.aliases.values_list("name", flat=True)
    return "\n".join(word.lower() for word in words if word)


def refresh(relationship: Relationship) -> None:
    """Write the search text anew, after a name, number, identifier or alias has changed."""
    relationship.search_text = search_text(relationship.supplier, relationship)
    relationship.save(update_fields=["search_text"])
