from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.facts.models import Batch, LakeVersion, SavedMapping, SupplierKey
from tandem.facts.models.keys import SupplierKeyQuerySet
from tandem.lake.layout import Snapshot


def lake_root(customer: Organization | str) -> Path:
    """The folder of a customer's lake, by the organisation or its short name."""
    slug = customer if isinstance(customer, str) else customer.slug
    return Path(settings.TANDEM_LAKE) / slug


def files_folder(customer: Organization | str) -> Path:
    """Where a customer's uploaded files and lists of rejects are kept."""
    slug = customer if isinstance(customer, str) else customer.slug
    return Path(settings.MEDIA_ROOT) / slug / "facts"


def lake_snapshot(customer: Organization | int, number: int | None = None) -> Snapshot:
    """The Delta versions that a lake version pins (None: the newest); empty when nothing was ever loaded."""
    rows = LakeVersion.objects.filter(customer=customer)
    version = rows.order_by("-number").first() if number is None else rows.filter(number=number).first()
    return version.tables if version else {}


def batches(actor: Actor) -> QuerySet[Batch]:
    return Batch.objects.visible_to(actor).defer("mapping", "totals")


def newest_mapping(actor: Actor, source: str, fact: str) -> SavedMapping | None:
    rows = SavedMapping.objects.visible_to(actor).filter(source=source, fact=fact)
    return rows.order_by("-version").first()


def mappings(actor: Actor) -> QuerySet[SavedMapping]:
    """The newest version of each mapping."""
    rows = SavedMapping.objects.visible_to(actor).order_by("source", "fact", "-version")
    return rows.distinct("source", "fact")


def unmatched_keys(actor: Actor) -> SupplierKeyQuerySet:
    return SupplierKey.objects.visible_to(actor).unmatched()
