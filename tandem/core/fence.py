"""The second fence: what PostgreSQL itself lets the acting person and organisation see of a table.

A model that belongs to an organisation or a relationship declares beside its fields whose its rows are:

    FENCE = Fence(own("customer"))                                     # one organisation's alone
    FENCE = Fence(reads=own("customer") | inside("run"), writes=own("customer"))
    FENCE = Fence(inside("relationship"))                              # whoever may see the relationship

A predicate is SQL about one row. `own` names a foreign key to an organisation, `person` one to a user, either also
through other records (`own("run__customer")`); `inside` names a foreign key to a fenced record, whose own policy then
decides. The tables of many-to-many fields are fenced by `LINK_FENCES = {field: Fence(…)}` of the model that has the
field. The policies are made from these declarations after every migration (`config/policies.py`); `acting_as` says who
is acting in this thread, and `core/database` tells it to the database.

A fence shows nothing of what it hides, also to questions such as "does nobody else have this number?". What must be
found across organisations is asked inside `beyond_the_fence`, and answered with no more than the asker may know.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Predicate:
    """One way in. `kind` is own, person, inside or sql; `text` a field's name, or SQL about the row `t`."""

    kind: str
    text: str


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Predicate, ...]

    def __or__(self, other: "AnyOf") -> "AnyOf":
        return AnyOf((*self.parts, *other.parts))


def own(field: str) -> AnyOf:
    """The organisation in `field` is the acting one; "pk" for the table of organisations itself."""
    return AnyOf((Predicate("own", field),))


def person(field: str) -> AnyOf:
    """The user in `field` is the acting person."""
    return AnyOf((Predicate("person", field),))


def inside(field: str) -> AnyOf:
    """The record in `field` is one that its own table's policy shows."""
    return AnyOf((Predicate("inside", field),))


def where(sql: str) -> AnyOf:
    """SQL about the row, which is called `t`; `tandem_organization()` and `tandem_person()` say who acts."""
    return AnyOf((Predicate("sql", sql),))


def nobody_yet() -> AnyOf:
    """No person and no organisation is known: somebody is signing in."""
    return where("((SELECT tandem_person()) IS NULL AND (SELECT tandem_organization()) IS NULL)")


@dataclass(frozen=True)
class Fence:
    """Who may read a table's rows and who may write them; writers are readers too."""

    reads: AnyOf
    writes: AnyOf | None = None


@dataclass(frozen=True)
class Acting:
    """`person` and `organization` are primary keys; `everything` is for what no organisation asks for: installing,
    backing up, delivering mail. `presented` is the digest of a link or token that came with the request."""

    person: int | None = None
    organization: int | None = None
    everything: bool = False
    presented: str = ""


NOBODY = Acting()
_acting: ContextVar[Acting] = ContextVar("acting", default=NOBODY)


def acting() -> Acting:
    return _acting.get()


@contextmanager
def acting_as(who: Acting) -> Iterator[None]:
    """Everything read and written inside is seen by the database as done by `who`."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def acting_for(organization: int) -> Iterator[None]:
    """As that organisation, without a person: background work, and what a rule has allowed somebody to see of it."""
    with acting_as(Acting(organization=organization)):
        yield


@contextmanager
def beyond_the_fence() -> Iterator[None]:
    """For the few questions that are about all organisations. Read inside what is needed, not lazily afterwards."""
    with acting_as(replace(acting(), everything=True)):
        yield
