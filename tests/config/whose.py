"""Whose business an address is: where it stands, which record it names, and what looking and posting ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from tandem.accounts.roles import Capability

# Any member, whatever their roles.
EVERYBODY = "everybody"
# A role is not enough, or what is needed for it is not in this story: one's own note, a password's link, a file.
MORE_THAN_A_ROLE = "more than a role"
# Only to be posted to; or a post that no role of this story may make.
NOT_SO = "not so"
Ask = Capability | str
C = Capability


class Place(Enum):
    PUBLIC = auto()
    LINK = auto()
    OWN = auto()
    OURS = auto()
    SHARED = auto()


@dataclass(frozen=True)
class Whose:
    place: Place
    # A key of the `nordlichts` fixture.
    record: str = ""
    look: Ask = NOT_SO
    post: Ask = NOT_SO
    # What to send where an empty post is told what is missing before it is told who may.
    body: Mapping[str, object] = field(default_factory=dict)


def public() -> Whose:
    """Anybody may open it: signing in, a new password, the language, and the sentence that sign-up is closed."""
    return Whose(Place.PUBLIC)


def link() -> Whose:
    """For whoever holds its token, signed in or not; without a right one there is nothing. So is a customer's
    registration page, which is not there until it is switched on."""
    return Whose(Place.LINK)


def own(look: Ask = NOT_SO, *, post: Ask | None = None, body: Mapping[str, object] | None = None) -> Whose:
    """Signed in, one finds one's own there, or nothing: the address names no record."""
    return _asking(Place.OWN, "", look, post, body)


def ours(
    record: str, look: Ask = NOT_SO, *, post: Ask | None = None, body: Mapping[str, object] | None = None
) -> Whose:
    """One of Nordlicht's records."""
    return _asking(Place.OURS, record, look, post, body)


def shared(
    record: str, look: Ask = NOT_SO, *, post: Ask | None = None, body: Mapping[str, object] | None = None
) -> Whose:
    """One that a customer shares with one supplier: Huarui finds it on its own side, a rival and Kestrel do not."""
    return _asking(Place.SHARED, record, look, post, body)


def _asking(
    place: Place, record: str, look: Ask, post: Ask | None, body: Mapping[str, object] | None
) -> Whose:
    """A post asks for what a look asks for, unless it says otherwise."""
    assert (look, post) != (NOT_SO, None), "say what a look or a post asks for"
    return Whose(place, record, look, look if post is None else post, body or {})
