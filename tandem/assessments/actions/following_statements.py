"""Statements follow when two records turn out to be one company; of two of one year and keeper the kept one stands."""

from __future__ import annotations

from django.db.models import F

from tandem.accounts.models import Organization
from tandem.assessments.models import Statement
from tandem.assessments.models.statements import StatementQuerySet
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Those that the customer wrote down for itself."""
    mine = Statement.objects.filter(organization=gone.supplier_id, kept_by=gone.customer_id)
    return [("statements", _move(mine, gone.supplier, kept.supplier))]


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    """Its own, and whatever customers wrote down of it."""
    customers = Statement.objects.filter(organization=gone).exclude(kept_by=F("organization"))
    names = _move(customers, gone, kept)
    own = Statement.objects.filter(organization=gone, kept_by=gone)
    taken = list(Statement.objects.filter(organization=kept, kept_by=kept).values_list("year_end", flat=True))
    moving = own.exclude(year_end__in=taken)
    names += [str(each) for each in moving.select_related("organization")]
    moving.update(organization=kept, kept_by=kept)
    return [("statements", names)]


def _move(rows: StatementQuerySet, gone: Organization, kept: Organization) -> list[str]:
    taken = set(Statement.objects.filter(organization=kept).values_list("kept_by", "year_end"))
    moving = [
        each for each in rows.select_related("organization") if (each.kept_by_id, each.year_end) not in taken
    ]
    Statement.objects.filter(pk__in=[each.pk for each in moving]).update(organization=kept)
    return [str(each)[:120] for each in moving]
