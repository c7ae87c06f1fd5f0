"""What each row of a supplier list means: new, known by its number or identifier, perhaps known by name, refused.

Everything known is read once, in a fixed number of queries, however long the list is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tandem.accounts import identifiers
from tandem.accounts.actor import Actor
from tandem.accounts.models import Identifier, Organization
from tandem.core.fence import beyond_the_fence
from tandem.relationships import names, queries
from tandem.relationships.list_rows import Problem, Understood
from tandem.relationships.models import Outcome, SupplierNumber

Bearer = tuple[str, str, str]  # scheme, country where the scheme is national, number
CHUNK = 5000


@dataclass
class Meaning:
    outcome: str
    relationship_id: int | None = None
    organization_id: int | None = None
    same_as_row: int | None = None
    found_by: str = ""
    likeness: float | None = None


class Matching:
    """Goes through a list's rows in their order; remembers what earlier rows of the same list were."""

    def __init__(self, actor: Actor, source: str, rows: Iterable[Understood]) -> None:
        self._own_organization = actor.organization_id
        self._suppliers = queries.suppliers(actor)
        self._numbers = _numbers(actor, source)
        self._bearers = _bearers(bearer for row in rows for bearer in bearers_of(row))
        self._names = names.NameIndex(queries.known_names(actor))
        self._schemes = _schemes(self._suppliers)
        self._row_of: dict[Bearer | str, int] = {}

    def meaning(self, number: int, row: Understood) -> Meaning:
        """What row `number` means; a contradiction becomes one of the row's problems."""
        found = self._refusal(row) or self._by_number(row) or self._by_identifier(row) or self._by_name(row)
        if row.problems:
            return Meaning(Outcome.REFUSED)
        self._remember(number, row)
        return found or Meaning(Outcome.NEW)

    def _refusal(self, row: Understood) -> Meaning | None:
        bearers = {self._bearers[bearer] for bearer in bearers_of(row) if bearer in self._bearers}
        if len(bearers) > 1:
            row.problems.append(
                Problem("", "", _("The identifiers of this row belong to different organisations."))
            )
        elif self._own_organization in bearers:
            row.problems.append(Problem("", "", _("This is your own organisation.")))
        elif self._internal(row):
            row.problems.append(
                Problem("", row.values["key"], _("This number is marked as internal: it is no supplier's."))
            )
        return Meaning(Outcome.REFUSED) if row.problems else None

    def _internal(self, row: Understood) -> bool:
        key = row.values.get("key")
        return key in self._numbers and self._numbers[key] is None

    def _by_number(self, row: Understood) -> Meaning | None:
        relationship = self._numbers.get(row.values.get("key", ""))
        if relationship is None:
            return None
        bearer = self._bearer(row)
        if bearer is not None and self._suppliers.get(bearer) != relationship:
            row.problems.append(
                Problem(
                    "",
                    row.values["key"],
                    _("The number means one supplier, but the identifier is another's."),
                )
            )
        return Meaning(Outcome.KNOWN, relationship_id=relationship, found_by="number")

    def _by_identifier(self, row: Understood) -> Meaning | None:
        bearer = self._bearer(row)
        if bearer is not None and bearer in self._suppliers:
            return Meaning(Outcome.KNOWN, relationship_id=self._suppliers[bearer], found_by="identifier")
        if bearer is not None:
            return Meaning(Outcome.JOINED, organization_id=bearer, found_by="identifier")
        for identifier in bearers_of(row):
            if identifier in self._row_of:
                return Meaning(Outcome.KNOWN, same_as_row=self._row_of[identifier], found_by="identifier")
        return None

    def _by_name(self, row: Understood) -> Meaning | None:
        best: names.Match | None = None
        for name in {row.values["name"], row.values.get("name_local", "")} - {""}:
            match = self._names.best(name)
            if match and not self._differs(row, match.key) and (not best or match.likeness > best.likeness):
                best = match
        if best is not None:
            return Meaning(
                Outcome.PROPOSED, relationship_id=best.key, found_by="name", likeness=best.likeness
            )
        earlier = self._row_of.get(names.normalize(row.values["name"]))
        if earlier is not None:
            return Meaning(Outcome.PROPOSED, same_as_row=earlier, found_by="name", likeness=100.0)
        return None

    def _differs(self, row: Understood, relationship: int) -> bool:
        """Two numbers of one kind are two companies, however alike the names."""
        known = self._schemes.get(relationship, set())
        return any(scheme in known for scheme, _number in row.values.get("identifiers", ()))

    def _bearer(self, row: Understood) -> int | None:
        found = (self._bearers.get(bearer) for bearer in bearers_of(row))
        return next((bearer for bearer in found if bearer is not None), None)

    def _remember(self, number: int, row: Understood) -> None:
        for bearer in bearers_of(row):
            self._row_of.setdefault(bearer, number)
        self._row_of.setdefault(names.normalize(row.values["name"]), number)


def bearers_of(row: Understood) -> list[Bearer]:
    country = row.values.get("country", "")
    return [
        (scheme, identifiers.scope(scheme, country), number)
        for scheme, number in row.values.get("identifiers", ())
    ]


def _numbers(actor: Actor, source: str) -> dict[str, int | None]:
    """key → relationship, or None for an internal one."""
    rows = SupplierNumber.objects.visible_to(actor).in_force().filter(source=source)
    return dict(rows.order_by().values_list("key", "relationship_id"))


def _bearers(wanted: Iterable[Bearer]) -> dict[Bearer, int]:
    """Which organisation bears each of the wanted numbers, of all organisations."""
    unique = sorted(set(wanted))
    found: dict[Bearer, int] = {}
    for start in range(0, len(unique), CHUNK):
        values = [number for _scheme, _country, number in unique[start : start + CHUNK]]
        rows = Identifier.objects.filter(value__in=values).order_by()
        with beyond_the_fence():
            held = list(rows.values_list("scheme", "country", "value", "organization_id"))
        found |= {(scheme, country, number): bearer for scheme, country, number, bearer in held}
    return found


def _schemes(suppliers: dict[int, int]) -> dict[int, set[str]]:
    """relationship → the kinds of number its supplier is known by."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Identifier.objects.filter(organization__in=Organization.objects.filter(pk__in=suppliers))
    for organization, scheme in rows.order_by().values_list("organization_id", "scheme"):
        found[suppliers[organization]].add(scheme)
    return found
