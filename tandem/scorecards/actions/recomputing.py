"""One supplier's card computed again after its objection was decided, from the run's own versions.

It reads that supplier's lines alone, however many others the run has scored. Theirs stay as they are, and so does every
rank once it has been published.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards import cardmaking, explanation, queries
from tandem.scorecards.actions.runs import scored_rows
from tandem.scorecards.cardmaking import CardRow
from tandem.scorecards.models import Card, Correction, EarlierCard, Objection, Override, Run
from tandem.scorecards.models.cards import Found
from tandem.scorecards.queries.corrections import set_aside
from tandem.scorecards.signals import card_recomputed
from tandem.scorecards.targets import Held

KEPT = [field.name for field in Found._meta.get_fields()]
# Its rank is the run's affair, not the card's.
COMPUTED = [name for name in CardRow._fields if name in KEPT and name not in ("site", "rank")]


@transaction.atomic
def recompute_card(objection: Objection, *, now: datetime) -> Card:
    """The card that the objection speaks of, as its next version. The one before stays as an earlier version."""
    with acting_for(objection.relationship.customer_id):
        run = Run.objects.select_related("template", "customer").get(pk=objection.run_id)
        relationship = Relationship.objects.select_related("supplier", "customer").get(
            pk=objection.relationship_id
        )
        by = Actor.system(run.customer, "Tandem")
        cards = Card.objects.select_for_update().filter(run=run, relationship=relationship)
        standing = {card.site: card for card in cards.order_by("pk")}
        until = Correction.objects.newest(run.customer_id)
        rows = _rows(run, relationship, standing, until, by=by)
        if _fall(run, relationship, rows, now=now):
            rows = _rows(run, relationship, standing, until, by=by)
        earlier = _keep_earlier(objection, run, standing, now=now)
        for site, card in standing.items():
            if site in rows:
                _replace(card, rows[site], until)
                card.version += 1
                card.save()
            else:
                card.delete()  # a plant none of whose lines count any more
        card = standing[cardmaking.WHOLE]
        _count_scored(run, earlier, card)
        if run.status == Run.Status.PUBLISHED:
            _move_standing(run, relationship, earlier, card, by=by)
        audit.record(
            relationship,
            "card_recomputed",
            by=by,
            counterpart=relationship.supplier_id,
            shared=earlier.shown,
            changes={"score": [earlier.score, card.score], "grade": [earlier.grade, card.grade]},
            reason=_("%(template)s · %(period)s, version %(version)s")
            % {"template": run.template.title, "period": run.period, "version": card.version},
        )
        card_recomputed.send(Card, card=card, earlier=earlier, objection=objection)
    return card


def _rows(
    run: Run, relationship: Relationship, standing: dict[str, Card], until: int, *, by: Actor
) -> dict[str, CardRow]:
    """What the run's template makes of the supplier's lines that count, by plant: of the lines and by the targets that
    its cards were measured by."""
    key = relationship.pk
    only = explanation.shares_from(standing[cardmaking.WHOLE].notes)
    held: dict[str, Held] = {}
    for card in standing.values():
        held |= explanation.targets_from(card.lines)
    found = scored_rows(
        by,
        run,
        run.template,
        [key],
        queries.pinned_kpis(run),
        {key: only} if only else {},
        set_aside(run, until, [key]),
        {key: held},
    )
    return {row.site: row for row in found}


@transaction.atomic
def rescore_cards(run: Run, relationship: Relationship) -> None:
    """A supplier's cards as they stand with what people have overridden since; the same lines count as before."""
    by = Actor.system(run.customer, "Tandem")
    cards = Card.objects.select_for_update().filter(run=run, relationship=relationship)
    standing = {card.site: card for card in cards.order_by("pk")}
    whole = standing[cardmaking.WHOLE]
    rows = _rows(run, relationship, standing, whole.corrections_version, by=by)
    for site, card in standing.items():
        _replace(card, rows[site], card.corrections_version)
        card.save()


def _fall(run: Run, relationship: Relationship, rows: dict[str, CardRow], *, now: datetime) -> bool:
    """Overrides fall where their criterion is set aside now, or where what is computed has changed and is as good for
    the supplier: what it wins by an objection never makes it worse, and what a person took off does not outlast its
    ground. Whether any did."""
    fallen = []
    for each in Override.objects.standing().filter(run=run, relationship=relationship):
        row = rows.get(each.site)
        lines = explanation.lines_from(explanation.loaded(row.lines)) if row else ()
        line = next((line for line in lines if line.code == each.criterion), None)
        computed = line.computed_points if line else None
        if computed is None or (computed != each.computed and computed >= each.points):
            each.ended_at, each.ended_by, each.end = now, "Tandem", Override.End.FALLEN
            fallen.append(each)
    Override.objects.bulk_update(fallen, ["ended_at", "ended_by", "end"])
    return bool(fallen)


def _keep_earlier(objection: Objection, run: Run, standing: dict[str, Card], *, now: datetime) -> EarlierCard:
    shown = run.status == Run.Status.PUBLISHED
    kept = {
        site: EarlierCard(
            run=run,
            relationship_id=card.relationship_id,
            shown=shown,
            replaced_at=now,
            objection=objection,
            **{name: getattr(card, name) for name in KEPT},
        )
        for site, card in standing.items()
    }
    EarlierCard.objects.bulk_create(kept.values())
    return kept[cardmaking.WHOLE]


def _replace(card: Card, row: CardRow, until: int) -> None:
    for name in COMPUTED:
        setattr(card, name, getattr(row, name))
    card.lines, card.notes = explanation.loaded(row.lines), explanation.loaded(row.notes)
    card.corrections_version = until


def _count_scored(run: Run, earlier: EarlierCard, card: Card) -> None:
    gained = (card.score is not None) - (earlier.score is not None)
    if gained:
        run.scored += gained
        run.save(update_fields=["scored"])


def _move_standing(
    run: Run, relationship: Relationship, earlier: EarlierCard, card: Card, *, by: Actor
) -> None:
    """The relationship's standing follows where it is this card's: not where a later period, or another template of the
    same one, was published since."""
    shown = (relationship.graded_period, relationship.grade, relationship.score)
    if shown == (run.period, earlier.grade, earlier.score):
        standing = relationships.Standing(relationship.pk, card.grade, card.score)
        relationships.publish_standings(run.customer, run.period, [standing], by=by)
