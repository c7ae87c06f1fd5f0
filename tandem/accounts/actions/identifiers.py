from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit, identifiers, rules
from tandem.accounts.actor import Actor
from tandem.accounts.models import Identifier, Organization
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence


@transaction.atomic
def add_identifier(
    organization: Organization, *, scheme: str, value: str, country: str = "", by: Actor
) -> Identifier:
    """Keep a checked number in its compact form. Raises Refused for a wrong one, or one that another bears."""
    rules.require(rules.can_identify(by, organization.pk))
    country = country or organization.country
    scope = identifiers.scope(scheme, country)
    compact = identifiers.check(scheme, value, country)
    with beyond_the_fence():  # a number has one bearer among all organisations
        held = Identifier.objects.filter(scheme=scheme, value=compact, country=scope).first()
    if held is not None:
        if held.organization_id == organization.pk:
            return held
        raise Refused(
            _(
                "%(value)s already belongs to another organisation. If they are the same company, use that one."
            )
            % {"value": compact}
        )
    identifier = Identifier.objects.create(
        organization=organization, scheme=scheme, country=scope, value=compact
    )
    audit.record(organization, "identifier_added", by=by, changes={scheme: ["", compact]})
    return identifier


@transaction.atomic
def remove_identifier(identifier: Identifier, *, by: Actor) -> None:
    rules.require(rules.can_manage_organization(by, identifier.organization_id))
    changes = {identifier.scheme: [identifier.value, ""]}
    audit.record(identifier.organization, "identifier_removed", by=by, changes=changes)
    identifier.delete()
