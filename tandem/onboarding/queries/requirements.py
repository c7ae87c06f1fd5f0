"""Which requirements apply to a supplier, and why these."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.accounts.actor import Actor
from tandem.accounts.models import Site
from tandem.core.errors import Refused
from tandem.onboarding.models import RequirementSet, Risk
from tandem.relationships.models import Category, Relationship, Segment

# What the segment says of the risk: without these two, production stands still.
RISK_OF: dict[str, str] = {
    Segment.STRATEGIC: Risk.HIGH,
    Segment.BOTTLENECK: Risk.HIGH,
    Segment.LEVERAGE: Risk.MEDIUM,
    Segment.ROUTINE: Risk.LOW,
}


@dataclass(frozen=True)
class Applying:
    """The set that applies, and why it does, in a sentence."""

    requirements: RequirementSet
    why: str


@dataclass(frozen=True)
class ProposedRisk:
    risk: str
    why: str


def proposed_risk(relationship: Relationship) -> ProposedRisk:
    """From the segment; without one, the middle."""
    if relationship.segment:
        why = _("Proposed from the segment: %(segment)s") % {"segment": relationship.segment_label}
        return ProposedRisk(RISK_OF[relationship.segment], why)
    return ProposedRisk(Risk.MEDIUM, _("Proposed because the supplier has no segment yet"))


def applying(
    actor: Actor, *, category: Category | None, sites: Collection[Site], risk: str
) -> Applying | None:
    """The most specific set in force: one for the category before one for any, then one for the site before one for
    any. None where there is none; raises Refused where the sites have sets of their own that differ."""
    rows = RequirementSet.objects.visible_to(actor).in_force().filter(risk=risk)
    places = {site.pk for site in sites}
    fitting = [
        each
        for each in rows.select_related("category", "site")
        if each.category_id in (None, category.pk if category else None)
        and (each.site_id is None or each.site_id in places)
    ]
    if not fitting:
        return None
    best = max(map(_specific, fitting))
    first, *others = [each for each in fitting if _specific(each) == best]
    if others or (first.site_id is not None and len(places) > 1):
        raise Refused(
            _("“%(set)s” is for %(site)s alone. Start one qualification for each of these sites.")
            % {"set": first.title, "site": first.site}
        )
    return Applying(first, _why(first, len(fitting) - 1))


def scope_of(found: RequirementSet) -> str:
    """For what the set is, as a phrase: Castings · every site · High risk."""
    return " · ".join(
        (
            str(found.category) if found.category else _("any category"),
            str(found.site) if found.site else _("any site"),
            str(found.get_risk_display()),
        )
    )


def _specific(found: RequirementSet) -> tuple[bool, bool]:
    return found.category_id is not None, found.site_id is not None


def _why(found: RequirementSet, others: int) -> str:
    said = _("“%(set)s” applies: it is for %(scope)s.") % {"set": found, "scope": scope_of(found)}
    if not others:
        return said
    more = ngettext(
        "%(count)s set that is less specific stands back.",
        "%(count)s sets that are less specific stand back.",
        others,
    ) % {"count": others}
    return f"{said} {more}"
