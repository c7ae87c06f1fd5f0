"""Two records of one company become one: proposed, then approved by somebody else.

Facts keep their source's numbers, so nothing in the lake is rewritten: the numbers mean the kept supplier from the
next version of the numbering on, and every figure follows.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import (
    Contact,
    Identifier,
    Invitation,
    Membership,
    Organization,
    Site,
    Token,
    User,
)
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.fence import Acting, acting_as
from tandem.relationships import merge_rules, rules, searching
from tandem.relationships.actions import merging_consents
from tandem.relationships.actions.numbers import next_version
from tandem.relationships.models import Alias, Merge, Note, Relationship, SupplierNumber
from tandem.relationships.names import normalize
from tandem.relationships.signals import organizations_merged, relationships_merged

Moved = list[tuple[str, list[str]]]


@transaction.atomic
def propose_merge(kept: Relationship, gone: Relationship, *, reason: str, by: Actor, now: datetime) -> Merge:
    """Say that two of one's suppliers are one company. Nothing moves before somebody else approves it."""
    require(rules.can_merge(by))
    require({kept.customer_id, gone.customer_id} == {by.organization_id})
    if kept.pk == gone.pk:
        raise Refused(_("These are the same supplier already: choose two."))
    if kept.merged_into_id or gone.merged_into_id:
        raise Refused(_("One of the two has been merged already."))
    return _propose(
        Merge(
            organization_id=by.organization_id,
            kept=kept.supplier,
            gone=gone.supplier,
            kept_relationship=kept,
            gone_relationship=gone,
        ),
        reason=reason,
        by=by,
        now=now,
    )


@transaction.atomic
def propose_organization_merge(
    kept: Organization, gone: Organization, *, reason: str, by: Actor, now: datetime
) -> Merge:
    """Say that one's organisation and another that one acts for as well are one company.

    Raises Refused where one may not merge on both sides, or where a customer works with both.
    """
    require(rules.can_merge(by) and kept.pk == by.organization_id)
    require(
        merge_rules.may_merge_for(by.user_id, gone),
        _("You can merge only organisations that you administer yourself."),
    )
    if kept.pk == gone.pk:
        raise Refused(_("This is the same organisation already: choose another."))
    _can_go(kept, gone)
    return _propose(Merge(organization=kept, kept=kept, gone=gone), reason=reason, by=by, now=now)


@transaction.atomic
def approve_merge(merge: Merge, *, by: Actor, now: datetime) -> None:
    """Carry the proposal out. Raises Refused for one's own proposal, or where things have changed since."""
    _lock(merge)
    require(
        rules.can_decide_merge(by, merge, now),
        _("Nobody approves their own proposal: somebody else with this right decides.")
        if rules.is_own_merge(by, merge, now)
        else None,
    )
    if merge.kept.merged_into_id or merge.gone.merged_into_id:
        raise Refused(_("One of the two has been merged already."))
    # What moves belongs to other organisations' rows too; who may decide has been settled above.
    with acting_as(Acting(person=by.user_id, organization=by.organization_id, everything=True)):
        if merge.kept_relationship is not None and merge.gone_relationship is not None:
            moved = _merge_relationships(merge.kept_relationship, merge.gone_relationship, by=by, now=now)
            if not merge_rules.used_by_others(merge.gone, merge.organization_id):
                moved += _merge_organizations(merge.kept, merge.gone, now=now)
        else:
            require(
                merge_rules.may_merge_for(merge.proposed_by_id, merge.gone),
                _("Whoever proposed this no longer administers %(name)s.") % {"name": merge.gone},
            )
            _can_go(merge.kept, merge.gone)
            moved = _bring_customers(merge.kept, merge.gone)
            moved += _merge_organizations(merge.kept, merge.gone, now=now)
            moved += _told(merging_consents.follow_organization(merge.kept, merge.gone, by=by, now=now))
            moved += _moved_above(
                organizations_merged.send(Organization, kept=merge.kept, gone=merge.gone, by=by)
            )
        _decide(merge, Merge.Status.DONE, by=by, now=now, moved=moved)


@transaction.atomic
def refuse_merge(merge: Merge, *, answer: str, by: Actor, now: datetime) -> None:
    _lock(merge)
    require(rules.can_decide_merge(by, merge, now))
    if not answer.strip():
        raise Refused(_("Say why the two are not one company: the answer stays on the proposal."))
    _decide(merge, Merge.Status.REFUSED, by=by, now=now, answer=answer)


