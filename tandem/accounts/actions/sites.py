from datetime import date

from django.db import transaction

from tandem.accounts import audit, identifiers, rules
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.models import Site, SiteException

_AUDITED = ("code", "name", "name_local", "country", "city")


@transaction.atomic
def save_site(site: Site, *, by: Actor) -> Site:
    """Add or change a site of the actor's own organisation."""
    rules.require(rules.can_manage_organization(by, site.organization_id))
    before = Site.objects.filter(pk=site.pk, organization=site.organization_id).first() or Site()
    site.country = identifiers.country_code(site.country)
    check(site)
    verb = "site_changed" if site.pk else "site_added"
    site.save()
    changes = audit.differences(before, {field: getattr(site, field) for field in _AUDITED})
    if changes:
        audit.record(site.organization, verb, by=by, changes={"site": ["", site.code], **changes})
    return site


@transaction.atomic
def set_site_exception(site: Site, day: date, *, works: bool, reason: str, by: Actor) -> SiteException:
    """Say that a site works on a day, or does not, against its country's calendar."""
    rules.require(rules.can_manage_organization(by, site.organization_id))
    before = site.exceptions.filter(day=day).first()
    exception, _created = SiteException.objects.update_or_create(
        site=site, day=day, defaults={"works": works, "reason": reason}
    )
    changes: audit.Changes = {"site": ["", site.code], str(day): [before.works if before else "", works]}
    audit.record(site.organization, "site_day_set", by=by, changes=changes, reason=reason)
    return exception


@transaction.atomic
def remove_site_exception(exception: SiteException, *, by: Actor) -> None:
    site = exception.site
    rules.require(rules.can_manage_organization(by, site.organization_id))
    changes: audit.Changes = {"site": ["", site.code], str(exception.day): [exception.works, ""]}
    audit.record(site.organization, "site_day_unset", by=by, changes=changes)
    exception.delete()
