from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tandem.scorecards import rules
from tandem.scorecards.history import GradeRow
from tandem.scorecards.models import HistoricGrade


@transaction.atomic
def import_historic_grades(rows: Iterable[GradeRow], file_name: str, *, by: Actor, now: datetime) -> int:
    """Keep the rows without a problem as historic grades; a period's earlier one is replaced. Returns how
    many."""
    require(rules.can_import_history(by))
    good = [(row.relationship_id, row) for row in rows if not row.problem and row.relationship_id is not None]
    if not good:
        raise Refused(_("No row of this file can be taken; nothing was kept."))
    mine = set(
        Relationship.objects.filter(
            customer=by.organization_id, pk__in=[pk for pk, _row in good]
        ).values_list("pk", flat=True)
    )
    require(all(pk in mine for pk, _row in good))
    HistoricGrade.objects.bulk_create(
        [
            HistoricGrade(
                customer_id=by.organization_id,
                relationship_id=pk,
                period=row.period,
                grade=row.grade,
                score=row.score,
                file_name=file_name[:200],
                imported_at=now,
            )
            for pk, row in good
        ],
        update_conflicts=True,
        unique_fields=["relationship", "period"],
        update_fields=["grade", "score", "file_name", "imported_at"],
    )
    customer = Organization.objects.get(pk=by.organization_id)
    audit.record(customer, "historic_grades_imported", by=by, changes={"file": ["", file_name]})
    return len(good)