@transaction.atomic
def withdraw_merge(merge: Merge, *, by: Actor, now: datetime) -> None:
    _lock(merge)
    require(merge.organization_id == by.organization_id and rules.proposed(by, merge))
    _decide(merge, Merge.Status.WITHDRAWN, by=by, now=now)


def _propose(merge: Merge, *, reason: str, by: Actor, now: datetime) -> Merge:
    if not reason.strip():
        raise Refused(_("Say why the two are one company: the reason stays in the history."))
    same = {merge.kept_id, merge.gone_id}
    if Merge.objects.visible_to(by).waiting().filter(kept__in=same, gone__in=same).exists():
        raise Refused(_("This has been proposed already and waits for a decision."))
    merge.reason, merge.proposed_at = reason.strip(), now
    merge.proposed_by_id, merge.proposed_by_name = by.user_id, by.name[:120]
    merge.save()
    for record in _records(merge):
        audit.record(record, "merge_proposed", by=by, changes=_pair(merge), reason=merge.reason)
    return merge


def _decide(
    merge: Merge, status: str, *, by: Actor, now: datetime, answer: str = "", moved: Moved | None = None
) -> None:
    merge.decided_at, merge.decided_by_name, merge.answer = now, by.name[:120], answer.strip()
    merge.moved = moved or []
    audit.move(merge, status, by=by, reason=merge.answer)
    changes = _pair(merge) | {kind: ["", names] for kind, names in merge.moved}
    for record in _records(merge):
        audit.record(record, f"merge_{status}", by=by, changes=changes, reason=merge.answer or merge.reason)


def _records(merge: Merge) -> list[Any]:
    """Whose histories tell of it: both relationships', or both organisations'."""
    if merge.kept_relationship is not None and merge.gone_relationship is not None:
        return [merge.kept_relationship, merge.gone_relationship]
    return [merge.kept, merge.gone]


def _pair(merge: Merge) -> dict[str, list[Any]]:
    return {"merged": [str(merge.gone), str(merge.kept)]}


def _lock(merge: Merge) -> None:
    merge.refresh_from_db(from_queryset=Merge.objects.select_for_update())


def _merge_relationships(kept: Relationship, gone: Relationship, *, by: Actor, now: datetime) -> Moved:
    """Everything the customer keeps of `gone` becomes `kept`'s; its scorecards stay readable as they are."""
    above = _moved_above(relationships_merged.send(Relationship, kept=kept, gone=gone, by=by))
    moved = [
        ("supplier_numbers", _move_numbers(kept, gone, by=by)),
        ("aliases", _move_aliases(kept, gone)),
        ("notes", _names(Note.objects.filter(relationship=gone), {"relationship": kept})),
        (
            "contacts",
            _names(
                Contact.objects.filter(organization=gone.supplier_id, kept_by=gone.customer_id),
                {"organization": kept.supplier_id},
            ),
        ),
        ("categories", _add_to(kept, gone, "categories")),
        ("sites", _add_to(kept, gone, "sites")),
        *merging_consents.follow_relationship(kept, gone, by=by, now=now),
    ]
    Relationship.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    searching.refresh(kept)
    return _told(moved) + above


def _told(moved: Moved) -> Moved:
    return [(kind, names) for kind, names in moved if names]


def _moved_above(answers: Iterable[tuple[Any, Any]]) -> Moved:
    """What the rooms above moved of theirs."""
    return [moved for _receiver, told in answers for moved in told or [] if moved[1]]


def _move_numbers(kept: Relationship, gone: Relationship, *, by: Actor) -> list[str]:
    numbers = list(SupplierNumber.objects.filter(relationship=gone, until_version=None))
    if not numbers:
        return []
    version = next_version(by)
    SupplierNumber.objects.filter(pk__in=[number.pk for number in numbers]).update(until_version=version)
    SupplierNumber.objects.bulk_create(
        [
            SupplierNumber(
                customer_id=number.customer_id,
                relationship=kept,
                source=number.source,
                key=number.key,
                name=number.name,
                since_version=version,
            )
            for number in numbers
        ]
    )
    return [str(number) for number in numbers]


