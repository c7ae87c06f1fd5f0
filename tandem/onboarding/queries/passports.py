"""Passports read from either end: the supplier's draft and versions, and what each customer holds of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.onboarding.models import Passport, PassportProposal, PassportVersion
from tandem.relationships.models import Consent, Relationship

Content = dict[str, Any]
PASSPORT = Consent.Subject.PASSPORT


def draft_of(actor: Actor) -> Passport:
    """The actor's own; one that nobody has begun yet is empty."""
    found = Passport.objects.filter(organization=actor.organization_id).first()
    return found or Passport(organization_id=actor.organization_id)


def content_of(organization: Organization, draft: Content) -> Content:
    """What a version would say now: the draft, with the company's names and numbers as they stand."""
    numbers = organization.identifiers.order_by("scheme", "country", "value")
    return {
        "company": {
            "name": organization.name,
            "name_local": organization.name_local,
            "country": organization.country,
            "website": organization.website,
            "identifiers": [list(row) for row in numbers.values_list("scheme", "country", "value")],
        },
        "profile": draft.get("profile", {}),
        "answers": draft.get("answers", {}),
    }


def latest_version(organization_id: int) -> PassportVersion | None:
    return PassportVersion.objects.filter(organization=organization_id).order_by("-number").first()


def accepted(relationship: Relationship) -> PassportProposal | None:
    """What the customer goes by: the version it accepted last."""
    rows = PassportProposal.objects.filter(relationship=relationship).accepted()
    return rows.order_by("-decided_at", "-pk").first()


def waiting(relationship: Relationship) -> PassportProposal | None:
    return PassportProposal.objects.filter(relationship=relationship).waiting().first()


def is_shared(relationship: Relationship, subject: str = PASSPORT) -> bool:
    return Consent.objects.in_force().filter(relationship=relationship, subject=subject).exists()


@dataclass
class Held:
    """What one customer holds of one supplier's passport, or the supplier's view of the same."""

    relationship: Relationship
    shared: bool = False
    accepted: PassportProposal | None = None
    waiting: PassportProposal | None = None
    refused: PassportProposal | None = None
    """the last word, where it was a refusal"""
    past: list[PassportProposal] = field(default_factory=list)


def held_by_customer(actor: Actor) -> list[Held]:
    """Every supplier of the actor's that shares its passport, or once did; what waits stands first. A fixed number of
    queries."""
    proposals = PassportProposal.objects.visible_to(actor).defer("content")
    found = _gathered(proposals.select_related("relationship__supplier"), actor)
    order = {True: 0, False: 1}
    return sorted(found, key=lambda one: (order[one.waiting is not None], str(one.relationship)))


def held_of_supplier(actor: Actor) -> list[Held]:
    """Every customer that the actor's organisation serves, with what it holds."""
    proposals = PassportProposal.objects.made_by(actor).defer("content")
    rows = Relationship.objects.served_by(actor).select_related("customer").defer("search_text")
    known = {
        held.relationship.pk: held for held in _gathered(proposals.select_related("relationship"), actor)
    }
    served = list(rows.order_by("customer__name", "pk"))
    sharing = _sharing(actor, [relationship.pk for relationship in served])
    found = []
    for relationship in served:
        held = known.get(relationship.pk) or Held(relationship)
        held.relationship = relationship
        held.shared = relationship.pk in sharing
        found.append(held)
    return found


def held(relationship: Relationship, actor: Actor) -> Held:
    """Of one relationship, with everything that was proposed."""
    rows = PassportProposal.objects.filter(relationship=relationship).select_related("relationship__supplier")
    found = next(iter(_gathered(rows, actor)), Held(relationship))
    found.relationship = relationship
    found.shared = is_shared(relationship)
    return found


def _gathered(proposals: Iterable[PassportProposal], actor: Actor) -> list[Held]:
    by_relationship: dict[int, Held] = {}
    for proposal in proposals:  # the latest first
        one = by_relationship.setdefault(proposal.relationship_id, Held(proposal.relationship))
        one.past.append(proposal)
    sharing = _sharing(actor, list(by_relationship))
    for pk, one in by_relationship.items():
        one.shared = pk in sharing
        one.waiting = next((each for each in one.past if each.status == "waiting"), None)
        accepted = [each for each in one.past if each.status == "accepted" and each.decided_at]
        one.accepted = max(accepted, key=lambda each: (each.decided_at, each.pk), default=None)
        last = one.past[0]
        one.refused = last if last.status == "refused" else None
    return list(by_relationship.values())


def _sharing(actor: Actor, relationships: list[int]) -> set[int]:
    rows = (
        Consent.objects.in_force().visible_to(actor).filter(subject=PASSPORT, relationship__in=relationships)
    )
    return set(rows.values_list("relationship", flat=True))
