"""Late lines and defects by what they have in common, for one relationship or a customer's whole field, with the lines
behind each bar. What decisions on objections set aside does not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.facts import opening
from tandem.lake import causes as lake
from tandem.lake.kpis import KpiSpec
from tandem.lake.lines import Page, lines
from tandem.lake.views import views
from tandem.relationships.models import Category, Relationship
from tandem.scorecards import months, pareto
from tandem.scorecards.measuring import QUALITY_TABLE
from tandem.scorecards.models import Kpi
from tandem.scorecards.pareto import Bar
from tandem.scorecards.queries import current_kpis

LATE, DEFECTS = "late", "defects"
SUBJECTS = (LATE, DEFECTS)
SPANS = (3, 6, 12, 36)
SUPPLIER = "supplier"
# Bars whose names have room side by side; how wide a name is, and by how many degrees many are slanted.
FEW, WIDE, SLANT = 2, 100, 35
# Behind a bar one looks for the worst first.
WORST_FIRST = {LATE: ("-days_late",), DEFECTS: ("-defective_quantity",)}


@dataclass(frozen=True)
class Asked:
    """Of what, by what, and over how many whole months; `until` is the first day that is not shown."""

    subject: str = LATE
    by: str = ""
    span: int = 12
    until: date | None = None

    def window(self, today: date) -> tuple[date, date]:
        ends = months.month_after(min(today, self.until) if self.until else today, 0)
        return months.month_after(ends, -self.span), ends

    @property
    def dimension(self) -> str:
        return self.by or next(iter(lake.DIMENSIONS[VIEWS[self.subject]]))


VIEWS = {LATE: "deliveries", DEFECTS: "quality"}


@dataclass(frozen=True)
class Shown:
    """One bar as it is drawn and listed."""

    name: str
    weight: float
    cases: int
    share: float
    up_to: float
    url: str


def dimensions(subject: str, *, suppliers: bool) -> list[tuple[str, str]]:
    """What the subject can be split by, with its name; by supplier only over the whole field."""
    found = [(name, _name(name)) for name in lake.DIMENSIONS[VIEWS[subject]]]
    return [(SUPPLIER, _("Supplier")), *found] if suppliers else found


def asked_from(given: Mapping[str, str], *, suppliers: bool, until: date | None = None) -> Asked | None:
    """From an address; None for what there is not."""
    subject, span = given.get("of") or LATE, given.get("months") or "12"
    if subject not in SUBJECTS or span not in {str(each) for each in SPANS}:
        return None
    by = given.get("by") or dimensions(subject, suppliers=suppliers)[0][0]
    if by not in dict(dimensions(subject, suppliers=suppliers)):
        return None
    return Asked(subject, by, int(span), until)


def every(
    actor: Actor,
    customer: Organization,
    asked: Asked,
    today: date,
    *,
    relationship: Relationship | None = None,
) -> dict[str, list[Bar]]:
    """By dimension, the heaviest first; one scan for all of them. Raises Http404 and Refused."""
    kpi, spec = _failing(customer.pk, asked.subject)
    reading = months.opened(actor, customer, [kpi], today, relationships=_only(relationship))
    if spec.view == "quality" and QUALITY_TABLE not in reading.snapshot:
        return {}
    starts, ends = asked.window(today)
    weight = "defective_quantity" if asked.subject == DEFECTS else "1"
    with opening.refusing():
        table = lake.causes(reading, spec, weight, start=starts, end=ends)
    found: dict[str, list[tuple[str | None, float, int]]] = {}
    columns = (table[name].to_pylist() for name in ("dimension", "cause", "weight", "cases"))
    for dimension, cause, heaviness, cases in zip(*columns, strict=True):
        found.setdefault(dimension, []).append((cause, heaviness or 0.0, cases))
    return {dimension: pareto.bars(rows) for dimension, rows in found.items()}


def bars(
    actor: Actor,
    customer: Organization,
    asked: Asked,
    today: date,
    *,
    relationship: Relationship | None = None,
) -> list[Bar]:
    """Of the dimension asked for, the heaviest first. Raises Http404 and Refused."""
    return every(actor, customer, asked, today, relationship=relationship).get(asked.dimension, [])


def rows_behind(
    actor: Actor,
    customer: Organization,
    asked: Asked,
    cause: str | None,
    today: date,
    *,
    relationship: Relationship | None = None,
) -> tuple[KpiSpec, Any]:
    """The KPI whose sample they are, and a function that reads some of the lines: from an offset on, so many."""
    kpi, spec = _failing(customer.pk, asked.subject)
    reading = months.opened(actor, customer, [kpi], today, relationships=_only(relationship))
    if relationship is None:
        reading = months.as_one(reading)
    starts, ends = asked.window(today)

    def read(offset: int, limit: int) -> Page:
        with opening.refusing():
            return lines(
                reading,
                spec,
                relationship.pk if relationship else months.EVERYBODY,
                start=starts,
                end=ends,
                offset=offset,
                limit=limit,
                order=WORST_FIRST[asked.subject],
                cause=(asked.dimension, cause),
            )

    return spec, read


def shown(found: list[Bar], asked: Asked, page: str, names: Mapping[str, str]) -> list[Shown]:
    """The bars with their names in words; `page` is the address of the lines behind one, the rest have none."""
    return [
        Shown(
            _("%(count)s others together") % {"count": bar.rest}
            if bar.rest
            else cause_name(asked, bar.cause, names),
            bar.weight,
            bar.cases,
            bar.share,
            bar.up_to,
            "" if bar.rest else f"{page}?{query(asked, bar.cause)}",
        )
        for bar in found
    ]


def query(asked: Asked, cause: str | None) -> str:
    named = [
        ("of", asked.subject),
        ("by", asked.dimension),
        ("months", str(asked.span)),
        ("cause", cause or ""),
    ]
    return urlencode(named)


def names_of(actor: Actor, asked: Asked, found: list[Bar]) -> dict[str, str]:
    """The words of the causes that are codes of the customer's: suppliers and categories."""
    causes = [bar.cause for bar in found if bar.cause]
    if asked.dimension == SUPPLIER:
        rows = Relationship.objects.visible_to(actor).filter(pk__in=[int(cause) for cause in causes])
        return {str(each.pk): str(each) for each in rows.select_related("supplier")}
    if asked.dimension == "category":
        return {each.code: str(each) for each in Category.objects.visible_to(actor).filter(code__in=causes)}
    return {}


