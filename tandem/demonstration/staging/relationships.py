"""The suppliers and the relationships with them, as the customers' own people would have entered them."""

from django.db import transaction

from tandem.accounts import actions as accounts
from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact, Membership, Organization, User
from tandem.accounts.roles import Role
from tandem.demonstration.companies import Customer, Supplier, Tie
from tandem.demonstration.customers import CATEGORIES, LOOKED_AFTER
from tandem.demonstration.staging.clock import moment
from tandem.demonstration.staging.companies import give_identifiers, holder, member
from tandem.demonstration.stories import INTERNAL_NAME, INTERNAL_NUMBER, story
from tandem.demonstration.world import World
from tandem.relationships import actions
from tandem.relationships.models import Category, Relationship, SupplierNumber
from tandem.relationships.names import normalize

CURRENCIES = {
    "CN": "CNY", "CZ": "CZK", "JP": "JPY", "KR": "KRW", "MX": "MXN",
    "MY": "MYR", "PL": "PLN", "TW": "TWD", "US": "USD", "VN": "VND",
}  # fmt: skip


def enter_relationships(world: World, customer: Customer) -> None:
    """Every relationship of `customer`; one that was entered before is left as it is."""
    manager = manager_of(world, customer)
    categories = _categories(world, customer, by=manager)
    entered = set(Relationship.objects.visible_to(manager).values_list("slug", flat=True))
    for tie in world.of(customer):
        if tie.supplier.key not in entered:
            _enter(world, tie, categories, by=manager)


def assign_categories(world: World, customer: Customer) -> None:
    """Each buyer looks after some of them; whoever has some already is left as they are."""
    administrator = holder(world, customer, "administrator")
    buyers = Membership.objects.filter(
        organization__slug=customer.slug, roles__contains=[Role.BUYER], duties=None
    )
    for membership in buyers.select_related("user", "organization"):
        codes = LOOKED_AFTER.get(membership.user.email.partition("@")[0], ())
        categories = Category.objects.visible_to(administrator).filter(code__in=codes)
        actions.assign_categories(membership, categories, by=administrator, now=moment(world, -0.1))


def mark_internal(customer: Customer, *, by: Actor) -> None:
    """The customer's own warehouse among the suppliers of its ERP."""
    if story("internal").customer != customer.slug:
        return
    source = customer.source_of("BRN").code
    if (
        not SupplierNumber.objects.visible_to(by)
        .in_force()
        .filter(source=source, key=INTERNAL_NUMBER)
        .exists()
    ):
        actions.mark_internal(source=source, key=INTERNAL_NUMBER, name=INTERNAL_NAME, by=by)


def manager_of(world: World, customer: Customer) -> Actor:
    return holder(world, customer, "purchasing_manager")


def _categories(world: World, customer: Customer, *, by: Actor) -> dict[str, Category]:
    bought = {code for tie in world.of(customer) for code in tie.categories}
    known = {category.code: category for category in Category.objects.visible_to(by)}
    return known | {
        category.code: actions.save_category(
            category.code, name=category.name, name_local=category.name_zh, by=by
        )
        for category in CATEGORIES
        if category.code in bought - known.keys()
    }


def _enter(world: World, tie: Tie, categories: dict[str, Category], *, by: Actor) -> None:
    """One relationship whole, as its first stage found it, and what has happened to its stage since."""
    first, *later = tie.stages
    begun = moment(world, first.year)
    supplier = Organization.objects.filter(slug=tie.supplier.key).first()
    with transaction.atomic():
        relationship = (
            actions.add_relationship(supplier, by=by, now=begun, stage=first.stage)
            if supplier
            else actions.add_supplier(
                tie.supplier.name,
                slug=tie.supplier.key,
                name_local=tie.supplier.name_zh,
                country=tie.supplier.country,
                currency=CURRENCIES.get(tie.supplier.country, "EUR"),
                by=by,
                now=begun,
                stage=first.stage,
            )
        )
        give_identifiers(relationship.supplier, tie.supplier.identifiers, by=by)
        _describe(relationship, tie, categories, by=by)
        for move in later:
            actions.move_stage(
                relationship, move.stage, by=by, now=moment(world, move.year), reason=move.reason
            )


def _describe(relationship: Relationship, tie: Tie, categories: dict[str, Category], *, by: Actor) -> None:
    sites = [site for site in relationship.customer.sites.all() if site.code in tie.sites]
    values = {
        "segment": tie.segment,
        "preferred": tie.preferred,
        "owner": User.objects.get(email=tie.owner),
    }
    actions.change_relationship(
        relationship,
        by=by,
        values=values,
        categories=[categories[code] for code in tie.categories],
        sites=sites,
    )
    for number in tie.numbers:
        actions.number_supplier(
            relationship, source=number.source, key=number.key, name=tie.supplier.native_name, by=by
        )
    for name in tie.supplier.former_names:
        actions.remember_alias(relationship, name, normalize(name), by=by)
    for note in tie.notes:
        actions.write_note(relationship, note, by=member(tie.owner, tie.customer.slug))
    _keep_contacts(relationship.supplier, tie.supplier, by=by)


def _keep_contacts(organization: Organization, supplier: Supplier, *, by: Actor) -> None:
    for contact in supplier.contacts:
        record = Contact(
            organization=organization,
            kept_by_id=by.organization_id,
            name=contact.name,
            position=contact.title,
            email=contact.email,
            phone=contact.phone,
        )
        accounts.save_contact(record, by=by)
