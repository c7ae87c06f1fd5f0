"""The portfolio for the screen: factors from the facts, the chart, the parts of each index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.portal import account_figures
from tandem.portal.models import CustomerAccount, Judgement
from tandem.portal.portfolio import FACTORS, HALF, Axis, Index, Part, Quarter
from tandem.portal.queries import customer_accounts as queries
from tandem.portal.queries.customer_accounts import LABELS, QUARTERS, TONES, UNITS, Standing

COLOURS = {
    Quarter.CORE: "@good",
    Quarter.DEVELOP: "@primary",
    Quarter.EXPLOIT: "@warning",
    Quarter.NUISANCE: "@muted",
}


def standings(actor: Actor, today: date, *, only: int | None = None) -> list[Standing]:
    """Every customer of the actor's (or the account `only`) with its factors: measured, written down and judged.

    Shares of revenue count what is known in the supplier's own currency, private customers' stated revenue included.
    """
    figures = account_figures.figures(actor, today)
    whole = sum(one.get("orders", 0.0) for one in figures.values()) + _private_revenue(actor)
    measured: dict[int, dict[str, float]] = {}
    for relationship, figure in figures.items():
        values = {code: figure[code] for code in account_figures.CONDUCT_SHARES if code in figure}
        if "orders" in figure and whole:
            values["revenue_share"] = figure["orders"] / whole
        if figure.get("orders_before") and "orders" in figure:
            values["growth"] = figure["orders"] / figure["orders_before"] - 1
        measured[relationship] = values
    found = queries.standings(actor, today, measured=measured, only=only)
    currency = _currency(actor)
    for standing in found:
        account = standing.account
        if account.private and account.revenue and account.currency in ("", currency) and whole:
            standing.values["revenue_share"] = float(account.revenue) / whole
    return found


def _private_revenue(actor: Actor) -> float:
    rows = CustomerAccount.objects.visible_to(actor).private().filter(archived_at=None)
    stated = rows.filter(currency__in=["", _currency(actor)]).exclude(revenue=None)
    return float(sum(account.revenue for account in stated if account.revenue))


def _currency(actor: Actor) -> str:
    return Organization.objects.values_list("currency", flat=True).get(pk=actor.organization_id)


@dataclass(frozen=True)
class Shown:
    """A factor on the page: what it is called, its value, its points of 100 and its share of the index."""

    code: str
    label: str
    unit: str
    part: Part
    judgement: Judgement | None

    @property
    def judged(self) -> bool:
        return self.part.factor.judged


@dataclass(frozen=True)
class AxisShown:
    label: str
    index: Index
    factors: list[Shown]


def axes(standing: Standing, judgements: Mapping[str, Judgement]) -> list[AxisShown]:
    position = standing.position
    return [
        _axis(_("Attractiveness"), position.attractiveness, judgements),
        _axis(_("Your strength there"), position.strength, judgements),
    ]


def _axis(label: str, index: Index, judgements: Mapping[str, Judgement]) -> AxisShown:
    shown = [
        Shown(
            part.factor.code,
            str(LABELS[part.factor.code]),
            UNITS.get(part.factor.code, "count"),
            part,
            judgements.get(part.factor.code),
        )
        for part in index.parts
    ]
    return AxisShown(label, index, shown)


def judgements(account: CustomerAccount) -> dict[str, Judgement]:
    return {one.factor: one for one in Judgement.objects.filter(account=account)}


def advice(standing: Standing) -> str:
    """What the customer's quarter asks for; empty where too little is known."""
    quarter = standing.quarter
    return str(QUARTERS[quarter][1]) if quarter else ""


def quarters(placed: Sequence[Standing]) -> list[tuple[str, str, str, list[Standing]]]:
    """(name, what it asks for, tone, customers) of each quarter."""
    return [
        (str(name), str(asks), TONES[quarter], [one for one in placed if one.quarter == quarter])
        for quarter, (name, asks) in QUARTERS.items()
    ]


def factors() -> list[tuple[str, list[tuple[str, float, bool]]]]:
    """(axis, [(factor, weight, whether it is judged)])."""
    names = {Axis.ATTRACTIVENESS: _("Attractiveness"), Axis.STRENGTH: _("Your strength there")}
    return [
        (
            names[axis],
            [(str(LABELS[one.code]), one.weight, one.judged) for one in FACTORS if one.axis == axis],
        )
        for axis in Axis
    ]


def chart(placed: Sequence[Standing]) -> dict[str, Any]:
    """A scatter of the customers; each leads to its page."""
    data = []
    for standing in placed:
        position, quarter = standing.position, standing.quarter
        if quarter is None:
            continue
        data.append(
            {
                "name": standing.account.display_name,
                "value": [position.strength.value, position.attractiveness.value],
                "url": standing.account.get_absolute_url(),
                "itemStyle": {"color": COLOURS[quarter]},
                # Towards the middle, so that a name is not cut off at the edge.
                "label": {"position": "right" if (position.strength.value or 0) < HALF else "left"},
            }
        )
    middle = [
        {"xAxis": HALF, "lineStyle": {"color": "@line"}},
        {"yAxis": HALF, "lineStyle": {"color": "@line"}},
    ]
    return {
        "grid": {"left": 8, "right": 24, "top": 24, "bottom": 24},
        "xAxis": {
            "type": "value", "min": 0, "max": 100, "name": _("Your strength there"), "nameLocation": "middle",
            "nameGap": 28,
        },
        "yAxis": {"type": "value", "min": 0, "max": 100, "name": _("Attractiveness")},
        "series": [
            {
                "type": "scatter",
                "symbolSize": 16,
                "data": data,
                "label": {"show": True, "formatter": "{b}"},
                "markLine": {
                    "silent": True, "symbol": "none", "label": {"show": False}, "data": middle,
                },
            }
        ],
    }  # fmt: skip
