"""The currencies of amounts, and to how many decimals these are kept."""

from decimal import Decimal

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.facts.reasons import CURRENCIES

KEPT = 2
"""decimals that the database holds: of a dinar's fils the last is rounded away"""


def places(currency: str) -> int:
    """Decimals of the currency's smallest unit, two at most: 0 of the yen, 2 of the euro."""
    return min(int(get_currency_precision(currency)), KEPT)


def fits(amount: Decimal, currency: str) -> bool:
    """Whether it is a whole number of the currency's smallest unit."""
    return amount == round(amount, places(currency))


def require_money(amount: Decimal, currency: str) -> None:
    """Raises Refused for a currency that is none, and for parts of its smallest unit."""
    if problem := problem_of(amount, currency):
        raise Refused(problem)


def problem_of(amount: Decimal | None, currency: str) -> str:
    """A sentence; empty where both may stand."""
    if currency not in CURRENCIES:
        return _("“%(currency)s” is no currency. Write its ISO 4217 code: EUR, CNY, USD.") % {
            "currency": currency
        }
    if amount is not None and not fits(amount, currency):
        return _("%(amount)s %(currency)s is no amount: %(currency)s has %(places)s decimals.") % {
            "amount": amount,
            "currency": currency,
            "places": places(currency),
        }
    return ""
