"""What a customer may build on of a supplier's documents: accepted, and not lapsed past its days of grace."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.onboarding.models import Approval, Document, DocumentKind, DocumentReview, DocumentSetting
from tandem.relationships.models import Relationship

Accepted = DocumentReview.Status.ACCEPTED


def grace_days(customer_id: int) -> int:
    settled = (
        DocumentSetting.objects.filter(customer=customer_id).values_list("grace_days", flat=True).first()
    )
    return DocumentSetting.GRACE if settled is None else settled


def accepted(relationship: Relationship, kinds: Iterable[str] | None = None) -> QuerySet[Document]:
    """Those the customer has accepted of this supplier, the one that holds longest first; lapsed ones as well."""
    rows = Document.objects.filter(reviews__relationship=relationship, reviews__status=Accepted)
    return rows if kinds is None else rows.filter(kind__in=list(kinds))


def valid(relationship: Relationship, kind: str, on: date) -> Document | None:
    """The accepted document of a kind that holds on a day, and of several the one that holds longest."""
    rows = accepted(relationship, [kind]).filter(valid_from__lte=on)
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on)).first()


def to_rest_on(relationship: Relationship, wanted: Document | str, on: date) -> Document:
    """Raises Refused for a document, or a kind, of which the customer has accepted none that is valid."""
    if isinstance(wanted, str):
        found, named = valid(relationship, wanted, on), str(DocumentKind(wanted).label)
    else:
        found, named = accepted(relationship).filter(pk=wanted.pk).first(), str(wanted)
        found = None if found is None or found.has_lapsed(on) else found
    if found is None:
        raise Refused(
            _(
                "There is no valid document that you accepted: %(document)s. Ask the supplier for it, and accept it."
            )
            % {"document": named}
        )
    return found


def no_longer_hold(approval: Approval, on: date) -> list[Document]:
    """The documents that the approval rests on and that are past their grace, or accepted no longer."""
    relationship = approval.relationship
    last = on - timedelta(days=grace_days(relationship.customer_id))
    rows = Document.objects.filter(rests__approval=approval)
    taken = accepted(relationship).order_by().values("pk")
    return list(rows.filter(Q(valid_until__lt=last) | ~Q(pk__in=taken)))
