"""Keeps what the list searches in step with the organisations themselves."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from tandem.accounts.models import Identifier, Organization
from tandem.core.fence import beyond_the_fence
from tandem.relationships import searching
from tandem.relationships.models import Relationship


@receiver(post_save, sender=Organization)
def organization_saved(instance: Organization, created: bool, **_: Any) -> None:
    if not created:
        _refresh(instance)


@receiver([post_save, post_delete], sender=Identifier)
def identifier_changed(instance: Identifier, **_: Any) -> None:
    _refresh(instance.organization)


def _refresh(supplier: Organization) -> None:
    with beyond_the_fence():  # a supplier's name concerns each of its customers, whoever changes it
        for relationship in Relationship.objects.filter(supplier=supplier).select_related("supplier"):
            searching.refresh(relationship)
