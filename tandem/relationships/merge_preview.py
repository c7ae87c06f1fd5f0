"""Two records of one company side by side, and what merging them would move."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.identifiers import country_name
from tandem.accounts.models import Contact, Identifier, Membership, Organization
from tandem.core.fence import Acting, acting_as
from tandem.relationships import merge_rules
from tandem.relationships.duplicates import Known, Suspicion, suspicions
from tandem.relationships.history import FIELDS
from tandem.relationships.models import Alias, Merge, Note, Relationship, SupplierNumber


@dataclass(frozen=True)
class Line:
    """One thing of the two: what each has of it, and what becomes of it."""

    name: str
    kept: str
    gone: str
    outcome: str
    # To be said although the rooms above, whose it is, are not asked how much there is.
    always: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.gone and self.kept != self.gone)


def of_relationships(kept: Relationship, gone: Relationship) -> list[Line]:
    """Of two suppliers of one customer."""
    moves, stays = _("moves to the one that stays"), _("stays as it is")
    whole = not merge_rules.used_by_others(gone.supplier, gone.customer_id)
    lines = [*_described(kept.supplier, gone.supplier)]
    lines.append(
        Line(
            _("Identifiers"),
            _identifiers(kept.supplier),
            _identifiers(gone.supplier),
            moves if whole else _("stays with the other organisation, which others work with too"),
        )
    )
    lines += [
        Line(
            _("Stage"),
            kept.stage_label,
            gone.stage_label,
            _("the one that stays keeps its own"),
        ),
        Line(_("Segment"), kept.segment_label, gone.segment_label, _("the one that stays keeps its own")),
        Line(_("Owner"), str(kept.owner or ""), str(gone.owner or ""), _("the one that stays keeps its own")),
        Line(
            _("Published grade"),
            _standing(kept),
            _standing(gone),
            _("the scorecards of both stay readable; the next run scores all deliveries together"),
        ),
        Line(_("Supplier numbers"), _numbers(kept), _numbers(gone), moves),
        Line(_("Other names"), _joined(kept.aliases.all()), _joined(gone.aliases.all()), moves),
        Line(_("Categories"), _joined(kept.categories.all()), _joined(gone.categories.all()), moves),
        Line(_("Sites served"), _joined(kept.sites.all()), _joined(gone.sites.all()), moves),
        Line(_("Contacts"), _contacts(kept), _contacts(gone), moves),
        Line(
            _("Notes"),
            str(Note.objects.filter(relationship=kept).count()),
            str(Note.objects.filter(relationship=gone).count()),
            moves,
        ),
        Line(
            _("Requests to the supplier, their links and answers"),
            "",
            "",
            moves
            if not merge_rules.acts_for_itself(gone.supplier)
            else _("stay with the people who act for that organisation"),
            always=True,
        ),
    ]
    if not whole:
        lines.append(Line(_("Organisation"), str(kept.supplier), str(gone.supplier), stays))
    return lines


def of_organizations(kept: Organization, gone: Organization) -> list[Line]:
    """Of two organisations for which the same people act."""
    moves = _("moves to the one that stays")
    with acting_as(Acting(everything=True)):
        return [
            *_described(kept, gone),
            Line(_("Identifiers"), _identifiers(kept), _identifiers(gone), moves),
            Line(_("Customers"), _customers(kept), _customers(gone), moves),
            Line(_("Members"), _members(kept), _members(gone), moves),
            Line(
                _("Contacts"),
                _joined(Contact.objects.filter(organization=kept, kept_by=kept)),
                _joined(Contact.objects.filter(organization=gone, kept_by=gone)),
                moves,
            ),
            Line(_("Sites"), _joined(kept.sites.all()), _joined(gone.sites.all()), moves),
            Line(_("Tokens"), _joined(kept.tokens.all()), _joined(gone.tokens.all()), moves),
            Line(
                _("Webhooks, inbox, requests and answers, own records, the sales team's customers"),
                "",
                "",
                moves,
                always=True,
            ),
        ]


def kind_label(kind: str) -> str:
    """What moved, as the history calls it."""
    label = str(FIELDS.get(kind, kind))
    return label[:1].upper() + label[1:]


def of_merge(merge: Merge) -> list[Line]:
    if merge.kept_relationship is not None and merge.gone_relationship is not None:
        return of_relationships(merge.kept_relationship, merge.gone_relationship)
    return of_organizations(merge.kept, merge.gone)


def proposals(actor: Actor) -> list[tuple[Relationship, Relationship, Suspicion]]:
    """Pairs of the actor's suppliers that may be one company and that nobody has decided on yet."""
    relationships = {
        one.pk: one
        for one in Relationship.objects.visible_to(actor).select_related("supplier").order_by("pk")
    }
    decided = {
        frozenset(pair)
        for pair in Merge.objects.visible_to(actor)
        .exclude(status=Merge.Status.WITHDRAWN)
        .values_list("kept_relationship", "gone_relationship")
    }
    found = suspicions(_known(relationships))
    return [
        (relationships[one.first], relationships[one.second], one)
        for one in found
        if frozenset((one.first, one.second)) not in decided
    ]


