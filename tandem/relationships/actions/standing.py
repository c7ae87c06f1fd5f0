from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.relationships.models import Relationship


@dataclass(frozen=True)
class Standing:
    """What a published scorecard says of one relationship. `grade` is empty where there was not enough data."""

    relationship_id: int
    grade: str
    score: Decimal | None


@transaction.atomic
def publish_standings(
    customer: Organization, period: str, standings: Iterable[Standing], *, by: Actor
) -> int:
    """Write each relationship's published standing; the earlier one stays as `previous_*`. Returns how many.

    One statement for any number of relationships; one audit entry for the whole publication, on the customer.
    An older period than the one shown changes nothing.
    """
    rows = [(s.relationship_id, s.grade, s.score) for s in standings]
    table = Relationship._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {table} AS r
               SET previous_grade = CASE WHEN r.graded_period = %s THEN r.previous_grade ELSE r.grade END,
                   previous_score = CASE WHEN r.graded_period = %s THEN r.previous_score ELSE r.score END,
                   grade = s.grade, score = s.score, graded_period = %s
              FROM unnest(%s::bigint[], %s::text[], %s::numeric[]) AS s(id, grade, score)
             WHERE r.id = s.id AND r.customer_id = %s AND r.graded_period <= %s
            """,  # noqa: S608  # the table's name is Django's own
            [
                period,
                period,
                period,
                [row[0] for row in rows],
                [row[1] for row in rows],
                [row[2] for row in rows],
                customer.pk,
                period,
            ],
        )
        written: int = cursor.rowcount
    audit.record(customer, "standings_published", by=by, changes={period: ["", written]})
    return written
