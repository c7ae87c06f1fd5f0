"""Beginning a process audit: what is audited, step by step, and by whom."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from tandem.accounts.actor import Actor
from tandem.accounts.models import User
from tandem.assessments.actions.assessments import Wanted, ask_assessment, assign_assessors
from tandem.assessments.models import Assessment
from tandem.relationships.models import Relationship


@transaction.atomic
def begin_audit(
    relationship: Relationship,
    wanted: Wanted,
    *,
    assessors: Iterable[User],
    lead: User,
    by: Actor,
    now: datetime,
) -> Assessment:
    """Begin with the assessors, who are told; the supplier sees the published result alone. Raises Refused."""
    assessment = ask_assessment(relationship, replace(wanted, self_assessed=False), by=by, now=now)
    assign_assessors(assessment, assessors, lead=lead, by=by, now=now)
    return assessment
