"""What suppliers object to, for both ends. A run is read as its customer: its supplier may not before it is published,
and the objection, which the reader may see, is what leads here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from tandem.accounts.actor import Actor
from tandem.core.fence import acting_for
from tandem.lake.lines import RowKey
from tandem.lake.set_aside import KEYS
from tandem.lake.views import views
from tandem.scorecards import queries
from tandem.scorecards.cardmaking import WHOLE
from tandem.scorecards.models import Acknowledgement, Card, Disputed, Kpi, Objection, Run
from tandem.scorecards.queries.judgements import as_kpis

# What a row tells whoever disputes it or decides, in this order, as far as its view has it.
TOLD = (
    "item", "item_name", "due_date", "delivered_date", "days_late", "quantity", "received_quantity", "order_date",
    "event_date", "found_at", "disposition", "incident", "defective_quantity", "line_stop_minutes",
    "invoice_date", "amount", "expected_amount", "unit_price", "line_value", "currency", "site",
)  # fmt: skip
# They bear on nothing where it is the day that is in dispute.
PRICES = ("unit_price", "line_value", "currency")
PARTS = (
    "run__template__criteria",
    "run__template__bands",
    "run__template__deductions",
    "run__template__red_lines",
)


@dataclass(frozen=True)
class Told:
    """One value of a disputed row, under the name its column has for people."""

    label: str
    kind: str
    value: Any


def run_of(objection: Objection) -> Run:
    with acting_for(objection.relationship.customer_id):
        return Run.objects.select_related("template", "customer").get(pk=objection.run_id)


def card_of(objection: Objection) -> Card:
    """The whole card it speaks of, as it stands."""
    with acting_for(objection.relationship.customer_id):
        cards = Card.objects.select_related(
            "run__template", "run__customer", "relationship__supplier", "relationship__customer"
        ).prefetch_related(*PARTS)
        return cards.get(run=objection.run_id, relationship=objection.relationship_id, site=WHOLE)


def kpis_of(card: Card) -> dict[str, Kpi]:
    """What may be disputed, by code: what was measured for criteria and red lines, and what people judged."""
    with acting_for(card.run.customer_id):
        known = queries.pinned_kpis(card.run)
        measured = {
            code: known[code] for code in queries.scoring_template(card.run.template).kpis if code in known
        }
        return measured | as_kpis(card.run.template)


def row_key(view: str, row: Mapping[str, Any]) -> RowKey:
    """What names a row in its view; the second part is empty where it cannot be disputed by itself."""
    named = [str(row.get(name) or "") for name in ("source", *KEYS[view])]
    source, number, line, schedule_line = [*named, "", "", ""][:4]
    return source, number, line, schedule_line


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a row with the objection, as it was shown."""
    left_out = PRICES if row.get("due_date") else ()
    return {name: _plain(row[name]) for name in TOLD if row.get(name) is not None and name not in left_out}


def told(disputed: Disputed, kpi: Kpi, language: str) -> list[Told]:
    """The row's values as they were shown, in the reader's language."""
    found: list[tuple[str, Told]] = []
    if disputed.is_whole:
        return []
    for column in views()[kpi.measured_as.view].columns:
        if column.name in disputed.facts:
            value = disputed.facts[column.name]
            words = {choice.value: choice.label.in_language(language) for choice in column.choices}
            value = date.fromisoformat(value) if column.kind == "date" else words.get(value, value)
            found.append((column.name, Told(column.label.in_language(language), column.kind, value)))
    found.sort(key=lambda each: TOLD.index(each[0]))
    return [each for _name, each in found]


def appeals_of(card: Card, actor: Actor) -> list[Objection]:
    """Of one card, the newest first, with their lines."""
    found = Objection.objects.visible_to(actor).filter(
        run=card.run_id, relationship=card.relationship_id, kind=Objection.Kind.APPEAL
    )
    return list(found.exclude(status=Objection.Status.WITHDRAWN).prefetch_related("lines"))


def acknowledged(card: Card) -> Acknowledgement | None:
    """The supplier's word on the version that stands."""
    given = Acknowledgement.objects.filter(run=card.run_id, relationship=card.relationship_id)
    return given.filter(version=card.version).first()


@dataclass(frozen=True)
class CheckCounts:
    """How far a run's data check has come, by supplier."""

    asked: int
    right: int
    waiting: int
    decided: int
    open: int


def check_counts(run: Run) -> CheckCounts:
    by_status = dict(
        Objection.objects.filter(run=run, kind=Objection.Kind.CHECK)
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    status = Objection.Status
    counted = [
        by_status.get(each, 0) for each in (status.CONFIRMED, status.SUBMITTED, status.DECIDED, status.OPEN)
    ]
    return CheckCounts(sum(by_status.values()), *counted)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | datetime) else value
