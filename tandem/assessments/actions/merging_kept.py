"""What is said of a supplier's means follows when two records turn out to be one company."""

from django.db.models import Q

from tandem.accounts.models import Organization
from tandem.assessments.models import CapacityPast, CustomerLoad, Instrument, Kept, Mechanism, QualityPast
from tandem.assessments.models.capacity import CommittedLoad, Equipment, Plant, Process, ProductLine, Shift
from tandem.assessments.models.quality_system import Measurements, Standard
from tandem.assessments.models.references import Reference
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]
MODELS: tuple[type[Kept], ...] = (
    Plant, Shift, ProductLine, Process, Equipment, CommittedLoad, CustomerLoad, Standard, Instrument, Mechanism,
    Measurements, Reference, CapacityPast, QualityPast,
)  # fmt: skip
# Of which one organisation has one of each about a supplier: where both have it, that of the one that stays counts.
ONE_EACH: dict[type[Kept], str] = {
    Instrument: "number", Mechanism: "which", CapacityPast: "on", QualityPast: "on",
}  # fmt: skip


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """What the customer wrote down itself about the one that goes. What that one says of itself stays its own."""
    return _follow(Q(supplier=gone.supplier_id, kept_by=gone.customer_id), supplier=kept.supplier_id)


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    """Its own words, and those of customers about it."""
    for old in Relationship.objects.filter(supplier=gone, merged_into__supplier=kept):
        known = CustomerLoad.objects.filter(relationship=old.merged_into).values("load")
        CustomerLoad.objects.filter(relationship=old).exclude(load__in=known).update(
            relationship=old.merged_into
        )
    own = _follow(Q(supplier=gone, kept_by=gone), supplier=kept.pk, kept_by=kept.pk)
    others = _follow(Q(supplier=gone), supplier=kept.pk)
    return [("assessment_entries", [name for _kind, names in [*own, *others] for name in names])]


def _follow(which: Q, **values: int) -> Moved:
    names: list[str] = []
    for model in MODELS:
        rows = model._default_manager.filter(which)
        key = ONE_EACH.get(model)
        if key is not None:
            keepers = values.get("kept_by")
            for row in list(rows):
                by = keepers or row.kept_by_id
                same = {"supplier": values["supplier"], "kept_by": by, key: getattr(row, key)}
                if model._default_manager.filter(**same).exists():
                    rows = rows.exclude(pk=row.pk)
        names += [str(row)[:120] for row in rows]
        rows.update(**{f"{name}_id": value for name, value in values.items()})
    return [("assessment_entries", names)]
