"""What a supplier is compared by has changed, or a supplier is new: it is screened again."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from tandem.accounts.models import Identifier, Organization
from tandem.onboarding.actions.screening import note_change
from tandem.onboarding.actions.screening_merging import Moved, follow_relationship
from tandem.relationships.models import Alias, Relationship
from tandem.relationships.signals import organizations_merged, relationships_merged, suppliers_added

COMPARED = {"name", "name_local", "country"}


@receiver(post_save, sender=Organization)
def organization_saved(
    instance: Organization, created: bool, update_fields: Collection[str] | None, **_: Any
) -> None:
    if not created and (update_fields is None or COMPARED & set(update_fields)):
        _changed(_of(instance.pk))


@receiver([post_save, post_delete], sender=Identifier)
def identifier_changed(instance: Identifier, **_: Any) -> None:
    _changed(_of(instance.organization_id))


@receiver([post_save, post_delete], sender=Alias)
def alias_changed(instance: Alias, **_: Any) -> None:
    _changed(Relationship.objects.filter(pk=instance.relationship_id))


@receiver(post_save, sender=Relationship)
def supplier_saved(
    instance: Relationship, created: bool, update_fields: Collection[str] | None, **_: Any
) -> None:
    if created or "supplier" in (update_fields or ()):
        _changed(Relationship.objects.filter(pk=instance.pk))


@receiver(suppliers_added)
def many_suppliers_added(relationships: Sequence[Relationship], **_: Any) -> None:
    _changed(Relationship.objects.filter(pk__in=[each.pk for each in relationships]))


@receiver(relationships_merged)
def follow_the_relationship(kept: Relationship, gone: Relationship, **_: Any) -> Moved:
    moved = follow_relationship(kept, gone)
    _changed(Relationship.objects.filter(pk=kept.pk))
    return moved


@receiver(organizations_merged)
def follow_the_organization(kept: Organization, **_: Any) -> None:
    _changed(_of(kept.pk))


def _of(supplier: int) -> QuerySet[Relationship]:
    return Relationship.objects.filter(supplier=supplier)


def _changed(relationships: QuerySet[Relationship]) -> None:
    note_change(relationships, now=timezone.now())