def _move_aliases(kept: Relationship, gone: Relationship) -> list[str]:
    """The names of the one that goes are remembered, so that the next file finds the one that stays."""
    moved = _names(Alias.objects.filter(relationship=gone), {"relationship": kept})
    known = {normalize(kept.supplier.name), normalize(kept.supplier.name_local)}
    for name in (gone.supplier.name, gone.supplier.name_local):
        normalized = normalize(name)[:250]
        if not normalized or normalized in known:
            continue
        _alias, created = Alias.objects.get_or_create(
            customer_id=kept.customer_id,
            normalized=normalized,
            defaults={"relationship": kept, "name": name[:250]},
        )
        moved += [name] if created else []
    return moved


def _add_to(kept: Relationship, gone: Relationship, field: str) -> list[str]:
    present = set(getattr(kept, field).all())
    missing = [record for record in getattr(gone, field).all() if record not in present]
    getattr(kept, field).add(*missing)
    return [str(record) for record in missing]


def _bring_customers(kept: Organization, gone: Organization) -> Moved:
    """The customers of `gone` are `kept`'s from now on; to each its relationship stays what it was."""
    relationships = list(Relationship.objects.current().filter(supplier=gone).select_related("customer"))
    for relationship in relationships:
        relationship.supplier = kept
        relationship.save(update_fields=["supplier"])
        searching.refresh(relationship)
    return [("customers", [str(one.customer) for one in relationships])] if relationships else []


def _merge_organizations(kept: Organization, gone: Organization, *, now: datetime) -> Moved:
    """What describes the company and acts for it: numbers of registers, sites, people, tokens, contacts it gives."""
    taken = list(Site.objects.filter(organization=kept).values_list("code", flat=True))
    moved = [
        ("identifiers", _names(Identifier.objects.filter(organization=gone), {"organization": kept})),
        (
            "sites",
            _names(Site.objects.filter(organization=gone).exclude(code__in=taken), {"organization": kept}),
        ),
        ("members", _move_members(kept, gone)),
        ("tokens", _names(Token.objects.filter(organization=gone), {"organization": kept})),
        ("invitations", _move_invitations(kept, gone, now=now)),
        (
            "contacts_given",
            _names(
                Contact.objects.filter(organization=gone, kept_by=gone),
                {"organization": kept, "kept_by": kept},
            ),
        ),
        (
            "contacts_kept",
            _names(Contact.objects.filter(organization=gone), {"organization": kept}),
        ),
    ]
    Organization.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    return _told(moved)


def _move_members(kept: Organization, gone: Organization) -> list[str]:
    """Who acted for both goes on with the roles held at the one that stays; nobody's tokens end by it."""
    held = {one.user_id: one for one in Membership.objects.filter(organization=kept)}
    joined = []
    for membership in Membership.objects.filter(organization=gone).select_related("user"):
        if membership.user_id in held:
            membership.tokens.update(membership=held[membership.user_id])
            membership.delete()
            continue
        joined.append(membership.user.get_full_name())
        membership.organization = kept
        membership.save(update_fields=["organization"])
    User.objects.filter(acting_for=gone).update(acting_for=kept)
    return joined


def _move_invitations(kept: Organization, gone: Organization, *, now: datetime) -> list[str]:
    """Those still open; one to somebody whom both invited is revoked, as the other stands."""
    waiting = Invitation.objects.filter(organization=gone).pending()
    invited = Invitation.objects.filter(organization=kept).pending().values_list("email", flat=True)
    waiting.filter(email__in=list(invited)).update(revoked_at=now)
    emails = list(waiting.values_list("email", flat=True))
    waiting.filter(sender=gone).update(sender=kept)
    waiting.update(organization=kept)
    return emails


def _names(rows: Any, values: dict[str, Any]) -> list[str]:
    """Change the rows, and say which they were."""
    names = [str(row)[:120] for row in rows]
    rows.update(**values)
    return names


def _can_go(kept: Organization, gone: Organization) -> None:
    """Raises Refused where merging `gone` would take something from somebody."""
    if merge_rules.buys(gone):
        raise Refused(
            _(
                "%(name)s has suppliers of its own in Tandem: keep that organisation, and merge the other into it."
            )
            % {"name": gone}
        )
    both = merge_rules.customers_of_both(kept, gone)
    if both:
        raise Refused(
            _(
                "%(customers)s: works with both organisations. It has to merge its two suppliers first; ask it to."
            )
            % {"customers": _listed(both)}
        )


def _listed(names: Iterable[object]) -> str:
    return ", ".join(str(name) for name in names)
