"""What stands in the way of merging two organisations."""

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization
from tandem.accounts.roles import Capability, capabilities
from tandem.core.fence import Acting, acting_as
from tandem.relationships.models import Relationship


def used_by_others(organization: Organization, customer_id: int) -> bool:
    """Whether it acts for itself, or anybody but `customer_id` works with it."""
    with acting_as(Acting(everything=True)):
        relationships = Relationship.objects.current()
        return (
            Membership.objects.filter(organization=organization).exists()
            or relationships.filter(supplier=organization).exclude(customer=customer_id).exists()
            or relationships.filter(customer=organization).exists()
        )


def acts_for_itself(organization: Organization) -> bool:
    """Whether people sign in for it."""
    with acting_as(Acting(everything=True)):
        return Membership.objects.filter(organization=organization).exists()


def buys(organization: Organization) -> bool:
    """Whether it is a customer in Tandem: its facts, templates and scorecards are bound to it."""
    with acting_as(Acting(everything=True)):
        return Relationship.objects.filter(customer=organization).exists()


def may_merge_for(user_id: int | None, organization: Organization) -> bool:
    """Whether the person may merge when they act for that organisation."""
    held = Membership.objects.filter(user=user_id, organization=organization).first()
    return held is not None and Capability.MERGE_ORGANISATIONS in capabilities(held.roles)


def others_administered(actor: Actor) -> list[Organization]:
    """The organisations besides the acting one that the person may merge for as well."""
    if actor.user_id is None:
        return []
    rows = Membership.objects.filter(user=actor.user_id, organization__merged_into=None)
    others = rows.exclude(organization=actor.organization_id).select_related("organization")
    return [one.organization for one in others if Capability.MERGE_ORGANISATIONS in capabilities(one.roles)]


def customers_of_both(kept: Organization, gone: Organization) -> list[Organization]:
    """Those who have a relationship with the one and with the other."""
    with acting_as(Acting(everything=True)):
        theirs = Relationship.objects.current().filter(supplier=kept).values("customer")
        found = Relationship.objects.current().filter(supplier=gone, customer__in=theirs)
        return [relationship.customer for relationship in found.select_related("customer")]
