"""The nomination report (定点报告) as text: the same for the page, the PDF and both languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tandem.core import formats
from tandem.sourcing import showing
from tandem.sourcing.models import Function, Selection
from tandem.sourcing.queries.argument import Argument, argument
from tandem.sourcing.views import shown
from tandem.sourcing.views.decision import safety_of

Status = Selection.Status


def report_of(selection: Selection, now: datetime) -> dict[str, Any]:
    """Strings, lists and dictionaries alone."""
    found = argument(selection, localtime(now).date())
    told = shown.the_argument(found)
    currency = selection.currency
    return {
        "title": _("Nomination report"),
        "subject": selection.title,
        "footer": _("Nomination report no. %(number)s · %(title)s · %(organisation)s")
        % {"number": selection.number, "title": selection.title, "organisation": selection.customer},
        "author": str(selection.customer),
        "number": _("No. %(number)s") % {"number": selection.number},
        "status": selection.get_status_display(),
        "tone": "good" if selection.status == Status.DECIDED else "warning",
        "words": _words(),
        "need": _need(selection),
        "description": selection.description,
        "result": told["verdict"] or told["problem"],
        "reasons": selection.reasons,
        "why_not_others": selection.why_not_others,
        "allocation": [
            [
                str(each.candidate),
                formats.per_cent(each.share, showing.language()),
                f"{formats.number(selection.volume * each.share / 100, showing.language(), 0)} {selection.unit}",
            ]
            for each in told["allocations"]
        ],
        "candidates": [
            {
                "rank": str(row.line.rank or "–"),
                "name": str(row.line.candidate),
                "score": row.score,
                "limits": row.limits,
                "ranks": row.ranks,
                "share": row.line.score or 0,
                "cost": row.cost or "–",
                "out": row.why_out,
            }
            for row in told["rows"]
        ],
        "left_out": [[str(each), each.left_out_because] for each in found.left_out],
        "evidence": _evidence(found, told["rows"]),
        "known": told["how_sure"],
        "weights": [
            [row["criterion"].name, row["text"], row["spread"], row["limit"]] for row in told["weights"]
        ],
        "weights_note": told["weights_note"],
        "costs": _costs(found, currency),
        "safety": _safety(found),
        "minutes": [
            {"day": _day(each.held_on), "present": each.present, "text": each.text}
            for each in selection.minutes.all()
        ],
        "signatures": _signatures(selection),
        "decided": _decided(selection),
        "decision": selection.decision,
    }


def _words() -> dict[str, str]:
    """Headings and column names."""
    return {
        "need": _("The need"),
        "result": _("The result"),
        "allocation": _("How the volume is split"),
        "reasons": _("Why these"),
        "others": _("Why not the others"),
        "who": _("Who was compared"),
        "evidence": _("On what evidence"),
        "weights": _("By which weights"),
        "sure": _("How sure it is"),
        "cost": _("Total cost a piece"),
        "minutes": _("Minutes"),
        "signatures": _("Countersignatures"),
        "decision": _("Decision"),
        "left_out": _("Left out of the short list"),
        "supplier": _("Supplier"),
        "rank": _("Rank"),
        "score": _("Score"),
        "limits": _("Between"),
        "share": _("Share of the volume"),
        "volume": _("Volume a year"),
        "criterion": _("Criterion"),
        "weight": _("Weight"),
        "spread": _("Single judges"),
        "limit": _("Knock-out"),
        "method": _("Method"),
        "agrees": _("Agreement"),
        "present": _("Present"),
        "reason": _("Reason"),
        "stays": _("The first stays first between"),
        "now": _("Weight now"),
    }


def _need(selection: Selection) -> list[list[str]]:
    language = showing.language()
    lines = [
        [_("Category"), str(selection.category or "–")],
        [_("Site"), str(selection.site or _("every site"))],
        [_("Volume a year"), f"{formats.number(selection.volume, language)} {selection.unit}"],
        [_("From – until"), f"{_day(selection.begins_on)} – {_day(selection.ends_on)}"],
        [_("Prepared by"), selection.made_by_name],
        [_("Proposed by"), selection.proposed_by_name or "–"],
    ]
    if selection.most_share is not None:
        lines.append([_("Most one supplier is given"), formats.per_cent(selection.most_share, language)])
    return lines


def _evidence(found: Argument, rows: list[Any]) -> dict[str, Any]:
    """The matrix: a line a criterion, a column a candidate; what is missing says so."""
    return {
        "header": [_("Criterion"), *(str(row.line.candidate) for row in rows)],
        "lines": [
            [
                criterion.name,
                *(
                    (row.cells[place].text or _("missing: %(why)s") % {"why": row.cells[place].why})
                    + (f" ({row.cells[place].reference})" if row.cells[place].reference else "")
                    for row in rows
                ),
            ]
            for place, criterion in enumerate(found.criteria)
        ],
    }


def _costs(found: Argument, currency: str) -> dict[str, Any]:
    language = showing.language()
    names = [
        _("Price"),
        _("Freight"),
        _("Tooling"),
        _("Expected defects"),
        _("Expected lateness"),
        _("Payment terms"),
    ]
    lines = []
    for line in found.lines:
        whole = line.cost.whole
        if whole is None:
            continue
        parts = (whole.price, whole.freight, whole.tooling, whole.defects, whole.lateness, whole.payment)
        lines.append(
            [
                str(line.candidate),
                *(
                    _("unknown") if part is None else formats.money(part, currency, language)
                    for part in parts
                ),
                shown.cost_text(line, found.selection) or _("unknown"),
            ]
        )
    return {"header": [_("Supplier"), *names, _("Total")], "lines": lines}


def _safety(found: Argument) -> dict[str, Any]:
    told = safety_of(found)
    if told["checked"] is None:
        return {}
    return {
        "sentences": [
            told["same_winner"],
            _("Kendall's W over all methods: %(agreement)s of 1.") % {"agreement": told["agreement"]},
            told["any_weights"],
            told["same_order"],
            told["closest"],
        ],
        "methods": [
            [
                str(each["name"]),
                " · ".join(map(str, each["ranks"])) or each["problem"],
                each["agrees"],
            ]
            for each in told["methods"]
        ],
        "ranks_of": _("Ranks of %(names)s") % {"names": " · ".join(str(each) for each in told["race"])},
        "intervals": [
            [each["criterion"].name, each["weight"], f"{each['low']} – {each['high']}"]
            for each in told["intervals"]
        ],
    }


def _signatures(selection: Selection) -> list[dict[str, str]]:
    signed = {each.function: each for each in selection.countersignatures.all()}
    told = []
    for function in Function:
        signature = signed.get(function.value)
        if signature is None:
            told.append({"role": str(function.label), "name": "", "words": "", "day": "", "said": ""})
            continue
        told.append(
            {
                "role": str(function.label),
                "name": signature.signed_by_name,
                "words": signature.remark,
                "day": formats.moment(localtime(signature.signed_at), showing.language()),
                "said": _("agrees") if signature.agrees else _("disagrees"),
            }
        )
    return told


def _decided(selection: Selection) -> str:
    if selection.decided_at is None:
        return ""
    return _("Decided by %(person)s on %(day)s.") % {
        "person": selection.decided_by_name,
        "day": formats.moment(localtime(selection.decided_at), showing.language()),
    }


def _day(day: Any) -> str:
    return formats.day(day, showing.language())
