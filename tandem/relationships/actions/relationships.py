from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from tandem.accounts import actions as accounts
from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import Identifier, Organization, Site
from tandem.accounts.roles import Capability
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships import rules
from tandem.relationships.models import Category, Relationship, Stage, StageChange
from tandem.relationships.searching import search_text
from tandem.relationships.signals import owner_changed, stage_changed

MANAGE = Capability.MANAGE_RELATIONSHIPS
# Addresses of this room that stand where a supplier's short name would.
RESERVED_SLUGS = frozenset({"add", "categories", "duties", "export", "import", "internal-numbers", "merging"})


@transaction.atomic
def add_supplier(
    name: str,
    *,
    by: Actor,
    now: datetime,
    country: str,
    currency: str,
    slug: str = "",
    name_local: str = "",
    stage: str = Stage.POTENTIAL,
    identifiers: Iterable[tuple[str, str]] = (),
) -> Relationship:
    """A new organisation and one's relationship with it, in one step. Raises Refused.

    `identifiers` are (scheme, number): a number that another organisation bears is refused.
    """
    _require_adding(by)
    supplier = accounts.add_organization(
        name,
        slug=slug or accounts.free_slug(name),
        country=country,
        currency=currency,
        name_local=name_local,
        by=by,
    )
    for scheme, value in identifiers:
        accounts.add_identifier(supplier, scheme=scheme, value=value, by=by)
    return add_relationship(supplier, by=by, now=now, stage=stage)


@transaction.atomic
def add_relationship(
    supplier: Organization, *, by: Actor, now: datetime, stage: str = Stage.POTENTIAL
) -> Relationship:
    """Begin to work with an organisation that Tandem knows already. Raises Refused when one does so already.

    What a buyer adds begins in the categories that the buyer looks after.
    """
    _require_adding(by)
    if supplier.pk == by.organization_id:
        raise Refused(_("An organisation cannot be its own supplier."))
    if Relationship.objects.visible_to(by).filter(supplier=supplier).exists():
        raise Refused(_("%(name)s is one of your suppliers already.") % {"name": supplier})
    relationship = Relationship.objects.create(
        customer_id=by.organization_id,
        supplier=supplier,
        slug=slug_of(supplier),
        stage=stage,
        search_text=search_text(supplier),
    )
    StageChange.objects.create(relationship=relationship, at=now, new=stage, by_name=by.name)
    changes: dict[str, list[Any]] = {"stage": ["", stage]}
    if first := first_categories(by):
        changes |= _set(relationship, "categories", first)
    audit.record(relationship, "added", by=by, counterpart=supplier.pk, changes=changes)
    return relationship


@transaction.atomic
def change_relationship(
    relationship: Relationship,
    *,
    by: Actor,
    values: Mapping[str, Any] | None = None,
    categories: Iterable[Category] | None = None,
    sites: Iterable[Site] | None = None,
) -> None:
    """Change segment, preferred, owner (`values`), and the sets of categories and sites served.

    A buyer gives and takes the buyer's own categories alone: others are for those who look after them.
    """
    require(rules.can_manage(by, relationship), rules.out_of_reach(by, MANAGE))
    if categories is not None:
        categories = _within_reach(relationship, list(categories), by)
    changes = audit.differences(relationship, values or {})
    for field, value in (values or {}).items():
        setattr(relationship, field, value)
    if changes:
        relationship.save(update_fields=list(changes))
    if "owner" in changes:
        owner_changed.send(Relationship, relationship=relationship, old=changes["owner"][0], by=by)
    if categories is not None:
        changes |= _set(relationship, "categories", categories)
    if sites is not None:
        changes |= _set(relationship, "sites", sites)
    if changes:
        audit.record(relationship, "changed", by=by, counterpart=relationship.supplier_id, changes=changes)


@transaction.atomic
def move_stage(relationship: Relationship, to: str, *, by: Actor, now: datetime, reason: str) -> None:
    """Move along Relationship.TRANSITIONS, with a reason. Raises Refused for an illegal move."""
    require(rules.can_change_stage(by, relationship), rules.out_of_reach(by, Capability.CHANGE_STAGE))
    if not reason.strip():
        raise Refused(_("Say why the stage changes: the reason stays in the history."))
    # Locked and read anew: the stage may have moved, and a score been published, since the page was shown.
    relationship.refresh_from_db(from_queryset=Relationship.objects.select_for_update())
    old = relationship.stage
    audit.move(relationship, to, by=by, field="stage", reason=reason, counterpart=relationship.supplier_id)
    StageChange.objects.create(
        relationship=relationship, at=now, old=old, new=to, by_name=by.name, reason=reason
    )
    stage_changed.send(
        Relationship, relationship=relationship, old=old, new=to, reason=reason, by=by, now=now
    )


