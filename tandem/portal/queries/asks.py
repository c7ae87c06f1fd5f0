from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from tandem.accounts.actor import Actor
from tandem.accounts.models import Contact
from tandem.portal.models import Ask, Link
from tandem.portal.models.asks import WAITING
from tandem.relationships.models import Relationship
from tandem.scorecards.models import Card, Run

OVERDUE = "overdue"


def with_ends(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """With what a list or page shows of both ends."""
    return asks.select_related("relationship__customer", "relationship__supplier", "card__run", "survey")


def narrowed(asks: QuerySet[Ask], *, status: str, kind: str, today: date, words: str = "") -> QuerySet[Ask]:
    """By state (overdue is one of its own, computed), by kind and by the supplier's name or number; surveys, which have
    a page, only when asked for."""
    for word in words.lower().split():
        asks = asks.filter(relationship__search_text__contains=word)
    if status == OVERDUE:
        asks = asks.filter(status__in=WAITING, due_on__lt=today)
    elif status in Ask.Status.values:
        asks = asks.filter(status=status)
    return asks.filter(kind=kind) if kind in Ask.Kind.values else asks.exclude(kind=Ask.Kind.SURVEY)


def states(asks: QuerySet[Ask], today: date) -> dict[str, int]:
    """How many are waiting, overdue and answered: what a page says first."""
    found: dict[str, int] = asks.order_by().aggregate(
        waiting=Count("pk", filter=Q(status__in=WAITING)),
        overdue=Count("pk", filter=Q(status__in=WAITING, due_on__lt=today)),
        answered=Count("pk", filter=Q(status=Ask.Status.ANSWERED) & ~Q(kind=Ask.Kind.SCORECARD)),
    )
    return found


def latest_links(asks: Iterable[Ask], actor: Actor) -> dict[int, Link]:
    """The newest link of each request, by the request's id."""
    links = Link.objects.visible_to(actor).filter(ask__in=[ask.pk for ask in asks]).order_by("made_at", "pk")
    return {link.ask_id: link for link in links}


def contacts_of(relationship: Relationship, actor: Actor) -> list[Contact]:
    """Whom one knows at a supplier, those with an address first."""
    rows = Contact.objects.visible_to(actor).filter(organization=relationship.supplier_id)
    return sorted(rows, key=lambda contact: not contact.email)


def published_cards(relationship: Relationship) -> QuerySet[Card]:
    """A supplier's published scorecards, the latest first."""
    cards = Card.objects.whole().filter(relationship=relationship, run__status=Run.Status.PUBLISHED)
    return cards.select_related("run__template").order_by("-run__starts", "-run__published_at")
