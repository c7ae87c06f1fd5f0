"""An objection as its pages show it, at either end: its lines by KPI with what was shown, claimed, proved, decided."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language

from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for
from tandem.scorecards import queries
from tandem.scorecards.behind import line_address
from tandem.scorecards.models import Card, Correction, Disputed, EarlierCard, Kpi, Objection
from tandem.scorecards.models.corrections import Disputable
from tandem.scorecards.models.objections import LINE_TONES, TONES
from tandem.scorecards.queries import corrections, objections
from tandem.scorecards.queries.judgements import as_kpis

# The views of the facts whose rows are order lines.
ORDER_LINES = ("deliveries", "orders")


@dataclass(frozen=True)
class Line:
    disputed: Disputed
    kpi: Kpi
    told: list[objections.Told]
    # Where the reader finds the order line's history; empty for what is no order line.
    url: str = ""

    @property
    def tone(self) -> str:
        return LINE_TONES[self.disputed.status]

    @property
    def proof(self) -> dict[str, Any] | None:
        """With its days as days."""
        if self.disputed.proof is None:
            return None
        days = {
            name: date.fromisoformat(self.disputed.proof[name])
            for name in ("known_on", "moved_from", "moved_to")
        }
        return {**self.disputed.proof, **days}


@dataclass
class Measured:
    """What was measured by one KPI, and how many of its lines are disputed."""

    kpi: Kpi
    name: str
    value: Any
    n: int
    disputed: list[Line] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return any(line.disputed.is_whole for line in self.disputed)


def lines_of(objection: Objection, kpis: dict[str, Kpi], page: str = "") -> list[Line]:
    language = get_language() or "en"
    rows = objection.lines.select_related("evidence")
    return [
        Line(
            row,
            kpis[row.kpi],
            objections.told(row, kpis[row.kpi], language),
            _address(row, kpis[row.kpi], page),
        )
        for row in rows
        if row.kpi in kpis
    ]


def _address(row: Disputable, kpi: Kpi | None, page: str) -> str:
    """The page of an order line's history, where the row is one and the reader has such a page."""
    if not page or kpi is None or kpi.is_judged or kpi.measured_as.view not in ORDER_LINES:
        return ""
    key = {"source": row.source, "document": row.number, "line": row.line, "schedule_line": row.schedule_line}
    return line_address(page, key)


def measured_of(card: Card, kpis: dict[str, Kpi], lines: list[Line], *, appeal: bool) -> list[Measured]:
    """The values on a card without points, weights or grade: what its supplier may hold against its own books."""
    found = []
    # What people judged has no lines to check, and its points are not shown before publication.
    kpis = {code: kpi for code, kpi in kpis.items() if appeal or not kpi.is_judged}
    for each in _with_values(card):
        for code, value in queries.values_on(each).items():
            if code in kpis and value.value is not None:
                mine = [line for line in lines if line.disputed.kpi == code]
                name = f"{kpis[code]} · {each.site}" if each.site else str(kpis[code])
                found.append(Measured(kpis[code], name, value.value, value.n, mine))
    return found


def _with_values(card: Card) -> list[Card]:
    """The card itself, or those of its plants where it only sums these up."""
    if card.lines:
        return [card]
    with acting_for(card.run.customer_id):
        plants = Card.objects.filter(run=card.run_id, relationship=card.relationship_id).exclude(site="")
        return list(plants.order_by("site"))


def shown(objection: Objection, *, page: str = "") -> dict[str, Any]:
    """What a page of it needs, whoever looks; `page` is the address of an order line's page on the reader's side."""
    card = objections.card_of(objection)
    kpis = objections.kpis_of(card)
    lines = lines_of(objection, kpis, page)
    return {
        "objection": objection,
        "card": card,
        "currency": card.run.customer.currency,
        "lines": lines,
        "measured": measured_of(card, kpis, lines, appeal=objection.kind == Objection.Kind.APPEAL),
        "tone": TONES[objection.status],
        "waiting": sum(line.disputed.status == Disputed.Status.WAITING for line in lines),
    }


@dataclass(frozen=True)
class SetAside:
    correction: Correction
    kpi: Kpi | None
    url: str = ""


def beside(card: Card, actor: Actor, *, page: str = "") -> dict[str, Any]:
    """What stands beside a card: its earlier versions, what was set aside on it, what its supplier said of it."""
    kpis = queries.pinned_kpis(card.run) | as_kpis(card.run.template)
    return {
        "versions": list(EarlierCard.objects.visible_to(actor).of(card)),
        "aside": [
            SetAside(each, kpis.get(each.kpi), _address(each, kpis.get(each.kpi), page))
            for each in corrections.of_card(card)
        ],
        "appeals": [(each, TONES[each.status]) for each in objections.appeals_of(card, actor)],
        "acknowledged": objections.acknowledged(card),
    }
