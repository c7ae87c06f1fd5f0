"""Who comes into question: the long list, and the short one with the reasons for who is not on it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tandem.sourcing.actions.preparing import hold
from tandem.sourcing.models import Candidate, Selection
from tandem.sourcing.rules import selections as rules

MOST = 60
EXPECTED = ("capacity", "expected_ppm", "expected_late", "expected_because")


@transaction.atomic
def add_candidates(
    selection: Selection, relationships: Iterable[Relationship], *, by: Actor, now: datetime
) -> list[Candidate]:
    """Put suppliers on the long list; who is there already stays as it is."""
    _prepare(selection, by)
    known = set(selection.candidates.values_list("relationship", flat=True))
    new = [each for each in relationships if each.pk not in known]
    if any(each.customer_id != selection.customer_id for each in new):
        raise Refused(_("Only one's own suppliers come into question."))
    if len(known) + len(new) > MOST:
        raise Refused(
            _("A selection compares at most %(most)d suppliers; narrow the list down first.") % {"most": MOST}
        )
    candidates = [
        Candidate(selection=selection, relationship=relationship, added_at=now) for relationship in new
    ]
    Candidate.objects.bulk_create(candidates)
    if new:
        names = ", ".join(str(each) for each in new)
        audit.record(selection, "candidates_added", by=by, changes={"candidates": ["", names]})
    return candidates


@transaction.atomic
def leave_out(candidate: Candidate, *, reason: str, by: Actor) -> None:
    """Off the short list; the reason is part of the report."""
    _prepare(candidate.selection, by)
    if not reason.strip():
        raise Refused(
            _("Say why %(candidate)s is left out: the report gives the reason.") % {"candidate": candidate}
        )
    candidate.left_out_because = reason.strip()[:500]
    candidate.save(update_fields=["left_out_because"])
    _record(candidate, "left_out", by, candidate.left_out_because)


@transaction.atomic
def bring_back(candidate: Candidate, *, by: Actor) -> None:
    _prepare(candidate.selection, by)
    candidate.left_out_because = ""
    candidate.save(update_fields=["left_out_because"])
    _record(candidate, "brought_back", by)


@transaction.atomic
def remove_candidate(candidate: Candidate, *, by: Actor) -> None:
    """One that was put on the list by mistake and of which nothing is known yet."""
    _prepare(candidate.selection, by)
    if candidate.values.exclude(low=None).exists() or candidate.offers.exists():
        raise Refused(
            _("There is evidence about %(candidate)s. Leave it out with a reason instead.")
            % {"candidate": candidate}
        )
    _record(candidate, "candidate_removed", by)
    candidate.delete()


@transaction.atomic
def expect(candidate: Candidate, values: Mapping[str, Any], *, by: Actor) -> None:
    """What it can make, and what is expected of it where no scorecard says so (the fields of `EXPECTED`)."""
    _prepare(candidate.selection, by)
    changes = audit.differences(candidate, values)
    for name, value in values.items():
        setattr(candidate, name, value)
    typed = candidate.expected_ppm is not None or candidate.expected_late is not None
    if typed and not candidate.expected_because.strip():
        raise Refused(
            _("Say where the expected defects and lateness come from: samples, references, an audit.")
        )
    check(candidate)
    candidate.save()
    if changes:
        changes = {"candidate": ["", str(candidate)], **changes}
        audit.record(candidate.selection, "expectations_entered", by=by, changes=changes)


def _prepare(selection: Selection, by: Actor) -> None:
    hold(selection)
    require(rules.can_prepare(by, selection), rules.why_not_prepare(by, selection))


def _record(candidate: Candidate, verb: str, by: Actor, reason: str = "") -> None:
    audit.record(candidate.selection, verb, by=by, changes={"candidate": ["", str(candidate)]}, reason=reason)
