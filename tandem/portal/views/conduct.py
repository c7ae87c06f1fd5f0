"""How a customer pays and what it changes: for each of its suppliers, and for itself over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.core import formats
from tandem.core.keys import is_number
from tandem.facts import opening
from tandem.lake.kpis import columns_used, shipped
from tandem.lake.reading import Reading
from tandem.onboarding.queries import bank_accounts
from tandem.portal import conduct, money
from tandem.portal.cards import THE_CUSTOMERS_OWN
from tandem.portal.conduct import Conduct, Figure
from tandem.portal.views.cards import find_customer
from tandem.relationships.models import Relationship, Segment
from tandem.scorecards import behind, workbook
from tandem.scorecards.behind import Heading

PER_PAGE = 50
EVERYBODY = 0
SEGMENTS: dict[int, str] = dict(enumerate(Segment.values, start=1)) | {9: ""}


Kind = TypeVar("Kind", bound=behind.Lines)


class SuppliersLines(behind.Lines):
    """Without the columns that are the customer's own, unless the figure itself reads them; an order line leads to its
    history."""

    page = ""

    def _columns(self) -> list[Heading]:
        used = columns_used(self.spec)
        shown = super()._columns()
        return [column for column in shown if column.name in used or column.name not in THE_CUSTOMERS_OWN]

    def _row(self, row: dict[str, Any]) -> behind.Row:
        return behind.Row(super()._row(row).cells, behind.line_address(self.page, row))


@require_GET
def customer_conduct(request: ActorRequest, slug: str) -> HttpResponse:
    """One customer's conduct towards the actor's organisation."""
    relationship = find_customer(request, slug)
    today = timezone.localdate()
    found = conduct.kept_or_measured(
        request.actor,
        relationship.customer,
        conduct.FOR_SUPPLIERS,
        today,
        relationships=[relationship.pk],
    )

    def address(kpi: str) -> str:
        return reverse("portal:conduct_lines", args=[slug, kpi])

    known = money.measured(request.actor, [relationship], today)
    context = {
        "relationship": relationship,
        "tab": "conduct",
        "sections": _sections(found, relationship.pk, conduct.FOR_SUPPLIERS, address),
        "found": found,
        "money": known.money.get(relationship.pk),
        "hold": bank_accounts.payments_held(relationship),
        "currency": relationship.customer.currency,
    }
    return render(request, "portal/customer_conduct.html", context)


@require_GET
def conduct_lines(request: ActorRequest, slug: str, kpi: str) -> HttpResponse:
    relationship = find_customer(request, slug)
    rows = _suppliers_rows(request, relationship, kpi)
    back = reverse("portal:customer_conduct", args=[slug])
    export = reverse("portal:export_conduct_lines", args=[slug, kpi])
    hold = bank_accounts.payments_held(relationship) if kpi in conduct.PAYMENT else None
    return _lines(request, rows, kpi, relationship.customer.display_name, back, export, hold=hold)


@require_GET
def export_conduct_lines(request: ActorRequest, slug: str, kpi: str) -> FileResponse:
    relationship = find_customer(request, slug)
    rows = _suppliers_rows(request, relationship, kpi, every=True)
    return _workbook(rows, f"{slug}-{kpi}.xlsx", kpi)


@require_GET
def own_conduct(request: ActorRequest) -> HttpResponse:
    """The actor's own conduct towards all its suppliers together, and towards each segment."""
    today = timezone.localdate()
    customer = Organization.objects.get(pk=request.actor.organization_id)
    groups = _groups(request)
    found = conduct.kept_or_measured(request.actor, customer, conduct.FOR_CUSTOMERS, today, groups=groups)

    def address(kpi: str) -> str:
        return reverse("portal_customer:own_conduct_lines", args=[kpi])

    segments = [
        {
            "number": number,
            "code": SEGMENTS[number],
            "label": str(Segment(SEGMENTS[number]).label) if SEGMENTS[number] else _("Not classified"),
            "suppliers": len(groups[number]),
            "figures": [found.groups.get(number, {}).get(code) for code in conduct.FOR_CUSTOMERS],
        }
        for number in SEGMENTS
        if groups.get(number)
    ]
    context = {
        "sections": _sections(found, EVERYBODY, conduct.FOR_CUSTOMERS, address),
        "found": found,
        "segments": segments,
        "headings": [
            shipped()[code].name.in_language(get_language() or "en") for code in conduct.FOR_CUSTOMERS
        ],
        "suppliers": len(groups[EVERYBODY]),
        "held": _held(groups[EVERYBODY]),
        "currency": customer.currency,
    }
    return render(request, "portal/own_conduct.html", context)


def _held(relationships: Sequence[int]) -> list[tuple[Relationship, bank_accounts.Hold]]:
    """The suppliers whose payments wait for an account to be confirmed, with the reason."""
    holds = bank_accounts.holds(relationships)
    rows = Relationship.objects.filter(pk__in=list(holds)).select_related("supplier")
    return [(each, holds[each.pk]) for each in rows]


