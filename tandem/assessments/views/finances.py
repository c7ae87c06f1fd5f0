"""Statements read: a supplier's own page, and a customer's page of one supplier's finances."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.accounts.requests import ActorRequest
from tandem.assessments import finance_charts, ratios, statement_wording
from tandem.assessments.queries import finances as queries
from tandem.assessments.queries.dependence import dependence
from tandem.assessments.queries.finances import Finances
from tandem.assessments.rules import statements as rules
from tandem.assessments.views.statements import Desk, desk_of
from tandem.core.errors import Refused
from tandem.relationships.models import Consent, Relationship


def statements(request: ActorRequest) -> HttpResponse:
    """What the organisation keeps of itself, and which customers see it."""
    desk = desk_of(request, None)
    kept = queries.own(request.actor)
    found = queries.finances_of(kept)
    sharing = Consent.objects.visible_to(request.actor).in_force()
    context = {
        "desk": desk,
        "kept": [(each, desk.url("edit_statement", each.pk)) for each in kept],
        "sharing": sharing.filter(
            relationship__supplier=desk.organization, subject=Consent.Subject.STATEMENTS
        ).select_related("relationship__customer"),
        "may_keep": rules.can_keep(request.actor, desk.organization, None),
        **(shown(found) if found else {"found": None}),
    }
    return render(request, "assessments/statements/own.html", context)


def finances(request: ActorRequest, slug: str) -> HttpResponse:
    """Years side by side, ratios with their formulas, Z″, and the share of the revenue that is one's own."""
    desk = desk_of(request, slug)
    assert desk.relationship is not None  # noqa: S101  # found by its slug
    known = queries.sources(request.actor, desk.organization.pk)
    chosen = request.GET.get("source", "")
    found = known.get(chosen) or queries.best(known)
    key = next((name for name, each in known.items() if each is found), "")
    labels = {queries.SHARED: _("Shared by the supplier"), queries.KEPT: _("Kept by us alone")}
    context = {
        "relationship": desk.relationship,
        "desk": desk,
        "source": key,
        "sources": [(name, labels[name]) for name in known],
        "may_keep": rules.can_keep(request.actor, desk.organization, desk.relationship),
        **(shown(found) if found else {"found": None}),
    }
    if found:
        context["kept"] = _kept(desk, found) if key == queries.KEPT else []
        context["dependences"] = _dependences(request, desk.relationship, found)
    return render(request, "assessments/statements/finances.html", context)


def shown(found: Finances) -> dict[str, Any]:
    """The figures of some years as the templates take them."""
    altmans = []
    for statement, altman in zip(found.newest_first, found.altmans[::-1], strict=True):
        label, tone = statement_wording.ZONES[altman.zone] if altman.zone else ("", "")
        altmans.append((statement, altman, label, tone, statement_wording.why(altman.score)))
    groups = [
        (
            label,
            [
                (
                    ratio,
                    [
                        (each, value, statement_wording.why(value))
                        for each, value in zip(found.newest_first, values[::-1], strict=True)
                    ],
                )
                for ratio, values in rows
            ],
        )
        for label, rows in found.groups()
    ]
    return {
        "found": found,
        "groups": groups,
        "altmans": altmans,
        "latest_altman": altmans[0],
        "altman_formula": ratios.ALTMAN_FORMULA,
        "charts": finance_charts.charts(found),
    }


def _kept(desk: Desk, found: Finances) -> list[tuple[Any, str]]:
    return [(each, desk.url("edit_statement", each.pk)) for each in found.newest_first]


def _dependences(request: ActorRequest, relationship: Relationship, found: Finances) -> list[dict[str, Any]]:
    today = timezone.localdate()
    rows: list[dict[str, Any]] = []
    for statement in found.newest_first:
        try:
            told = dependence(request.actor, relationship, statement, today=today)
        except Refused as refused:
            rows.append({"statement": statement, "told": None, "why": str(refused)})
            continue
        rows.append({"statement": statement, "told": told, "why": statement_wording.why_no_share(told)})
    return rows
