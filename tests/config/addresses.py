"""Every address of Tandem, and whose business it is. A new URL is one more line in its room's file of `rooms/`."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.config.rooms import ADDRESSES
from tests.config.whose import Ask, Place


def _at(place: Place) -> set[str]:
    return {name for name, whose in ADDRESSES.items() if whose.place is place}


def _naming(place: Place) -> dict[str, str]:
    """Which of Nordlicht's records an address names."""
    return {name: whose.record for name, whose in ADDRESSES.items() if whose.place is place}


PUBLIC, LINKS, OWN = _at(Place.PUBLIC), _at(Place.LINK), _at(Place.OWN)
RECORDS, SUPPLIERS = _naming(Place.OURS), _naming(Place.SHARED)
BODIES = {name: dict(whose.body) for name, whose in ADDRESSES.items()}


def asked_by(name: str, method: str) -> Ask:
    """A capability of the roles' table, or why there is none: whoever has it is let in; whoever has not is refused,
    or told that there is nothing."""
    whose = ADDRESSES[name]
    return whose.look if method == "GET" else whose.post


@dataclass(frozen=True)
class Address:
    name: str
    arguments: tuple[str, ...]


def every_address() -> list[Address]:
    """All but the API's, which take a token and no session: `api_routes.py` classifies those."""
    found = _walk(get_resolver(), (), ())
    pages = (address for address in found if not address.name.startswith("api:") or address.name in PUBLIC)
    return sorted(pages, key=lambda address: address.name)


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], taken: tuple[str, ...]) -> Iterator[Address]:
    """`taken` are the arguments of the addresses that this one stands under."""
    for pattern in resolver.url_patterns:
        own = (*pattern.pattern.converters, *getattr(pattern.pattern.regex, "groupindex", {}))
        names = tuple(dict.fromkeys((*taken, *own)))
        if isinstance(pattern, URLPattern):
            yield Address(":".join((*namespaces, pattern.name or "?")), names)
        elif isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, names)
