"""Who is told of what happens to a document: the supplier's people, and the customers it was handed to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import pgettext

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.messaging import values
from tandem.messaging.actions import members, notify, settle
from tandem.messaging.values import Value
from tandem.onboarding.models import Document, DocumentReview
from tandem.onboarding.telling.wording import in_both

HANDED_IN = ("document.handed_in",)
TO_RENEW = ("our_document.renewal_asked", "our_document.lapsed")
LAPSED = ("document.lapsed",)


def handed_in(review: DocumentReview, *, by: Actor, now: datetime) -> None:
    document = review.document
    if document.replaces is not None:
        settle(TO_RENEW, document.replaces, now=now)
    notify(
        "document.handed_in",
        to=members(review.relationship.customer_id),
        about=review,
        context={"supplier": values.organisation(review.relationship.supplier), "document": named(document)},
        by=by,
        now=now,
    )


def decided(review: DocumentReview, *, by: Actor, now: datetime) -> None:
    settle(HANDED_IN, review, now=now)
    document = review.document
    notify(
        f"our_document.{review.status}",
        to=members(review.relationship.supplier_id),
        url=reverse("onboarding_supplier:document", args=[document.pk]),
        about=document,
        context={
            "customer": values.organisation(review.relationship.customer),
            "document": named(document),
            "reason": review.reason,
        },
        by=by,
        now=now,
    )
    if document.replaces is not None and review.status == DocumentReview.Status.ACCEPTED:
        earlier = DocumentReview.objects.filter(relationship=review.relationship, document=document.replaces)
        settle(LAPSED, *earlier, now=now)


def renewal_asked(document: Document, customers: Sequence[Organization], *, days: int, now: datetime) -> None:
    _tell_supplier("our_document.renewal_asked", document, customers, now=now, count=days)


def lapsed(document: Document, reviews: Sequence[DocumentReview], *, now: datetime) -> None:
    customers = [review.relationship.customer for review in reviews]
    _tell_supplier("our_document.lapsed", document, customers, now=now)
    for review in reviews:
        notify(
            "document.lapsed",
            to=members(review.relationship.customer_id),
            about=review,
            context={
                "supplier": values.organisation(review.relationship.supplier),
                "document": named(document),
                "day": _last_day(document),
            },
            now=now,
        )


def named(document: Document) -> Value:
    return in_both(lambda: str(document))


def _tell_supplier(
    kind: str, document: Document, customers: Iterable[Organization], *, now: datetime, **more: Value
) -> None:
    named_customers = list(customers)
    notify(
        kind,
        to=members(document.organization_id),
        url=reverse("onboarding_supplier:document", args=[document.pk]),
        about=document,
        context={
            "document": named(document),
            "day": _last_day(document),
            "customers": in_both(lambda: _listed(named_customers)),
            **more,
        },
        now=now,
    )


def _last_day(document: Document) -> Value:
    return values.day(document.valid_until) if document.valid_until else ""


def _listed(customers: Iterable[Organization]) -> str:
    return pgettext("between the items of a list", ", ").join(str(customer) for customer in customers)
