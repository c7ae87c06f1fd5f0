"""Documents and approvals follow when two records turn out to be one company."""

from typing import Any

from django.db.models import QuerySet

from tandem.accounts.models import Organization
from tandem.core.fence import beyond_the_fence
from tandem.onboarding.models import Approval, Document, DocumentReview
from tandem.relationships import merge_rules
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Two suppliers of one customer. Documents that people of the one that goes handed in stay theirs, with what was
    said of them; the approved list is the customer's own."""
    moved = [("approvals", _move_approvals(kept, gone))]
    if not merge_rules.acts_for_itself(gone.supplier):
        documents = Document.objects.filter(organization=gone.supplier_id, reviews__relationship=gone)
        pks = list(documents.values_list("pk", flat=True))
        with beyond_the_fence():  # a request's certificate is the supplier's own
            _names(Document.objects.filter(pk__in=pks), organization=kept.supplier_id)
        moved.append(("documents", _move_reviews(kept, gone)))
    return moved


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    """All that a supplier has handed in, and what its customers said of it."""
    before = Relationship.objects.filter(supplier=gone, merged_into__supplier=kept)
    for old in before:
        if old.merged_into:
            _move_reviews(old.merged_into, old)
    return [("documents", _names(Document.objects.filter(organization=gone), organization=kept))]


def _move_approvals(kept: Relationship, gone: Relationship) -> list[str]:
    """Where both are approved for the same and the days overlap, the line of the one that goes stays with it."""
    names = []
    for approval in Approval.objects.filter(relationship=gone):
        same = Approval.objects.filter(
            relationship=kept, category=approval.category_id, site=approval.site_id
        )
        if any(_overlap(approval, other) for other in same):
            continue
        names.append(f"{approval.category} · {approval.site_label}")
        approval.relationship = kept
        approval.save(update_fields=["relationship"])
    return names


def _overlap(one: Approval, other: Approval) -> bool:
    return (one.ends_on is None or other.starts_on < one.ends_on) and (
        other.ends_on is None or one.starts_on < other.ends_on
    )


def _move_reviews(kept: Relationship, gone: Relationship) -> list[str]:
    reviewed = list(DocumentReview.objects.filter(relationship=kept).values_list("document", flat=True))
    rows = DocumentReview.objects.filter(relationship=gone).exclude(document__in=reviewed)
    return _names(rows.select_related("document"), relationship=kept)


def _names(rows: QuerySet[Any], **values: Any) -> list[str]:
    """Change the rows, and say which they were."""
    names = [str(getattr(row, "document", row))[:120] for row in rows]
    rows.update(**values)
    return names
