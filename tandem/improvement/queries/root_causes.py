"""Root causes of solved and open cases by branch of the fishbone, as handed in last and not returned."""

from dataclasses import dataclass

from tandem.accounts.actor import Actor
from tandem.improvement.disciplines import BRANCHES
from tandem.improvement.models import Case, HandIn

CONFIRMED = "yes"


@dataclass(frozen=True)
class RootCause:
    """One confirmed cause and the case it was found in."""

    branch: str
    text: str
    case: Case

    @property
    def branch_name(self) -> str:
        return {code: str(name) for code, name in BRANCHES}.get(self.branch, self.branch)


def confirmed_causes(actor: Actor, relationship_id: int | None = None) -> list[RootCause]:
    """Of the cases that the actor may see, of one relationship or of all; the newest case first."""
    cases = Case.objects.visible_to(actor).with_ends().exclude(status=Case.Status.WITHDRAWN)
    if relationship_id is None:
        cases = cases.filter(relationship__customer=actor.organization_id)
    else:
        cases = cases.filter(relationship=relationship_id)
    known = cases.in_bulk()
    hand_ins = (
        HandIn.objects.filter(step__case__in=list(known), step__code="D4")
        .exclude(accepted=False)
        .order_by("step", "version")
        .values_list("step__case", "content")
    )
    latest = dict(hand_ins)  # the last version of each case stands
    return [
        RootCause(row.get("branch", ""), row.get("cause", ""), known[pk])
        for pk in sorted(latest, key=lambda pk: known[pk].opened_at, reverse=True)
        for row in latest[pk].get("causes", ())
        if row.get("verified") == CONFIRMED
    ]
