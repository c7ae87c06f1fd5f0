"""Which of a customer's suppliers may be one company: by their numbers, and by their names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tandem.relationships.names import NameIndex, likeness, normalize

# Names that are only alike are looked for among this many at most; the same name is always found.
MOST_COMPARED = 3000
ALIKE = 92.0


@dataclass(frozen=True)
class Known:
    """A supplier as it is compared: its names, register numbers by scheme, and numbers in source systems."""

    key: int
    names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Suspicion:
    """`first` and `second` may be one company; `why` is one of number, identifier, name, alike; `what` shows it."""

    first: int
    second: int
    why: str
    what: str
    likeness: float = 100.0


def suspicions(suppliers: Iterable[Known]) -> list[Suspicion]:
    """The pairs worth a look, the surest first. Each pair stands once, for its best reason.

    - number: the same number in two company codes of one source system ("1000/4711" and "1100/4711");
    - identifier: a register number that is part of the other's (a tax number within a unified social credit code);
    - name: the same name once legal forms, accents and punctuation are set aside;
    - alike: names alike by 92 of 100 or more, unless both bear numbers of one scheme that differ.
    """
    known = {one.key: one for one in suppliers}
    found: dict[tuple[int, int], Suspicion] = {}
    for each in (*_by_number(known), *_by_identifier(known), *_by_name(known)):
        pair = (min(each.first, each.second), max(each.first, each.second))
        if pair[0] != pair[1]:
            found.setdefault(pair, Suspicion(*pair, each.why, each.what, each.likeness))
    order = ("number", "identifier", "name", "alike")
    return sorted(found.values(), key=lambda one: (order.index(one.why), -one.likeness, one.first))


def _by_number(known: dict[int, Known]) -> Iterator[Suspicion]:
    bearers: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for one in known.values():
        for source, key in one.numbers:
            company, mark, number = key.partition("/")
            if mark and company and number:
                bearers[source, number].append((one.key, key))
    for (source, _number), held in bearers.items():
        for (first, one_key), (second, other_key) in _neighbours(held):
            yield Suspicion(first, second, "number", f"{source} {one_key} · {other_key}")


def _by_identifier(known: dict[int, Known]) -> Iterator[Suspicion]:
    """A Chinese tax number is the credit code itself, or its places 9 to 17 (the organisation code)."""
    bearers: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one in known.values():
        for scheme, value in one.identifiers:
            for form in {value, value[8:17] if scheme == "uscc" else value}:
                bearers[form].append((one.key, value))
    for held in bearers.values():
        for (first, value), (second, other) in _neighbours(held):
            yield Suspicion(first, second, "identifier", f"{value} · {other}")


def _by_name(known: dict[int, Known]) -> Iterator[Suspicion]:
    same: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one in known.values():
        for name in one.names:
            same[normalize(name)].append((one.key, name))
    for bare, held in same.items():
        if bare:
            for (first, name), (second, other) in _neighbours(held):
                if not _differ(known[first], known[second]):
                    yield Suspicion(first, second, "name", f"{name} · {other}")
    if len(known) > MOST_COMPARED:
        return
    index = NameIndex((one.key, name) for one in known.values() for name in one.names)
    for one in known.values():
        for name in one.names:
            for match in index.alike(name, at_least=ALIKE):
                if match.key != one.key and not _differ(one, known[match.key]):
                    alike = likeness(normalize(name), normalize(match.name))
                    yield Suspicion(one.key, match.key, "alike", f"{name} · {match.name}", round(alike, 1))


def _differ(one: Known, other: Known) -> bool:
    """Two different numbers of one scheme are two companies, however alike the names."""
    mine, theirs = dict(one.identifiers), dict(other.identifiers)
    return any(mine[scheme] != theirs[scheme] for scheme in mine.keys() & theirs.keys())


def _neighbours(held: list[tuple[int, str]]) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    """Each with the first: of many records of one company, all become that one."""
    yield from ((held[0], other) for other in held[1:] if other[0] != held[0][0])
