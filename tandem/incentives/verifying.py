"""What anybody may know who holds a certificate's code."""

from tandem.core.fence import beyond_the_fence
from tandem.incentives.models import Honour


def found(code: str) -> Honour | None:
    """By its code, however it was typed: small letters, spaces, without dashes."""
    text = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(text) != 12 or not text.isascii():
        return None
    rows = Honour.objects.select_related("relationship__customer", "relationship__supplier")
    with beyond_the_fence():
        return rows.filter(code=f"{text[:4]}-{text[4:8]}-{text[8:]}").first()
