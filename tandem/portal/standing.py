"""Where a supplier stood in the anonymous field from period to period: what its published cards showed, in a row.

Nothing else is shown than on each card (`portal/field.py` is the rule): own points, the quarter, and where the quarters
begin as far as that was kept when the run was published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.core import formats
from tandem.portal import field
from tandem.portal.models import Field
from tandem.scorecards.models import Card


@dataclass(frozen=True)
class Stood:
    """In one period: own points and, where the field was large enough, the quarter and the bounds of the quarters."""

    period: str
    points: Decimal
    quarter: int | None
    at_least: int
    bounds: tuple[int, int, int] | None


def stood(actor: Actor, cards: Iterable[Card], kpi: str) -> list[Stood]:
    """By the published cards of one relationship, the oldest first."""
    listed = [card for card in cards if not card.site]
    kept = {
        each.run_id: each
        for each in Field.objects.visible_to(actor).filter(run__in=[c.run_id for c in listed])
    }
    found = []
    for card in listed:
        line = next((each for each in card.lines if each["kpi"] == kpi and "points" in each), None)
        if line is None:
            continue
        fields = field.from_data(kept[card.run_id].criteria) if card.run_id in kept else {}
        known, points = fields.get(line["code"]), Decimal(line["points"])
        found.append(
            Stood(
                card.run.period,
                points,
                known.quarter(points) if known else None,
                known.at_least if known else 0,
                known.bounds if known else None,
            )
        )
    return found


def option(rows: list[Stood]) -> dict[str, Any]:
    language = get_language() or "en"

    def line(name: str, values: list[float | None], kind: str) -> dict[str, Any]:
        style = {"color": "@muted", "width": 1, "type": kind}
        return {
            "type": "line",
            "name": name,
            "data": values,
            "lineStyle": style,
            "itemStyle": {"color": "@muted"},
        }

    def bounds(place: int) -> list[float | None]:
        return [None if each.bounds is None else float(each.bounds[place]) for each in rows]

    own = [float(each.points) for each in rows]
    series = [
        {"type": "line", "name": _("Your points"), "data": own, "showSymbol": True, "z": 4,
         "lineStyle": {"color": "@primary"}, "itemStyle": {"color": "@primary"}},
    ]  # fmt: skip
    if any(each.bounds for each in rows):
        series += [
            line(_("upper quartile"), bounds(2), "dashed"),
            line(_("median"), bounds(1), "solid"),
            line(_("lower quartile"), bounds(0), "dashed"),
        ]
    return {
        "xAxis": {"data": [formats.period(each.period, language) for each in rows]},
        "yAxis": {"min": 0, "max": 100},
        "legend": {},
        "series": series,
    }
