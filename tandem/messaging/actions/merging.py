"""Inbox and webhooks follow when two organisations turn out to be one."""

from tandem.accounts.models import Organization
from tandem.messaging.models import Endpoint, Event, Notification


def follow_organization(kept: Organization, gone: Organization) -> list[tuple[str, list[str]]]:
    """A webhook whose name is taken there bears its old organisation's short name besides."""
    taken = set(Endpoint.objects.filter(organization=kept).values_list("name", flat=True))
    moving = list(Endpoint.objects.filter(organization=gone))
    for endpoint in moving:
        if endpoint.name in taken:
            endpoint.name = f"{endpoint.name[:60]} · {gone.slug}"[:80]
        endpoint.organization = kept
        endpoint.save(update_fields=["name", "organization"])
    Event.objects.filter(organization=gone).update(organization=kept)
    Notification.objects.filter(organization=gone).update(organization=kept)
    return [("webhooks", [str(endpoint) for endpoint in moving])]
