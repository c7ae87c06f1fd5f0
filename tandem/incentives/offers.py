"""The amounts that a person typed against a claim."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.core.keys import is_number

CENT = Decimal("0.01")


def read(typed: Mapping[str, str]) -> dict[int, tuple[Decimal, str]]:
    """`offer-7` and `why-7` of item 7. Raises Refused for what is no amount."""
    found = {}
    for name, text in typed.items():
        key = name.removeprefix("offer-")
        if key != name and is_number(key) and text.strip():
            found[int(key)] = (_amount(text), typed.get(f"why-{key}", ""))
    return found


def _amount(text: str) -> Decimal:
    try:
        # A comma may part thousands or decimals: nobody guesses which.
        amount = Decimal(text.strip())
    except InvalidOperation as error:
        raise Refused(
            _("“%(text)s” is no amount. Write it with a point: 1250.00") % {"text": text}
        ) from error
    if not amount.is_finite() or amount.copy_abs() >= Decimal("1e14") or amount != amount.quantize(CENT):
        raise Refused(_("“%(text)s” is no amount. Write it with a point: 1250.00") % {"text": text})
    return amount.quantize(CENT)
