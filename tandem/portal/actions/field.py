"""Keeping the anonymous field of a run when it is published."""

from decimal import Decimal

from django.db import transaction

from tandem.portal import field
from tandem.portal.models import Field
from tandem.scorecards.models import Card, Run

SCORE = "score"


@transaction.atomic
def keep_field(run: Run) -> Field:
    """Work out the quartiles of everybody scored in the run, once."""
    scores: list[Decimal] = []
    points: dict[str, list[Decimal]] = {}
    scored = Card.objects.filter(run=run, score__isnull=False).whole()
    for score, lines in scored.values_list("score", "lines").iterator(chunk_size=2000):
        if score is not None:
            scores.append(score)
        for line in lines:
            if "points" in line:
                points.setdefault(line["code"], []).append(Decimal(line["points"]))
    found = {code: field.quartiles(values) for code, values in points.items()}
    whole = field.quartiles(scores)
    kept, _created = Field.objects.update_or_create(
        run=run,
        defaults={
            "score": field.as_data({SCORE: whole}) if whole else {},
            "criteria": field.as_data({code: each for code, each in found.items() if each}),
        },
    )
    return kept