def _known(relationships: dict[int, Relationship]) -> list[Known]:
    """In a fixed number of queries, however many suppliers there are."""
    names: dict[int, list[str]] = {}
    identifiers: dict[int, list[tuple[str, str]]] = {}
    numbers: dict[int, list[tuple[str, str]]] = {}
    by_supplier = {one.supplier_id: pk for pk, one in relationships.items()}
    for pk, one in relationships.items():
        names[pk] = [name for name in (one.supplier.name, one.supplier.name_local) if name]
    for pk, name in Alias.objects.filter(relationship__in=relationships).values_list("relationship", "name"):
        names[pk].append(name)
    held = Identifier.objects.filter(organization__in=by_supplier).order_by()
    for supplier, scheme, value in held.values_list("organization", "scheme", "value"):
        identifiers.setdefault(by_supplier[supplier], []).append((scheme, value))
    given = SupplierNumber.objects.filter(relationship__in=relationships).in_force().order_by()
    for pk, source, key in given.values_list("relationship", "source", "key"):
        numbers.setdefault(pk, []).append((source, key))
    return [
        Known(pk, tuple(names[pk]), tuple(identifiers.get(pk, ())), tuple(numbers.get(pk, ())))
        for pk in relationships
    ]


def _described(kept: Organization, gone: Organization) -> list[Line]:
    own = _("the one that stays keeps its own")
    return [
        Line(_("Legal name"), kept.name, gone.name, _("remembered as another name")),
        Line(
            _("Legal name in Chinese script"),
            kept.name_local,
            gone.name_local,
            _("remembered as another name"),
        ),
        Line(_("Country"), country_name(kept.country), country_name(gone.country), own),
        Line(_("Currency"), kept.currency, gone.currency, own),
        Line(_("Website"), kept.website, gone.website, own),
    ]


def _identifiers(organization: Organization) -> str:
    return _joined(organization.identifiers.all())


def _numbers(relationship: Relationship) -> str:
    return _joined(relationship.numbers.in_force())


def _contacts(relationship: Relationship) -> str:
    kept = Contact.objects.filter(organization=relationship.supplier_id, kept_by=relationship.customer_id)
    return _joined(kept)


def _customers(organization: Organization) -> str:
    rows = Relationship.objects.current().filter(supplier=organization).select_related("customer")
    return ", ".join(str(one.customer) for one in rows)


def _members(organization: Organization) -> str:
    rows = Membership.objects.filter(organization=organization).select_related("user")
    return ", ".join(str(one.user) for one in rows)


def _standing(relationship: Relationship) -> str:
    if not relationship.graded_period:
        return ""
    return f"{relationship.grade or '–'} · {relationship.graded_period}"


def _joined(records: Iterable[object]) -> str:
    return ", ".join(str(record) for record in records)
