"""What scorecards keep of a supplier when two of a customer's suppliers become one, and tell of what happened."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from tandem.accounts.actor import Actor
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tandem.relationships.signals import relationships_merged
from tandem.scorecards import actions, happened, pack_sections
from tandem.scorecards.happenings import Happening
from tandem.scorecards.models import Correction, HistoricGrade, Run, TargetAgreement
from tandem.scorecards.queries import judgements
from tandem.scorecards.review_packs import Section
from tandem.scorecards.signals import happenings_asked, pack_asked, run_opened


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


@receiver(run_opened)
def ask_colleagues(run: Run, until: date, now: datetime, **_: Any) -> None:
    """A period that a calendar opened asks for what people judge as well, until its last day."""
    if judgements.judged_criteria(run.template):
        # Nobody to ask stops no run: its page says that nobody was, and a person may still ask.
        with suppress(Refused):
            actions.ask_to_judge(run, until=until, by=Actor.system(run.customer, "Tandem"), now=now)


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
