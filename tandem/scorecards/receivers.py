"""What scorecards keep of a supplier when two of a customer's suppliers become one, and tell of what happened."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from tandem.accounts.actor import Actor
from tandem.relationships.models import Relationship
from tandem.relationships.signals import relationships_merged
from tandem.scorecards import happened, pack_sections
from tandem.scorecards.happenings import Happening
from tandem.scorecards.models import Correction, HistoricGrade, TargetAgreement
from tandem.scorecards.review_packs import Section
from tandem.scorecards.signals import happenings_asked, pack_asked


@receiver(relationships_merged)
def move_historic_grades(kept: Relationship, gone: Relationship, **_: Any) -> list[tuple[str, list[str]]]:
    """Grades from before Tandem follow, where the one that stays has none of that period. Cards stay as computed."""
    taken = HistoricGrade.objects.filter(relationship=kept).values_list("period", flat=True)
    moving = HistoricGrade.objects.filter(relationship=gone).exclude(period__in=list(taken))
    names = [str(grade)[:120] for grade in moving]
    moving.update(relationship=kept)
    return [("historic_grades", names)]


@receiver(relationships_merged)
def move_corrections(kept: Relationship, gone: Relationship, **_: Any) -> list[tuple[str, list[str]]]:
    """The lines go on under the supplier that stays, and what was set aside of them stays set aside. Objections stay
    with the cards that they speak of."""
    moving = Correction.objects.filter(relationship=gone).exclude(number="")
    names = [str(each)[:120] for each in moving]
    moving.update(relationship=kept)
    return [("corrections", names)]


@receiver(relationships_merged)
def move_target_agreements(kept: Relationship, gone: Relationship, **_: Any) -> list[tuple[str, list[str]]]:
    """What was agreed follows, where the one that stays has not been asked for the same target."""
    asked = TargetAgreement.objects.filter(relationship=kept).values_list("target", flat=True)
    moving = TargetAgreement.objects.filter(relationship=gone).exclude(target__in=list(asked))
    names = [str(each)[:120] for each in moving.select_related("target", "relationship__supplier")]
    moving.update(relationship=kept)
    return [("target_agreements", names)]


@receiver(happenings_asked)
def tell_happenings(
    actor: Actor, relationship: Relationship, since: date, until: date, **_: Any
) -> list[Happening]:
    return happened.told(actor, relationship, since, until)


@receiver(pack_asked)
def answer_packs(
    actor: Actor, relationship: Relationship, since: date, until: date, today: date, **_: Any
) -> list[Section]:
    return pack_sections.sections(actor, relationship, since, until, today)
