"""Ways through the second fence (`core/fence.py`) that lead over a relationship."""

from tandem.core.fence import AnyOf, where


def supplied_by_us(field: str) -> AnyOf:
    """The acting organisation is a supplier of the organisation in `field`."""
    return where(
        "EXISTS (SELECT 1 FROM relationships_relationship s"
        f" WHERE s.customer_id = t.{field}_id AND s.supplier_id = (SELECT tandem_organization()))"
    )


def as_its_supplier(field: str) -> AnyOf:
    """The acting organisation is the supplier of the relationship in `field`."""
    return where(
        "EXISTS (SELECT 1 FROM relationships_relationship s"
        f" WHERE s.id = t.{field}_id AND s.supplier_id = (SELECT tandem_organization()))"
    )
