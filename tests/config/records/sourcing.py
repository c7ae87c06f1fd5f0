"""A selection that was begun."""

from decimal import Decimal

from django.utils import timezone

from tandem.relationships.models import Relationship
from tandem.sourcing import actions as sourcing
from tandem.sourcing.models import Criterion
from tests.cast import Person
from tests.config.records import Arguments
from tests.sourcing.selections import OFFER, begun


def of_the_selections(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    by, now = who.actor, timezone.now()
    selection = begun(by, now)
    candidate = sourcing.add_candidates(selection, [huarui], by=by, now=now)[0]
    criterion = sourcing.save_criterion(
        Criterion(selection=selection, name="References", source="references"), by=by
    )
    pdf = b"%PDF-1.7\n%%EOF"
    known = sourcing.Known(Decimal(80), Decimal(80), note="Three calls.", file=("calls.pdf", pdf))
    value = sourcing.enter_value(candidate, criterion, known, by=by, now=now)
    offer = sourcing.enter_offer(candidate, OFFER, file=("offer.pdf", pdf), by=by, now=now)
    judge = sourcing.invite_judge(selection, who.organization.memberships.get(user=who.user), by=by, now=now)
    return {
        "selection": [selection.pk],
        "selection_candidate": [selection.pk, candidate.pk],
        "selection_criterion": [selection.pk, criterion.pk],
        "selection_cell": [selection.pk, candidate.pk, criterion.pk],
        "selection_offer": [selection.pk, offer.pk],
        "selection_value": [selection.pk, value.pk],
        "selection_judge": [selection.pk, judge.pk],
    }
