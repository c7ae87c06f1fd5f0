"""Read-across: proposing the same action where the same cause may sit."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.facts.deliveries import OrderLines, Which
from tandem.improvement.actions.cases import lock, open_case
from tandem.improvement.models import Case, Proposal
from tandem.improvement.rules import cases as rules
from tandem.relationships.models import Relationship, Stage

Where, Status = Proposal.Where, Proposal.Status
MOST_SUPPLIERS, MOST_ITEMS, LOOKED_AT = 12, 5, 300
WORKING_WITH = (Stage.QUALIFIED, Stage.APPROVED, Stage.PROBATION)


@transaction.atomic
def look_elsewhere(case: Case, *, by: Actor, now: datetime) -> list[Proposal]:
    """The supplier's other sites and items, and the other suppliers of its categories; what was proposed before is not
    proposed again."""
    require(rules.can_manage(by, case), rules.why_not_manage(by))
    lock(case)
    places = [*_sites(case), *_items(case, by, now), *_suppliers(case)]
    known = set(case.proposals.values_list("relationship", "where", "detail"))
    new = [
        Proposal(case=case, relationship=relationship, where=where, detail=detail, made_at=now)
        for relationship, where, detail in places
        if (relationship.pk, where, detail) not in known
    ]
    Proposal.objects.bulk_create(new)
    audit.record(case, "looked_elsewhere", by=by, changes={"places": ["", len(new)]})
    return new


@transaction.atomic
def take_up(proposal: Proposal, *, title: str, description: str, by: Actor, now: datetime) -> Case:
    """Open a case there, in the customer's own words: what one supplier wrote is not shown to another."""
    case = proposal.case
    require(rules.can_manage(by, case), rules.why_not_manage(by))
    _hold(proposal)
    _require_open(proposal)
    same = proposal.where != Where.SUPPLIER
    values = {
        "kind": case.kind,
        "severity": case.severity,
        "title": title,
        "description": description,
        "kpi": case.kpi,
    }
    if proposal.where == Where.SITE:
        values |= {"site": proposal.detail[:80], "item": case.item}
    if proposal.where == Where.ITEM:
        values |= {"item": proposal.detail[:80], "site": case.site}
    relationship = proposal.relationship
    opened = open_case(
        relationship, values, origin=Case.Origin.ELSEWHERE, reference=case.label if same else "", owner=case.owner,
        by=by, now=now,
    )  # fmt: skip
    proposal.opened = opened
    _decide(proposal, Status.TAKEN, by=by, now=now)
    return opened


@transaction.atomic
def dismiss(proposal: Proposal, *, reason: str, by: Actor, now: datetime) -> None:
    require(rules.can_manage(by, proposal.case), rules.why_not_manage(by))
    _hold(proposal)
    _require_open(proposal)
    if not reason.strip():
        raise Refused(_("Say why the cause cannot sit there."))
    proposal.reason = reason.strip()[:500]
    _decide(proposal, Status.DISMISSED, by=by, now=now)


def _decide(proposal: Proposal, status: str, *, by: Actor, now: datetime) -> None:
    proposal.status, proposal.decided_at, proposal.decided_by_name = status, now, by.name[:120]
    proposal.save()
    where = proposal.detail or str(proposal.relationship)
    audit.record(
        proposal.case, f"elsewhere_{status}", by=by, changes={"where": ["", where]}, reason=proposal.reason
    )


def _hold(proposal: Proposal) -> None:
    """Nobody else decides on it meanwhile."""
    found = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    proposal.status = found.status


def _require_open(proposal: Proposal) -> None:
    if proposal.status != Status.OPEN:
        raise Refused(_("This was decided already: %(status)s.") % {"status": proposal.get_status_display()})


def _sites(case: Case) -> list[tuple[Relationship, str, str]]:
    """The customer's sites that the supplier serves."""
    named = [str(site) for site in case.relationship.sites.all()]
    return [
        (case.relationship, Where.SITE, name[:120])
        for name in named
        if not case.site or case.site.casefold() not in name.casefold()
    ]


def _items(case: Case, by: Actor, now: datetime) -> list[tuple[Relationship, str, str]]:
    """What it delivered most of lately, besides the item of the case."""
    if not case.item:
        return []
    try:
        lines = OrderLines(by, case.relationship, Which.ALL, today=now.date())[0:LOOKED_AT]
    except Refused:
        return []  # nothing was imported yet
    seen = Counter(str(line["item"]) for line in lines if line.get("item") and line["item"] != case.item)
    return [(case.relationship, Where.ITEM, item[:120]) for item, _count in seen.most_common(MOST_ITEMS)]


def _suppliers(case: Case) -> list[tuple[Relationship, str, str]]:
    categories = list(case.relationship.categories.all())
    if not categories:
        return []
    others = (
        Relationship.objects.current()
        .filter(customer=case.customer_id, categories__in=categories, stage__in=WORKING_WITH)
        .exclude(pk=case.relationship_id)
        .distinct()
        .order_by("supplier__name")[:MOST_SUPPLIERS]
    )
    return [(each, Where.SUPPLIER, "") for each in others]