def cause_name(asked: Asked, cause: str | None, names: Mapping[str, str]) -> str:
    if cause is None:
        return _("not said")
    if asked.dimension in ("history", "lateness"):
        return _words().get(cause, cause)
    language = get_language() or "en"
    column = next(
        (each for each in views()[VIEWS[asked.subject]].columns if each.name == asked.dimension), None
    )
    coded = {choice.value: choice.label.in_language(language) for choice in column.choices} if column else {}
    return names.get(cause) or coded.get(cause) or cause


def option(rows: list[Shown], subject: str) -> dict[str, Any]:
    """Bars, the heaviest on the left, with the cumulative share over them; each bar leads to its lines."""
    names = [row.name for row in rows]
    few = len(rows) <= FEW
    # Beside each other they would run into one another on a phone, were the outer ones set to the edges.
    edge = "center" if few else "right"
    return {
        "xAxis": {
            "type": "category",
            "data": names,
            "axisLabel": {
                "interval": 0,
                "rotate": 0 if few else SLANT,
                "width": WIDE,
                "overflow": "break" if few else "truncate",
                "hideOverlap": False,
                "alignMinLabel": edge,
                "alignMaxLabel": edge,
            },
        },
        "yAxis": [
            {"type": "value", "splitNumber": 4},
            {
                "type": "value",
                "min": 0,
                "max": 100,
                "interval": 25,
                "axisLabel": {"formatter": "{value}%"},
                "splitLine": {"show": False},
            },
        ],
        "legend": {},
        "series": [
            {
                "type": "bar",
                "name": weight_name(subject),
                "data": [{"value": row.weight, "url": row.url} for row in rows],
                "itemStyle": {"color": "@primary"},
            },
            {
                "type": "line",
                "name": _("cumulative, in %"),
                "yAxisIndex": 1,
                "data": [round(row.up_to * 100, 1) for row in rows],
                "showSymbol": True,
                "lineStyle": {"color": "@accent"},
                "itemStyle": {"color": "@accent"},
            },
        ],
    }


def subject_name(subject: str) -> str:
    return _("Late deliveries") if subject == LATE else _("Defects found")


def weight_name(subject: str) -> str:
    return _("Late lines") if subject == LATE else _("Defective quantity")


def _failing(customer_id: int, subject: str) -> tuple[Kpi, KpiSpec]:
    """The customer's KPI, and the same with what fails as its sample."""
    if subject == LATE:
        kpi = current_kpis(customer_id)["on_time_lines"]
        sample = "count(*) filter (where is_due and not is_on_time)"
        return kpi, replace(kpi.measured_as, sample=sample, interval="none")
    kpi = current_kpis(customer_id)["defect_ppm"]
    return kpi, replace(
        kpi.measured_as,
        expression="sum(defective_quantity) filter (where counts)",
        sample="count(*) filter (where counts and defective_quantity > 0)",
        interval="none",
        spread=None,
    )


def _only(relationship: Relationship | None) -> list[int] | None:
    return [relationship.pk] if relationship else None


def _name(dimension: str) -> str:
    return {
        "history": _("What the history shows"),
        "lateness": _("How late"),
        "item": _("Item"),
        "category": _("Category"),
        "site": _("Site"),
        "found_at": _("Found at"),
        "disposition": _("Disposition"),
        "incident": _("Incident"),
    }[dimension]


def _words() -> dict[str, str]:
    return {
        "customer_moved": _("the customer moved the requested date"),
        "supplier_moved": _("the supplier moved its promise"),
        "confirmed_late": _("confirmed for later than asked"),
        "unexplained": _("the history does not say"),
        "open": _("not delivered yet"),
        "to_2": _("1 to 2 days late"),
        "to_7": _("3 to 7 days late"),
        "to_14": _("8 to 14 days late"),
        "beyond": _("15 days late or more"),
    }
