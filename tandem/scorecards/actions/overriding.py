"""Points of a criterion put by a person in the place of the computed ones (人工调整), while a run is in review."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship
from tandem.scorecards import explanation
from tandem.scorecards.actions.recomputing import rescore_cards
from tandem.scorecards.actions.runs import rank_anew
from tandem.scorecards.models import Card, Override, Run
from tandem.scorecards.rules import overriding as rules


@dataclass(frozen=True)
class Ground:
    """Why: for the customer's own people, and as the supplier will read it; with a file, or where the evidence is."""

    why: str
    told: str
    reference: str = ""
    evidence: bytes | None = None
    evidence_name: str = ""


@transaction.atomic
def override_points(
    card: Card, criterion: str, points: Decimal, ground: Ground, *, by: Actor, now: datetime
) -> Override:
    """Let other points count for a criterion of a card; the computed ones stay beside them, the score, grade and ranks
    follow. Raises Refused."""
    run = _in_review(card.run_id)
    require(rules.can_override(by, run, card.relationship), _not_now(run))
    line = next((each for each in explanation.lines_from(card.lines) if each.code == criterion), None)
    if line is None or line.points is None:
        raise Refused(_("This criterion has no points on the card: what has no data is not adjusted."))
    if line.computed_points is not None:
        raise Refused(_("Its points are adjusted already. Take that back first."))
    if not points.is_finite() or not 0 <= points <= 100 or points == line.points:
        raise Refused(_("Give points from 0 to 100 that differ from the computed ones."))
    if not ground.why.strip() or not ground.told.strip():
        raise Refused(_("Say why, for your colleagues and in words for the supplier."))
    if not ground.reference.strip() and not ground.evidence:
        raise Refused(_("Give the evidence: a file, or where it can be read."))
    made = Override.objects.create(
        run=run,
        relationship_id=card.relationship_id,
        site=card.site,
        criterion=criterion,
        points=points,
        computed=line.points,
        why=ground.why.strip(),
        told=ground.told.strip(),
        reference=ground.reference.strip()[:300],
        made_at=now,
        made_by=by.name[:120],
        made_by_user_id=by.user_id,
        **_kept(card, ground),
    )
    _rescore(run, card.relationship)
    audit.record(
        run,
        "points_overridden",
        by=by,
        changes={str(card.relationship): [f"{criterion}: {line.points}", f"{points}"]},
        reason=made.why,
    )
    return made


@transaction.atomic
def take_back_override(override: Override, *, by: Actor, now: datetime) -> None:
    """Let the computed points count again. Raises Refused."""
    run = _in_review(override.run_id)
    require(rules.can_override(by, run, override.relationship), _not_now(run))
    if override.ended_at is not None:
        raise Refused(_("This has been taken back already."))
    override.ended_at, override.ended_by, override.end = now, by.name[:120], Override.End.TAKEN_BACK
    override.save()
    _rescore(run, override.relationship)
    audit.record(
        run,
        "override_taken_back",
        by=by,
        changes={
            str(override.relationship): [f"{override.criterion}: {override.points}", f"{override.computed}"]
        },
    )


@transaction.atomic
def record_override_download(override: Override, *, by: Actor) -> None:
    audit.record(override.run, "evidence_downloaded", by=by, changes={"file": ["", override.file_name]})


def _in_review(run_id: int) -> Run:
    rows = Run.objects.select_for_update(of=("self",)).select_related("template", "customer")
    return rows.get(pk=run_id)


def _not_now(run: Run) -> str | None:
    if run.status == Run.Status.REVIEW:
        return None
    return _("Points are adjusted while a run is in review, before anybody else sees them.")


def _kept(card: Card, ground: Ground) -> dict[str, Any]:
    if not ground.evidence:
        return {}
    kept = kept_files.keep(ground.evidence, name=ground.evidence_name, folder=f"overrides/{card.pk}")
    return dict(vars(kept))


def _rescore(run: Run, relationship: Relationship) -> None:
    rescore_cards(run, relationship)
    rank_anew(run)
