"""What scorecards keep of a supplier when two of a customer's suppliers become one."""

from typing import Any

from django.dispatch import receiver

from tandem.relationships.models import Relationship
from tandem.relationships.signals import relationships_merged
from tandem.scorecards.models import HistoricGrade


@receiver(relationships_merged)
def move_historic_grades(kept: Relationship, gone: Relationship, **_: Any) -> list[tuple[str, list[str]]]:
    """Grades from before Tandem follow, where the one that stays has none of that period. Cards stay as computed."""
    taken = HistoricGrade.objects.filter(relationship=kept).values_list("period", flat=True)
    moving = HistoricGrade.objects.filter(relationship=gone).exclude(period__in=list(taken))
    names = [str(grade)[:120] for grade in moving]
    moving.update(relationship=kept)
    return [("historic_grades", names)]