@transaction.atomic
def correct_supplier(relationship: Relationship, values: Mapping[str, Any], *, by: Actor) -> None:
    """Mend the company's names, country, currency or website. Raises Refused where these are not one's to mend."""
    require(
        rules.can_correct(by, relationship),
        _("Others work with this company too, or it acts for itself: its details are its own to change."),
    )
    supplier = relationship.supplier
    changes = audit.differences(supplier, values)
    for field, value in values.items():
        setattr(supplier, field, value)
    check(supplier)
    supplier.save()
    if changes:
        audit.record(supplier, "changed", by=by, counterpart=supplier.pk, changes=changes)


@transaction.atomic
def identify(relationship: Relationship, *, scheme: str, value: str, by: Actor) -> Identifier:
    """Write down a checked number of the supplier. Raises Refused for a wrong one, or one that another bears."""
    require(rules.can_manage(by, relationship), rules.out_of_reach(by, MANAGE))
    return accounts.add_identifier(relationship.supplier, scheme=scheme, value=value, by=by)


@transaction.atomic
def save_category(code: str, *, by: Actor, name: str = "", name_local: str = "") -> Category:
    """Add a category, or give a known one its names."""
    require(rules.can_keep_categories(by), _outside_the_list(by))
    category, created = Category.objects.update_or_create(
        customer_id=by.organization_id,
        code=code.strip(),
        defaults={"name": name.strip() or code.strip(), "name_local": name_local.strip()},
    )
    audit.record(category, "added" if created else "changed", by=by)
    return category


@transaction.atomic
def remove_category(category: Category, *, by: Actor) -> None:
    """Only one that no supplier has: what scorecards are assigned by does not vanish by the way."""
    require(category.customer_id == by.organization_id)
    require(rules.can_keep_categories(by), _outside_the_list(by))
    if category.relationships.exists():
        raise Refused(
            _("“%(category)s” still has suppliers. Take it from them first.") % {"category": category}
        )
    audit.record(category, "removed", by=by)
    try:
        category.delete()
    except ProtectedError:
        raise Refused(
            _("“%(category)s” stands in records, such as the approved supplier list. It stays for these.")
            % {"category": category}
        ) from None


def first_categories(by: Actor) -> list[Category]:
    """What a new supplier of theirs begins in."""
    within = by.reach(MANAGE)
    return list(Category.objects.visible_to(by).filter(pk__in=within)) if within else []


def _require_adding(by: Actor) -> None:
    require(rules.can_add(by), rules.out_of_reach(by, MANAGE))


def _outside_the_list(by: Actor) -> Any:
    """Said to a buyer, who could otherwise change some suppliers."""
    if MANAGE not in by.capabilities:
        return None
    return _("The list of categories is the whole organisation’s. Ask a purchasing manager to change it.")


def _within_reach(relationship: Relationship, wanted: list[Category], by: Actor) -> list[Category]:
    """The wanted categories. Raises Refused where one that the buyer does not look after would come or go."""
    within = by.reach(MANAGE)
    if within is None:
        return wanted
    had = {each.pk for each in relationship.categories.all()}
    foreign = ({each.pk for each in wanted} ^ had) - within
    if foreign:
        named = ", ".join(str(each) for each in Category.objects.visible_to(by).filter(pk__in=foreign))
        raise Refused(
            _("You do not look after %(categories)s, so you neither give it to a supplier nor take it away.")
            % {"categories": named}
        )
    return wanted


def slug_of(supplier: Organization) -> str:
    """The supplier's own short name, unless it is one of this room's addresses."""
    return f"{supplier.slug}-supplier" if supplier.slug in RESERVED_SLUGS else supplier.slug


def _set(relationship: Relationship, field: str, records: Iterable[Any]) -> dict[str, list[Any]]:
    manager = getattr(relationship, field)
    before = sorted(str(record) for record in manager.all())
    manager.set(records)
    after = sorted(str(record) for record in manager.all())
    return {} if before == after else {field: [before, after]}