@require_GET
def own_conduct_lines(request: ActorRequest, kpi: str) -> HttpResponse:
    rows = _own_rows(request, kpi)
    export = reverse("portal_customer:export_own_conduct_lines", args=[kpi])
    group = _group(request)
    if group:
        export += f"?group={group}"
    title = str(Segment(SEGMENTS[group]).label) if SEGMENTS.get(group) else _("All suppliers")
    return _lines(request, rows, kpi, title, reverse("portal_customer:conduct"), export)


@require_GET
def export_own_conduct_lines(request: ActorRequest, kpi: str) -> FileResponse:
    return _workbook(_own_rows(request, kpi, every=True), f"conduct-{kpi}.xlsx", kpi)


def _sections(
    found: Conduct, group: int, codes: tuple[str, ...], address: Callable[[str], str]
) -> list[dict[str, Any]]:
    titles = (
        (_("Payment"), "receipt", conduct.PAYMENT),
        (_("Changes to orders"), "calendar-event", conduct.CHANGES),
        (_("Prices"), "coins", conduct.PRICES),
    )
    figures = found.groups.get(group, {})
    return [
        {
            "title": title,
            "icon": icon,
            "figures": [
                {"figure": figures[code], "chart": _chart(found, figures[code]), "url": address(code)}
                for code in of
                if code in codes and code in figures
            ],
        }
        for title, icon, of in titles
    ]


# As far as the axis of a share goes, so that a rare thing is seen too.
SHARE_AXES = (0.05, 0.2, 1)


def _chart(found: Conduct, figure: Figure) -> dict[str, Any]:
    language = get_language() or "en"
    highest = max((value for value in figure.months if value is not None), default=0.0)
    top = next(top for top in SHARE_AXES if highest <= top or top == 1)
    return {
        "xAxis": {"data": [formats.period(month, language) for month in found.months]},
        "yAxis": {"min": 0, "max": top} if figure.spec.interval == "rate" else {},
        "series": [{"type": "bar", "name": figure.name, "data": list(figure.months), "barMaxWidth": 22}],
    }


def _spec_or_404(kpi: str, allowed: tuple[str, ...]) -> None:
    if kpi not in allowed:
        raise Http404


def _suppliers_rows(
    request: ActorRequest, relationship: Relationship, kpi: str, *, every: bool = False
) -> behind.Lines:
    _spec_or_404(kpi, conduct.FOR_SUPPLIERS)
    reading = _opened(request, relationship.customer, [relationship.pk])
    rows = _rows(SuppliersLines, reading, kpi, relationship.pk, every=every or _every(request))
    rows.page = reverse("portal:order_line", args=[relationship.customer.slug])
    return rows


def _own_rows(request: ActorRequest, kpi: str, *, every: bool = False) -> behind.Lines:
    _spec_or_404(kpi, conduct.FOR_CUSTOMERS)
    customer = Organization.objects.get(pk=request.actor.organization_id)
    groups = _groups(request)
    group = _group(request)
    if group not in groups:
        raise Http404
    reading = conduct.grouped(_opened(request, customer, None), {group: groups[group]})
    return _rows(behind.Lines, reading, kpi, group, every=every or _every(request))


def _opened(request: ActorRequest, customer: Organization, relationships: list[int] | None) -> Reading:
    pins = opening.pins_of({customer.pk})[customer.pk]
    return opening.open_reading(
        request.actor, customer, pins, as_of=timezone.localdate(), relationships=relationships
    )


def _rows(kind: type[Kind], reading: Reading, kpi: str, group: int, *, every: bool) -> Kind:
    today = timezone.localdate()
    return kind(
        shipped()[kpi],
        lambda offset, limit: conduct.lines_behind(reading, kpi, group, today, offset=offset, limit=limit),
        every=every,
    )


def _groups(request: ActorRequest) -> dict[int, list[int]]:
    """Everybody, and each segment that has suppliers."""
    mine = Relationship.objects.visible_to(request.actor).order_by("pk").values_list("pk", "segment")
    numbers = {value: number for number, value in SEGMENTS.items()}
    groups: dict[int, list[int]] = {EVERYBODY: []}
    for pk, segment in mine:
        groups[EVERYBODY].append(pk)
        groups.setdefault(numbers[segment], []).append(pk)
    return groups


def _group(request: ActorRequest) -> int:
    given = request.GET.get("group", "")
    return int(given) if is_number(given) else EVERYBODY


def _every(request: ActorRequest) -> bool:
    return request.GET.get("columns") == "all"


def _lines(
    request: ActorRequest,
    rows: behind.Lines,
    kpi: str,
    title: str,
    back: str,
    export: str,
    *,
    hold: bank_accounts.Hold | None = None,
) -> HttpResponse:
    spec = shipped()[kpi]
    language = get_language() or "en"
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "columns": rows.columns,
        "every": _every(request),
        "kpi": spec.name.in_language(language),
        "definition": spec.definition.in_language(language),
        "title": title,
        "back": back,
        "export": export,
        "hold": hold,
        "group": _group(request),
    }
    return render(request, "portal/rows.html" if request.htmx else "portal/conduct_lines.html", context)


def _workbook(rows: behind.Lines, name: str, title: str) -> FileResponse:
    return workbook.answer(name, title, [str(column.label) for column in rows.columns], rows.plain())
