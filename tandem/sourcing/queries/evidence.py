"""What Tandem itself knows of the candidates: from published cards, offers, and the rooms below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from tandem.accounts.actor import Actor
from tandem.assessments import scales
from tandem.assessments.queries import evaluation
from tandem.onboarding.queries.approvals import may_deliver
from tandem.onboarding.queries.screening import Standing, screening_states
from tandem.scorecards.models import Card, Kpi, Run
from tandem.sourcing.deciding.total_cost import Expected
from tandem.sourcing.models import Candidate, Criterion, Selection
from tandem.sourcing.queries import money

Source = Criterion.Source
DIGITS = Decimal("0.000001")
# By which KPIs of a card defects and lateness are expected; the first that is there counts.
DEFECTS = ("defect_ppm",)
ON_TIME = ("on_time_quantity", "on_time_lines", "otif")


@dataclass(frozen=True)
class Found:
    """A value, its limits, or why there is none (a code of `wording.REASONS`), and the record that says so."""

    low: Decimal | None = None
    high: Decimal | None = None
    missing: str = ""
    as_of: date | None = None
    reference: str = ""
    url: str = ""


@dataclass(frozen=True)
class Question:
    selection: Selection
    criterion: Criterion
    candidates: Sequence[Candidate]
    actor: Actor
    today: date


def in_the_race(selection: Selection) -> QuerySet[Candidate]:
    """The short list."""
    rows = selection.candidates.filter(left_out_because="")
    return rows.select_related("relationship__supplier", "selection__customer")


def drawn(
    selection: Selection,
    criterion: Criterion,
    candidates: Sequence[Candidate],
    *,
    actor: Actor,
    today: date,
) -> dict[int, Found]:
    """candidate → what is found of each."""
    asked = Question(selection, criterion, candidates, actor, today)
    found = DRAWING[criterion.source](asked)
    return {candidate.pk: found.get(candidate.pk, Found(missing="no_data")) for candidate in candidates}


def latest_cards(candidates: Sequence[Candidate]) -> dict[int, Card]:
    """candidate → the latest card published of its supplier."""
    by_relationship = {candidate.relationship_id: candidate.pk for candidate in candidates}
    rows = (
        Card.objects.whole()
        .filter(relationship__in=by_relationship, run__status=Run.Status.PUBLISHED)
        .select_related("run__template")
        .order_by("run__starts", "run__published_at", "pk")
    )
    return {by_relationship[card.relationship_id]: card for card in rows}


def expectations(selection: Selection, candidates: Sequence[Candidate]) -> dict[int, Expected]:
    """candidate → the shares of pieces defective and late: by the published card, else as somebody entered them."""
    cards = latest_cards(candidates)
    found = {}
    for candidate in candidates:
        card = cards.get(candidate.pk)
        ppm = _first(card, DEFECTS)
        on_time = _first(card, ON_TIME)
        defects = ppm / money.MILLION if ppm is not None else _share(candidate.expected_ppm, money.MILLION)
        late = 1 - on_time if on_time is not None else _share(candidate.expected_late, money.HUNDRED)
        found[candidate.pk] = Expected(defects, late)
    return found


def kpi_choices(actor: Actor) -> list[tuple[str, str]]:
    """KPIs that published cards can have, with their names."""
    rows = Kpi.objects.visible_to(actor).current()
    return sorted(
        ((kpi.code, kpi.name) for kpi in rows if kpi.higher_is_better is not None), key=lambda pair: pair[1]
    )


def _score(asked: Question) -> dict[int, Found]:
    return {
        pk: _of_card(card, card.score, "not_enough_data")
        for pk, card in latest_cards(asked.candidates).items()
    }


def _kpi(asked: Question) -> dict[int, Found]:
    return {
        pk: _of_card(card, _in_unit(_first(card, (asked.criterion.code,)), asked.criterion.unit), "no_data")
        for pk, card in latest_cards(asked.candidates).items()
    }


def _price(asked: Question) -> dict[int, Found]:
    rates = money.Rates(asked.selection.customer, asked.today)
    found = {}
    for pk, cost in _costs(asked).items():
        if cost.offer is None:
            found[pk] = Found(missing="no_offer")
            continue
        price = money.price(asked.selection, cost.offer, rates)
        found[pk] = _of_offer(asked, cost, price, price, "" if price is not None else "no_rate")
    return found


def _total_cost(asked: Question) -> dict[int, Found]:
    return {
        pk: _of_offer(asked, cost, cost.low, cost.high, cost.missing)
        if cost.offer is not None
        else Found(missing="no_offer")
        for pk, cost in _costs(asked).items()
    }


def _approved(asked: Question) -> dict[int, Found]:
    """1 where the approved supplier list lets it deliver the category to the site today, else 0."""
    category = asked.selection.category
    if category is None:
        return {candidate.pk: Found(missing="no_category") for candidate in asked.candidates}
    found = {}
    for candidate in asked.candidates:
        answer = may_deliver(candidate.relationship, category, asked.selection.site, asked.today)
        value = Decimal(1 if answer.allowed else 0)
        # The line of the list with its history: the one it rests on, else the nearest.
        rests_on = answer.approval or candidate.relationship
        found[candidate.pk] = Found(value, value, as_of=asked.today, url=rests_on.get_absolute_url())
    return found


def _screening(asked: Question) -> dict[int, Found]:
    """1 where nothing is on the lists, 0 where a match is confirmed; either while matches wait to be decided."""
    states = screening_states([candidate.relationship_id for candidate in asked.candidates])
    found = {}
    for candidate in asked.candidates:
        state = states[candidate.relationship_id]
        if state.at is None:
            found[candidate.pk] = Found(missing="not_screened")
            continue
        page = reverse("onboarding:screening_tab", args=[candidate.relationship.slug])
        low, high = LISTED[state.standing]
        found[candidate.pk] = Found(Decimal(low), Decimal(high), as_of=localdate(state.at), url=page)
    return found


def _evaluation(key: str) -> Callable[[Question], dict[int, Found]]:
    """Points from 0 to 100 in one dimension. What is missing of its figures could make it better or worse: the points
    lie between those with nothing and those with all for the weight on which nothing rests."""

    def draw(asked: Question) -> dict[int, Found]:
        found = {}
        relationships = [candidate.relationship for candidate in asked.candidates]
        dimensions = evaluation.dimension_of(key, asked.actor, relationships, asked.today)
        for candidate in asked.candidates:
            judged = dimensions[candidate.relationship_id]
            if judged.points is None:
                continue
            rests_on = judged.judged.rests_on
            known = [each.figure.on for each in judged.figures if each.points is not None and each.figure.on]
            least = judged.points * rests_on
            found[candidate.pk] = Found(
                low=_rounded(Decimal(str(least))),
                high=_rounded(Decimal(str(least + 100 * (1 - rests_on)))),
                as_of=max(known, default=asked.today),
                reference=f"{judged.judged.known}/{judged.judged.of}",
                url=reverse(judged.page, args=[candidate.relationship.slug]),
            )
        return found

    return draw


LISTED: dict[str, tuple[int, int]] = {
    Standing.CLEAR: (1, 1),
    Standing.OPEN: (0, 1),
    Standing.CONFIRMED: (0, 0),
}


DRAWING: dict[str, Callable[[Question], dict[int, Found]]] = {
    Source.TOTAL_COST: _total_cost,
    Source.PRICE: _price,
    Source.SCORE: _score,
    Source.KPI: _kpi,
    Source.APPROVED: _approved,
    Source.SCREENING: _screening,
    Source.FINANCES: _evaluation(scales.FINANCE),
    Source.CAPACITY: _evaluation(scales.CAPACITY),
    Source.QUALITY: _evaluation(scales.QUALITY),
    Source.DELIVERY: _evaluation(scales.DELIVERY),
}


def _costs(asked: Question) -> dict[int, money.Cost]:
    expected = expectations(asked.selection, asked.candidates)
    return money.costs(asked.selection, asked.candidates, expected, asked.today)


def _of_card(card: Card, value: Decimal | None, why_not: str) -> Found:
    return Found(
        low=_rounded(value),
        high=_rounded(value),
        missing="" if value is not None else why_not,
        as_of=card.run.ends - timedelta(days=1),
        reference=card.run.period,
        url=card.get_absolute_url(),
    )


def _of_offer(
    asked: Question, cost: money.Cost, low: Decimal | None, high: Decimal | None, missing: str
) -> Found:
    offer = cost.offer
    assert offer is not None  # noqa: S101  # asked only of those with one
    if offer.is_lapsed(asked.today):
        return Found(missing="offer_lapsed", as_of=offer.offered_on)
    return Found(
        low=_rounded(low),
        high=_rounded(high),
        missing=missing,
        as_of=offer.offered_on,
        reference=f"{offer.price.normalize():f} {offer.currency}",
    )


def _first(card: Card | None, codes: Sequence[str]) -> Decimal | None:
    if card is None:
        return None
    values = {line["kpi"]: line.get("value") for line in card.lines if not line.get("aside")}
    text = next((values[code] for code in codes if values.get(code) is not None), None)
    return None if text is None else Decimal(text)


def _in_unit(value: Decimal | None, unit: str) -> Decimal | None:
    """Cards keep shares of one; a criterion counts them in per cent."""
    return value * 100 if value is not None and unit == Criterion.Unit.SHARE else value


def _share(value: Decimal | None, of: Decimal) -> Decimal | None:
    return None if value is None else value / of


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(DIGITS)
