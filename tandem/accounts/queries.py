from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, Organization
from tandem.accounts.roles import Role
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence


def customers() -> QuerySet[Organization]:
    """Organisations somebody acts for: those with members, suppliers or nobody else's record yet."""
    return Organization.objects.filter(
        Q(merged_into=None),
        Q(memberships__isnull=False) | Q(as_customer__isnull=False) | Q(as_supplier__isnull=True),
    ).distinct()


def administrators(actor: Actor) -> list[str]:
    """Whom to ask for what one may not do: the names of those who manage the actor's organisation."""
    rows = Membership.objects.filter(
        organization=actor.organization_id, roles__contains=[Role.ADMINISTRATOR], user__is_active=True
    )
    return [str(each.user) for each in rows.select_related("user").order_by("user__name")]


def organization_by_slug(slug: str) -> Organization:
    """For the command line. Raises Refused with the names that exist."""
    with beyond_the_fence():
        found = Organization.objects.filter(slug=slug).first()
        known = found or ", ".join(customers().values_list("slug", flat=True)[:10]) or _("none yet")
    if found is None:
        raise Refused(
            _(
                "There is no organisation “%(slug)s” (known: %(known)s). Add it with `tandem organisation add`."
            )
            % {"slug": slug, "known": known}
        )
    return found


def lacks_second_factor(membership: Membership) -> bool:
    """The organisation asks a second factor of its members, and this one has set up none."""
    return membership.organization.requires_second_factor and not is_mfa_enabled(membership.user)
