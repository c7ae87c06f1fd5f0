"""Proposing a split, countersigning, deciding; and whether the result holds."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.core import formats
from tandem.core.errors import Refused
from tandem.sourcing import actions, showing, wording
from tandem.sourcing.deciding.allocation import Bidder, in_order, split
from tandem.sourcing.models import Candidate, Selection
from tandem.sourcing.queries.argument import Argument, argument, check
from tandem.sourcing.rules import selections as rules
from tandem.sourcing.views import shown
from tandem.sourcing.views.finding import find, frame


def propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Who is to be given how much, and why."""
    selection = find(request, pk)
    require(rules.can_run(request.actor, selection), rules.why_not_run(request.actor))
    reasoned = argument(selection, timezone.localdate())
    eligible = [line for line in reasoned.lines if not line.is_out]
    given = {line.candidate: request.POST.get(f"share-{line.candidate.pk}", "") for line in eligible}
    refused = ""
    if request.method == "POST":
        try:
            actions.propose(
                selection,
                {candidate: _share(text) for candidate, text in given.items()},
                reasons=request.POST.get("reasons", ""),
                why_not_others=request.POST.get("why_not_others", ""),
                by=request.actor,
                now=timezone.now(),
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, _("Proposed. Quality, logistics and finance have been asked to countersign.")
            )
            return redirect(selection)
    if selection.status != Selection.Status.JUDGING:
        raise Refused(
            _("Only what has been judged is proposed; this selection is “%(status)s”.")
            % {"status": selection.get_status_display()}
        )
    suggested = _by_rank(selection, eligible)
    cheapest, why_none = _cheapest(reasoned, eligible)
    context = {
        **frame(request, selection, ""),
        **shown.the_argument(reasoned),
        "eligible": [
            (row, given[row.line.candidate] or suggested.get(row.line.candidate, ""))
            for row in shown.the_argument(reasoned)["rows"]
            if not row.line.is_out
        ],
        "refused": refused,
        "cheapest": cheapest,
        "why_none": why_none,
        "suggested": bool(suggested),
        "reasons": request.POST.get("reasons", selection.reasons),
        "why_not_others": request.POST.get("why_not_others", selection.why_not_others),
    }
    return render(request, "sourcing/propose.html", context, status=422 if refused else 200)


