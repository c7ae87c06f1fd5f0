"""What is wrong with one field of a request, told as the field's fault although its form was right."""

from collections.abc import Iterator
from contextlib import contextmanager

from ninja.errors import ValidationError

from tandem.core.errors import Forbidden, Refused


class Fault(ValidationError):  # noqa: N818  # reads as what it is
    """Answered 422 with the field's path, such as body.answers.0.value. Nothing of the request is done."""

    def __init__(self, field: str, detail: str, *, place: str = "body") -> None:
        # The second part is the name of the route's argument, which no caller knows.
        location = (place, "", *field.split(".")) if place == "body" else (place, field)
        super().__init__([{"type": "tandem", "loc": location, "msg": detail}])


@contextmanager
def naming(field: str, *, place: str = "body") -> Iterator[None]:
    """What is refused inside is the fault of that field."""
    try:
        yield
    except Forbidden:
        raise
    except Refused as refusal:
        raise Fault(field, str(refusal), place=place) from refusal
