"""Cases, claims and statements follow their supplier when two records turn out to be one company."""

from tandem.incentives.models import Claim, Consequence, Honour, Statement
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Numbers are the customer's, so that none meets another."""
    cases = Consequence.objects.filter(relationship=gone)
    claims = Claim.objects.filter(relationship=gone)
    statements = Statement.objects.filter(relationship=gone)
    moved = [
        ("consequences", [str(each)[:120] for each in cases]),
        ("claims", [str(each)[:120] for each in claims]),
        ("reconciliation_statements", [str(each)[:120] for each in statements]),
    ]
    honours = Honour.objects.filter(relationship=gone)
    for rows in (cases, claims, statements, honours):
        rows.update(relationship=kept)
    return moved