@require_POST
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    actions.take_back(selection, reason=request.POST.get("reason", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Back to the judging; countersignatures have fallen."))
    return redirect("sourcing:weights", pk)


@require_POST
def countersign(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    actions.countersign(
        selection,
        request.POST.get("function", ""),
        agrees=request.POST.get("agrees") == "yes",
        remark=request.POST.get("remark", ""),
        by=request.actor,
        now=timezone.now(),
    )
    messages.success(request, _("Your word is on record."))
    return redirect(selection)


@require_POST
def decide(request: ActorRequest, pk: int) -> HttpResponse:
    selection = find(request, pk)
    actions.decide(selection, remark=request.POST.get("remark", ""), by=request.actor, now=timezone.now())
    messages.success(request, _("Decided. The selection is frozen; its report can be printed."))
    return redirect(selection)


@require_GET
def safety(request: ActorRequest, pk: int) -> HttpResponse:
    """Check robustness, and whether the winner is safe: a page of its own, as it is computed anew each time."""
    selection = find(request, pk)
    reasoned = argument(selection, timezone.localdate())
    context = {
        **frame(request, selection, "safety"),
        "problem": shown.problem(reasoned),
        **safety_of(reasoned),
    }
    return render(request, "sourcing/safety.html", context)


def safety_of(reasoned: Argument) -> dict[str, Any]:
    """What the page and the report say of it; `checked` None where there is nothing to check."""
    checked = check(reasoned)
    if checked is None:
        return {"checked": None, "argument": reasoned}
    race, language = reasoned.race, showing.language()
    same, of = checked.robustness.same_winner
    winner = race[checked.winner]
    first_place = checked.acceptability.ranks[checked.winner][0]
    ordered = checked.in_order.ranks[checked.winner][0]
    return {
        "checked": checked,
        "argument": reasoned,
        "race": race,
        "winner": winner,
        "methods": _methods(reasoned, checked),
        "agreement": formats.number(checked.robustness.agreement, language, 2),
        "same_winner": _("%(same)s of %(of)s methods put %(winner)s first, too.")
        % {"same": same, "of": of, "winner": winner},
        "intervals": [
            {
                "criterion": criterion,
                "low": formats.percent(each.low, language),
                "weight": formats.percent(each.weight, language),
                "high": formats.percent(each.high, language),
                "below": shown.names(race, each.below),
                "above": shown.names(race, each.above),
                "narrow": min(each.weight - each.low, each.high - each.weight) < 0.02
                and not (each.low == 0 and each.high == 1),
            }
            for criterion, each in zip(reasoned.criteria, checked.intervals, strict=True)
        ],
        "closest": _closest(reasoned, checked),
        "intervals_chart": showing.intervals_chart(reasoned.criteria, checked.intervals),
        "any_weights": _("With weights drawn at random %(winner)s is first in %(share)s of all cases.")
        % {"winner": winner, "share": formats.percent(first_place, language)},
        "same_order": _(
            "With weights in the same order of importance as the committee's it is first in %(share)s."
        )
        % {"share": formats.percent(ordered, language)},
        "acceptability_chart": showing.acceptability_chart(race, checked.acceptability),
        "in_order_chart": showing.acceptability_chart(race, checked.in_order),
        "acceptability": [
            {
                "candidate": candidate,
                "ranks": [formats.percent(share, language) for share in checked.acceptability.ranks[place]],
                "confidence": formats.percent(checked.acceptability.confidence[place], language),
                "central": [
                    (criterion.name, formats.percent(weight, language, 0))
                    for criterion, weight in zip(
                        reasoned.criteria, checked.acceptability.central[place] or (), strict=False
                    )
                ],
            }
            for place, candidate in enumerate(race)
        ],
        "rank_numbers": range(1, len(race) + 1),
        "uncertain": not reasoned.values.known.all() if reasoned.values is not None else False,
    }


def _closest(reasoned: Argument, checked: Any) -> str:
    """By which criterion's weight the first place would be lost soonest, in a sentence."""
    language, nearest = showing.language(), None
    for criterion, each in zip(reasoned.criteria, checked.intervals, strict=True):
        for other, limit in ((each.below, each.low), (each.above, each.high)):
            away = abs(each.weight - limit)
            if other is not None and (nearest is None or away < nearest[0]):
                nearest = (away, criterion, each.weight, limit, reasoned.race[other])
    if nearest is None:
        return _("No single weight can take the first place away.")
    _away, criterion, weight, limit, other = nearest
    values = {
        "criterion": criterion,
        "limit": formats.percent(limit, language),
        "now": formats.percent(weight, language),
        "other": other,
    }
    if limit < weight:
        return (
            _(
                "The first place changes soonest where “%(criterion)s” weighs less than %(limit)s"
                " (now %(now)s): then %(other)s is first."
            )
            % values
        )
    return (
        _(
            "The first place changes soonest where “%(criterion)s” weighs more than %(limit)s"
            " (now %(now)s): then %(other)s is first."
        )
        % values
    )


def _methods(reasoned: Argument, checked: Any) -> list[dict[str, Any]]:
    outcomes = [checked.robustness.weighted_sum, *checked.robustness.outcomes]
    return [
        {
            "name": wording.METHODS[outcome.method],
            "ranks": outcome.ranks or [],
            "ranked": list(zip(map(str, reasoned.race), outcome.ranks or (), strict=False)),
            "problem": wording.reason(outcome.problem) if outcome.problem else "",
            "agrees": formats.number(
                checked.robustness.with_weighted_sum.get(outcome.method), showing.language(), 2
            )
            if outcome.method != "weighted_sum"
            else "",
        }
        for outcome in outcomes
    ]


def _by_rank(selection: Selection, eligible: list[Any]) -> dict[Candidate, str]:
    """The first as much as may and can be given to it, then the next."""
    ranked = [line for line in eligible if line.rank is not None]
    shares = in_order(
        [line.candidate.capacity for line in ranked], volume=selection.volume, most=selection.most_share
    )
    return {
        line.candidate: f"{share.normalize():f}"
        for line, share in zip(ranked, shares, strict=True)
        if share > 0
    }


def _cheapest(reasoned: Argument, eligible: list[Any]) -> tuple[str, str]:
    """The cheapest split within capacities and the limit on one share, where every total cost is known, in a sentence;
    else why there is none."""
    selection = reasoned.selection
    priced = [line for line in eligible if line.cost.high is not None]
    if not priced:
        return "", ""
    bidders = [
        Bidder(
            float(line.cost.high or 0),
            float(line.candidate.capacity) if line.candidate.capacity is not None else None,
        )
        for line in priced
    ]
    most = float(selection.most_share) / 100 if selection.most_share is not None else 1.0
    found = split(bidders, volume=float(selection.volume), most=most)
    if found.problem is not None:
        return "", wording.reason(found.problem)
    shares = [round(Decimal(str(share)) * 100, 2) for share in found.shares]
    # What rounding leaves over goes to the largest.
    shares[shares.index(max(shares))] += 100 - sum(shares)
    language = showing.language()
    told = [
        _("%(supplier)s %(share)s") % {"supplier": line.candidate, "share": formats.per_cent(share, language)}
        for line, share in zip(priced, shares, strict=True)
        if share > 0
    ]
    listed = ("，" if language.startswith("zh") else ", ").join(told)
    return _("The cheapest split by total cost would be: %(split)s.") % {"split": listed}, ""


def _share(text: str) -> Decimal:
    if not text.strip():
        return Decimal(0)
    try:
        share = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise Refused(_("“%(text)s” is no share. Write a number of per cent.") % {"text": text}) from error
    if not share.is_finite() or share < 0 or share > 100 or share != round(share, 2):
        raise Refused(_("A share lies between 0 and 100 per cent, with two decimals at most."))
    return share
