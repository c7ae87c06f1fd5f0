from collections.abc import Mapping, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tandem.accounts import audit, identifiers, rules
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import Organization
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence


@transaction.atomic
def add_organization(
    name: str,
    *,
    slug: str,
    country: str,
    currency: str,
    name_local: str = "",
    website: str = "",
    by: Actor | None = None,
) -> Organization:
    """Add an organisation; `by` None means it adds itself (the first of an installation). Raises Refused."""
    organization = Organization(
        name=name.strip(),
        name_local=name_local.strip(),
        slug=slug,
        country=identifiers.country_code(country),
        currency=identifiers.currency_code(currency),
        website=website,
        recorded_by_id=by.organization_id if by else None,
    )
    check(organization)
    organization.save()
    actor = by or Actor.system(organization, "tandem")
    audit.record(organization, "added", by=actor, counterpart=organization.pk if by else None)
    return organization


def free_slug(name: str) -> str:
    """A short name nobody bears yet, from a legal name; pure Chinese names fall back to `org`."""
    return free_slugs([name])[0]


def free_slugs(names: Sequence[str]) -> list[str]:
    """A short name for each legal name, none of them borne yet nor given twice."""
    bases = [slugify(name)[:70].strip("-") or "org" for name in names]
    with beyond_the_fence():  # short names are one another's everywhere
        taken = (
            set(Organization.objects.values_list("slug", flat=True)) if len(bases) > 1 else _like(bases[0])
        )
    numbers: dict[str, int] = {}
    slugs = []
    for base in bases:
        slug = base
        while slug in taken:
            numbers[base] = numbers.get(base, 1) + 1
            slug = f"{base}-{numbers[base]}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _like(base: str) -> set[str]:
    return set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))


@transaction.atomic
def require_second_factor(organization: Organization, required: bool, *, by: Actor) -> None:
    """Ask every member for a second factor, or no longer. Whoever asks for it has one. Raises Refused."""
    rules.require(rules.can_manage_organization(by, organization.pk))
    has_one = Authenticator.objects.filter(user=by.user_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if required and by.user_id is not None and not has_one.exists():
        raise Refused(_("Set up a second factor of your own first, under Your settings."))
    if organization.requires_second_factor == required:
        return
    organization.requires_second_factor = required
    organization.save(update_fields=["requires_second_factor"])
    changes: audit.Changes = {"requires_second_factor": [not required, required]}
    audit.record(organization, "changed", by=by, changes=changes)


@transaction.atomic
def change_organization(organization: Organization, values: Mapping[str, Any], *, by: Actor) -> None:
    rules.require(rules.can_manage_organization(by, organization.pk))
    changes = audit.differences(organization, values)
    for field, value in values.items():
        setattr(organization, field, value)
    check(organization)
    organization.save()
    if changes:
        audit.record(organization, "changed", by=by, changes=changes)
