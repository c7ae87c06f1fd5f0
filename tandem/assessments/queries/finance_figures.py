"""What an evaluation shows of a supplier's finances: the newest year's figures, whoever keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.assessments import ratios, statement_wording
from tandem.assessments.evidence import Figure, Source
from tandem.assessments.queries import finances
from tandem.assessments.queries.dependence import Dependence, dependences
from tandem.assessments.queries.finances import Finances
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship

RATIOS = ("current_ratio", "debt_ratio", "interest_cover", "net_margin", "cash_margin", "revenue_growth")


def figures(actor: Actor, relationship: Relationship, today: date, *, measuring: bool = True) -> list[Figure]:
    """`measuring`: also how much of the revenue is ours, which reads the facts."""
    return figures_of(actor, [relationship], today, measuring=measuring)[relationship.pk]


def figures_of(
    actor: Actor, relationships: Sequence[Relationship], today: date, *, measuring: bool = True
) -> dict[int, list[Figure]]:
    """The same for many, by relationship."""
    sources = finances.sources_of(actor, [each.supplier_id for each in relationships])
    best = {each.pk: finances.best(sources[each.supplier_id]) for each in relationships}
    shares: dict[int, Dependence] = {}
    refusal = ""
    if measuring:
        asked = [(each, found.latest) for each in relationships if (found := best[each.pk])]
        try:
            shares = dependences(actor, asked, today=today)
        except Refused as refused:
            refusal = str(refused)
    told = {}
    for pk, found in best.items():
        told[pk] = _figures(found)
        if measuring and found is not None:
            told[pk].append(_dependence(found, shares.get(pk), refusal))
    return told


def _figures(found: Finances | None) -> list[Figure]:
    if found is None:
        reason = _("the supplier shares no statements with you, and you keep none yourselves")
        blank = [_blank("altman", _("Altman Z″"), "", reason)]
        blank += [_blank(code, ratios.BY_CODE[code].name, _unit(code), reason) for code in RATIOS]
        return [*blank, _blank("dependence", _("How much of its revenue is ours"), "share", reason)]
    source = Source.SUPPLIER if found.latest.is_suppliers_own else Source.OURS
    on = found.latest.year_end
    altman = found.altman
    zone = str(statement_wording.ZONES[altman.zone][0]) if altman.zone else ""
    rows = [
        Figure(
            "altman", _("Altman Z″"), _float(altman.score.value), "", source, on,
            statement_wording.why(altman.score), note=zone,
        )
    ]  # fmt: skip
    for code in RATIOS:
        ratio, value = ratios.BY_CODE[code], found.ratios[code][-1]
        why = statement_wording.why(value)
        rows.append(
            Figure(code, ratio.name, _float(value.value), _unit(code), source, on, why, better=ratio.better)
        )
    return rows


def _dependence(found: Finances, told: Dependence | None, refusal: str) -> Figure:
    label, on = _("How much of its revenue is ours"), found.latest.year_end
    if told is None:
        return Figure("dependence", label, None, "share", Source.MEASURED, on, refusal, better="lower")
    why = statement_wording.why_no_share(told)
    return Figure(
        "dependence", label, _float(told.share), "share", Source.MEASURED, on, why, better="lower",
        note=_("our spend beside its revenue"),
    )  # fmt: skip


def by_year(found: Finances) -> list[tuple[date, dict[str, float | None]]]:
    """The same figures of every year, the oldest first, without what only facts tell."""
    rows = []
    for place, statement in enumerate(found.statements):
        values = {code: _float(found.ratios[code][place].value) for code in RATIOS}
        values["altman"] = _float(found.altmans[place].score.value)
        rows.append((statement.year_end, values))
    return rows


def _blank(code: str, label: str, unit: str, reason: str) -> Figure:
    return Figure(code, label, None, unit, Source.SUPPLIER, None, reason)


def _unit(code: str) -> str:
    return "share" if ratios.BY_CODE[code].unit == ratios.SHARE else ""


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
